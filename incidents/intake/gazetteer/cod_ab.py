"""Gazetteer rows from OCHA's tables of administrative boundaries (COD-AB), one line a division or a settlement.

Their columns have been named in three ways, and all are read: ``admin1Name_en``, ``admin1Pcode``; ``ADM1_EN``,
``ADM1_PCODE``; ``adm1_name``, ``adm1_name1`` with ``lang``, ``lang1``, and ``adm1_pcode`` (since 2024, see
https://github.com/OCHA-DAP/hdx-cod-ab-specification). The fourth level are settlements, as in Syria.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from incidents.codebook import LocationType, Script
from incidents.countries import by_iso3, countries
from incidents.geo import distance_km

from .geonames import country_place
from .places import (
    Degrees,
    GazetteerPlace,
    PlaceName,
    UnreadableGazetteer,
    once_each,
    place_name,
    point_of,
)

_PCODE = re.compile(r"^adm(?:in)?_?([0-5])_?(?:pcode|code)$", re.IGNORECASE)
_NAME = re.compile(
    r"^adm(?:in)?_?([0-5])_?(?:(?:ref|alt)?name(?P<number>\d?)|ref|altname\d|alt\d)?_?(?P<language>[a-z]{2,3})?$",
    re.IGNORECASE,
)
_LATITUDES = ("center_lat", "lat", "latitude", "latitude_y", "y_coord", "point_y", "y")
_LONGITUDES = ("center_lon", "lon", "long", "longitude", "longitude_x", "x_coord", "point_x", "x")
_NOT_A_LANGUAGE = frozenset({"ref"})
_LEVELS = (LocationType.COUNTRY, LocationType.ADMIN1, LocationType.ADMIN2, LocationType.ADMIN3)


@dataclass
class _Division:
    """A division as the lines so far tell of it; those below name it as well."""

    level: int
    above: str
    names: dict[PlaceName, None] = field(default_factory=dict)
    point: Degrees | None = None
    radius_km: int | None = None


def reads(heading: Iterable[str]) -> bool:
    """Whether a heading is that of such a table."""
    return any(_PCODE.match(column.strip()) for column in heading)


def read_tables(rows: Iterable[tuple[Mapping[str, Any], Any]], name: str) -> dict[str, list[GazetteerPlace]]:
    """Places by country, from lines with their GeoJSON geometry, if they have one; parents before children.

    Raises ``UnreadableGazetteer`` where no line has a P-code, or one is of no country.
    """
    divisions: dict[str, dict[str, _Division]] = {}
    for columns, geometry in rows:
        cells = {str(column).strip(): _text(value) for column, value in columns.items()}
        pcodes = _pcodes(cells)
        if not pcodes or any(pcode.startswith("#") for pcode in pcodes.values()):  # HXL tags
            continue
        country = _country(pcodes, name)
        known = divisions.setdefault(country, {})
        above = ""
        for level, pcode in sorted(pcodes.items()):
            if level > 0:
                known.setdefault(pcode, _Division(level, above)).names.update(_names(cells, level))
                above = pcode
        if above:
            known[above].point, known[above].radius_km = _where(cells, geometry, known[above])
    if not any(divisions.values()):
        raise UnreadableGazetteer(f"{name} has columns of P-codes, and no P-code in any line.")
    return {country: _places(country, known) for country, known in divisions.items() if known}


def _places(country: str, divisions: Mapping[str, _Division]) -> list[GazetteerPlace]:
    places = [country_place(country, [])]
    for pcode, division in sorted(divisions.items(), key=lambda item: (item[1].level, item[0])):
        main = _main_name(division.names, pcode)
        places.append(
            GazetteerPlace(
                key=pcode,
                type=_LEVELS[division.level] if division.level < len(_LEVELS) else LocationType.LOCALITY,
                name=main,
                country=country,
                parent=division.above or country,
                point=division.point,
                radius_km=division.radius_km,
                names=tuple(
                    name for name in once_each(division.names) if name.text != main or name.language != "en"
                ),
                pcode=pcode,
            )
        )
    return places


def _main_name(names: Iterable[PlaceName], pcode: str) -> str:
    """English, else what is in Latin letters, else any."""
    by_preference = sorted(names, key=lambda name: (name.language != "en", name.script != Script.LATIN))
    return by_preference[0].text if by_preference else pcode


def _pcodes(cells: Mapping[str, str]) -> dict[int, str]:
    """By level."""
    matches = ((_PCODE.match(column), cell) for column, cell in cells.items())
    return {int(match[1]): cell.upper() for match, cell in matches if match and cell}


def _country(pcodes: Mapping[int, str], name: str) -> str:
    """By the column of the country, else by the letters that P-codes begin with."""
    code = pcodes.get(0) or re.sub(r"\d.*", "", pcodes[min(pcodes)])
    country = by_iso3(code[:3])
    two_letters = country.code if country else code[:2]
    if two_letters not in countries():
        raise UnreadableGazetteer(f"{name}: the P-code {pcodes[min(pcodes)]} is of no country that is known.")
    return two_letters


def _names(cells: Mapping[str, str], level: int) -> dict[PlaceName, None]:
    names: dict[PlaceName, None] = {}
    for column, cell in cells.items():
        match = _NAME.match(column)
        if match and int(match[1]) == level and cell:
            language = (match["language"] or "").lower()
            if match["number"] is not None and not language:
                language = cells.get(f"lang{match['number']}", "").lower()
            names[place_name(cell, "" if language in _NOT_A_LANGUAGE else language)] = None
    return names


def _text(value: Any) -> str:
    return "" if value is None else " ".join(str(value).split())


# Where --------------------------------------------------------------------------------------------


def _where(cells: Mapping[str, str], geometry: Any, division: _Division) -> tuple[Degrees | None, int | None]:
    """Columns of the centre before the centre of the area, whose farthest corner tells how wide it is."""
    lowered = {column.lower(): cell for column, cell in cells.items()}
    lat = next((lowered[column] for column in _LATITUDES if lowered.get(column)), "")
    lon = next((lowered[column] for column in _LONGITUDES if lowered.get(column)), "")
    point = _point(lat, lon) or division.point
    ring = max(_rings(geometry), key=len, default=[])
    if not ring:
        return point, division.radius_km
    middle_lat, middle_lon = (float(value) for value in point) if point else _centre(ring)
    if len(ring) == 1:
        return point_of(middle_lat, middle_lon), None
    reach = max(distance_km(middle_lat, middle_lon, lat, lon) for lon, lat in ring)
    return point_of(middle_lat, middle_lon), max(1, round(reach))


def _point(lat: str, lon: str) -> Degrees | None:
    try:
        found = float(lat), float(lon)
    except ValueError:
        return None
    return point_of(*found) if abs(found[0]) <= 90 and abs(found[1]) <= 180 else None


def _rings(geometry: Any) -> Iterator[list[tuple[float, float]]]:
    """Outer rings, of longitude and latitude; a point is a ring of one corner."""
    match geometry:
        case {"type": "Point", "coordinates": [lon, lat, *_]}:
            yield [(lon, lat)]
        case {"type": "Polygon", "coordinates": [outer, *_]}:
            yield [(lon, lat) for lon, lat, *_height in outer]
        case {"type": "MultiPolygon", "coordinates": polygons}:
            for outer, *_holes in polygons:
                yield [(lon, lat) for lon, lat, *_height in outer]


def _centre(ring: list[tuple[float, float]]) -> tuple[float, float]:
    """Latitude and longitude of the centroid of a polygon (https://en.wikipedia.org/wiki/Centroid#Of_a_polygon)."""
    area = lat_sum = lon_sum = 0.0
    for (lon1, lat1), (lon2, lat2) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = lon1 * lat2 - lon2 * lat1
        area += cross
        lon_sum += (lon1 + lon2) * cross
        lat_sum += (lat1 + lat2) * cross
    if not area:
        return ring[0][1], ring[0][0]
    return lat_sum / (3 * area), lon_sum / (3 * area)
