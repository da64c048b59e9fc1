"""Make static/geo/outlines.json, the outlines under our maps, from Natural Earth's first-level divisions."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from incidents.outlines import DEGREES
from incidents.pages.drawing.topology import Line, OutlinedArea, topology

TARGET = Path(settings.BASE_DIR) / "static" / "geo" / "outlines.json"


class Command(BaseCommand):
    help = (
        "Simplify Natural Earth's admin-1 states and provinces (GeoJSON, 1:10 m, public domain) into the small "
        "TopoJSON file that maps are drawn from."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path, help="GeoJSON file of Natural Earth's admin-1 divisions")
        parser.add_argument("--countries", nargs="*", help="ISO codes to keep; all by default")
        parser.add_argument("--target", type=Path, default=TARGET)
        parser.add_argument("--tolerance-km", type=float, default=1.2, help="smaller bends are dropped")

    def handle(self, *args: Any, **options: Any) -> None:
        features = json.loads(options["source"].read_text())["features"]
        countries = set(options["countries"] or ())
        areas = [
            area_of(feature)
            for feature in features
            if not countries or feature["properties"]["iso_a2"] in countries
        ]
        # A kilometre is about 9 thousandths of a degree.
        made = topology(areas, tolerance=options["tolerance_km"] * 9)
        options["target"].parent.mkdir(parents=True, exist_ok=True)
        options["target"].write_text(json.dumps(made, ensure_ascii=False, separators=(",", ":")) + "\n")
        size = options["target"].stat().st_size
        self.stdout.write(
            f"{len(areas)} areas, {len(made['arcs'])} borders, {size:,} bytes: {options['target']}"
        )


def area_of(feature: dict[str, Any]) -> OutlinedArea:
    """One division with the few properties a map needs."""
    source, geometry = feature["properties"], feature["geometry"]
    # Codes that end so are no divisions of ISO 3166-2, such as buffer zones: outlined, but not named.
    is_division = not source["iso_3166_2"].endswith("~")
    names = {"en": source.get("name_en") or source.get("name"), "ar": source.get("name_ar")}
    properties = {
        "country": source["iso_a2"],
        "code": source["iso_3166_2"],
        "names": {language: name for language, name in names.items() if name and is_division},
        "label": [round(source["longitude"], 2), round(source["latitude"], 2)],
    }
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return OutlinedArea(properties, [list(_rings(polygon)) for polygon in polygons])


def _rings(polygon: list[list[list[float]]]) -> Iterator[Line]:
    for ring in polygon:
        points = [(round(lon / DEGREES), round(lat / DEGREES)) for lon, lat, *_rest in ring]
        unique = [point for n, point in enumerate(points) if n == 0 or point != points[n - 1]]
        if len(unique) >= 4:
            yield tuple(unique)
