"""Scene of an event: GED's point and names, with its precision as a radius.

where_prec (codebook 19.1): 1 exact; 2 within about 25 km of the point; 3 second and 4 first division; 5 a line or an
area without borders; 6 the country; 7 international waters or airspace. The row's own point is kept as it is given.
"""

from __future__ import annotations

from functools import lru_cache

from incidents.codebook import LocationType
from incidents.countries import name_of
from incidents.place_names import names_a_town, without_generic

from ..engine.coded import CodedPlace, NamedPlace, Rejected
from ..words.cells import Cells
from ..words.countries import code_of
from ..words.numbers import Point

NEAR_KM = 25
"""The radius of where_prec 2. It also stands for a precision that is not given, which the flag says."""
FUZZY_KM = 100
WATERS_KM = 200


def place_of(cells: Cells) -> CodedPlace[NamedPlace]:
    """The scene. Raises ``Rejected`` for a country that nobody knows."""
    country = _country(cells.needed("country"))
    lat, lon = cells.point("lat", "lon")
    words = " ".join(cells.text("where").split())[:200]
    first = _division(cells.text("adm_1"), LocationType.ADMIN1.value, country) or country
    second = _division(cells.text("adm_2"), LocationType.ADMIN2.value, first) or first
    where, radius_km = _circle(cells, (country, first, second), words, (lat, lon))
    return CodedPlace(where, radius_km=radius_km if lat is not None else None, words=words, lat=lat, lon=lon)


def _circle(
    cells: Cells, around: tuple[NamedPlace, NamedPlace, NamedPlace], words: str, point: Point
) -> tuple[NamedPlace, int | None]:
    """The place of the gazetteer and the radius about the point; no radius: as usual for the place."""
    country, first, second = around
    match cells.code("where_prec"):
        case "1" | "2" as precision if words:
            town = _town(words, second, *point)
            return town, NEAR_KM if precision == "2" else None
        case "3":
            return second, None
        case "4":
            return first, None
        case "5":
            return first, FUZZY_KM
        case "6":
            return country, None
        case "7":
            cells.flag("in-international-waters")
            return country, WATERS_KM
        case code:
            cells.flag(
                "place-precision-unknown-code" if code not in ("", "1", "2") else "place-precision-not-given"
            )
            return second, NEAR_KM


@lru_cache(maxsize=1000)
def _country(name: str) -> NamedPlace:
    code = code_of(name)
    if code is None:
        raise Rejected(f"No country is known by the name “{name}”.")
    return NamedPlace(name_of(code), LocationType.COUNTRY.value, code)


@lru_cache(maxsize=20_000)
def _division(name: str, level: str, above: NamedPlace) -> NamedPlace | None:
    words = " ".join(name.split())
    bare = (words if names_a_town(words) else without_generic(words))[:200]
    return NamedPlace(bare, level, above.country, above) if bare else None


@lru_cache(maxsize=100_000)
def _town(words: str, above: NamedPlace, lat: float | None, lon: float | None) -> NamedPlace:
    name = without_generic(words)
    return NamedPlace(name, LocationType.LOCALITY.value, above.country, above, lat, lon)
