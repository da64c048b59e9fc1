"""Scene of an event: ACLED's point and names, with its precision as a radius.

geo_precision (ACLED codebook): 1 the place itself; 2 a part of the region, with the point of a town near it; 3 a
larger region, with the point of its capital or of a feature of the land. So the point of a 3 is nobody's scene: the
first division stands for it, with the row's own point kept.
"""

from __future__ import annotations

from functools import lru_cache

from incidents.codebook import LocationType
from incidents.countries import by_number, name_of

from ..engine.coded import CodedPlace, NamedPlace, Rejected
from ..words.cells import Cells
from ..words.countries import code_of
from ..words.numbers import Point

NEAR_KM = 25
"""The radius of geo_precision 2, as for UCDP's "near". It also stands for a precision that is not given."""


def place_of(cells: Cells) -> CodedPlace[NamedPlace]:
    """The scene. Raises ``Rejected`` for a country that nobody knows."""
    country = _country(cells.needed("country"), cells.code("iso"))
    lat, lon = cells.point("latitude", "longitude")
    words = " ".join(cells.text("location").split())[:200]
    around = [country]
    for level in (LocationType.ADMIN1, LocationType.ADMIN2, LocationType.ADMIN3):
        name = " ".join(cells.text(level.value).split())[:200]
        around.append(_within(name, level.value, around[-1]) if name else around[-1])
    where, radius_km = _circle(cells, around, words, (lat, lon))
    return CodedPlace(where, radius_km=radius_km if lat is not None else None, words=words, lat=lat, lon=lon)


def _circle(
    cells: Cells, around: list[NamedPlace], words: str, point: Point
) -> tuple[NamedPlace, int | None]:
    match cells.code("geo_precision"):
        case "1" | "2" as precision if words:
            place = _within(words, LocationType.LOCALITY.value, around[-1], *point)
            return place, NEAR_KM if precision == "2" else None
        case "3":
            return around[1], None
        case code:
            given = code not in ("", "1", "2")
            cells.flag("place-precision-unknown-code" if given else "place-precision-not-given")
            return around[-1], NEAR_KM


@lru_cache(maxsize=1000)
def _country(name: str, iso: str) -> NamedPlace:
    numbered = by_number(int(iso)) if iso.isdecimal() and len(iso) < 4 else None
    code = code_of(name) or (numbered.code if numbered else None)
    if code is None:
        raise Rejected(f"No country is known by the name “{name}”.")
    return NamedPlace(name_of(code), LocationType.COUNTRY.value, code)


@lru_cache(maxsize=100_000)
def _within(
    name: str, level: str, above: NamedPlace, lat: float | None = None, lon: float | None = None
) -> NamedPlace:
    return NamedPlace(name, level, above.country, above, lat, lon)
