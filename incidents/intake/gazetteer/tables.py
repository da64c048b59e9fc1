"""Our own tables of divisions and names, reviewed by hand; see docs/gazetteer.md for the sources of each column.

``divisions.csv``: first divisions of the countries of coverage, with their names in English, Arabic, Kurmanji and
Sorani, OCHA's place codes, points and reach. ``districts.csv``: second divisions of Syria and Iraq.
``first_divisions.csv``: the names of the first divisions of all other countries. ``names.csv``: further spellings, and
the main names under which the record knows some places.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

from incidents.codebook import LocationType
from incidents.place_names import PlaceIndex

from .places import Degrees, GazetteerPlace, PlaceName, middle_of, once_each, place_name, point_of

_TABLES = files(__package__) / "data"
_LANGUAGES = ("ar", "kmr", "ckb")

Points = Sequence[tuple[float, float]]


def divisions_of(
    country: str, points: Mapping[str, Points], largest: Mapping[str, str]
) -> list[GazetteerPlace]:
    """The first divisions of a country, in order of their code.

    ``points`` and the ``largest`` town are of the towns in them, by the key of the division: they stand in for what no
    table says.
    """
    ours = {key: row for key, row in _divisions().items() if row["country"] == country}
    named = {key: row for key, row in _first_divisions().items() if key.startswith(f"{country}.")}
    keys = sorted({*ours, *named, *points})
    return [
        _division(key, country, ours.get(key, {}), named.get(key, {}), points.get(key, ()), largest)
        for key in keys
    ]


def _division(
    key: str,
    country: str,
    ours: Mapping[str, str],
    named: Mapping[str, str],
    points: Points,
    largest: Mapping[str, str],
) -> GazetteerPlace:
    middle, reach = middle_of(points) if points else (None, None)
    if ours.get("lat"):
        middle, reach = point_of(ours["lat"], ours["lon"]), int(ours["radius_km"])
    geonames_id = ours.get("geonames_id") or named.get("geonames_id")
    codes = [("geonames-admin1", key)]
    if ours:
        codes.append(("iso-3166-2", ours["iso_3166_2"]))
    return GazetteerPlace(
        key=key,
        type=LocationType.ADMIN1,
        name=ours.get("name") or named.get("name") or f"Area of {largest[key]}",
        country=country,
        parent=country,
        point=middle,
        radius_km=reach,
        is_estimate=not ours.get("lat"),
        geonames_id=int(geonames_id) if geonames_id else None,
        names=tuple(_names_in(ours)),
        codes=tuple(codes),
        pcode=ours.get("pcode", ""),
    )


def districts_of(country: str, towns: Mapping[str, PlaceIndex[Degrees]]) -> list[GazetteerPlace]:
    """Second divisions that we hold. Each stands at its seat, the town of its name among ``towns`` of its division."""
    return [
        GazetteerPlace(
            key=row["geonames_id"] or f"{country}.{row['division']}.{row['name']}",
            type=LocationType.ADMIN2,
            name=row["name"],
            country=country,
            parent=f"{country}.{row['division']}",
            point=_seat(row, towns.get(f"{country}.{row['division']}")),
            is_estimate=True,
            geonames_id=int(row["geonames_id"]) if row["geonames_id"] else None,
            names=tuple(_names_in(row)),
        )
        for row in _districts()
        if row["country"] == country
    ]


def _seat(row: Mapping[str, str], towns: PlaceIndex[Degrees] | None) -> Degrees | None:
    """Found by its Arabic name where the English one is that of several, or spelt too differently."""
    seats = (towns.only(name) for name in (row["name"], row["ar"])) if towns else ()
    return next(filter(None, seats), None)


def _names_in(row: Mapping[str, str]) -> Iterator[PlaceName]:
    return (place_name(row[language], language) for language in _LANGUAGES if row.get(language))


def with_own_names(place: GazetteerPlace) -> GazetteerPlace:
    """Our names come with their language, so they stand in place of the same spelling without one."""
    ours, name = [], place.name
    for row in _known_names().get(place.key, []):
        if row["use"] == "main":
            ours.append(place_name(place.name))
            name = row["name"]
        else:
            ours.append(place_name(row["name"], row["language"]))
    spellings = {own.text for own in (*ours, *place.names) if own.language} | {name}
    others = (other for other in place.names if other.language or other.text not in spellings)
    return replace(place, name=name, names=once_each((*ours, *others), name))


@cache
def _divisions() -> dict[str, dict[str, str]]:
    return {f"{row['country']}.{row['code']}": row for row in _table("divisions.csv")}


@cache
def _first_divisions() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in _table("first_divisions.csv")}


@cache
def _districts() -> list[dict[str, str]]:
    return _table("districts.csv")


@cache
def _known_names() -> dict[str, list[dict[str, str]]]:
    names: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in _table("names.csv"):
        names[row["id"]].append(row)
    return names


def _table(name: str) -> list[dict[str, str]]:
    with (_TABLES / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))
