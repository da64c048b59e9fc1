"""Gazetteer rows from GeoNames' own files: a country's (``SY.txt``), and the names of all (``alternateNamesV2.txt``).

Columns and feature codes as in https://download.geonames.org/export/dump/readme.txt (CC BY 4.0).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from incidents.codebook import LocationType, Script
from incidents.place_names import without_generic
from incidents.scripts import script_of

from .geonames import country_place, other_names
from .places import GazetteerPlace, PlaceName, UnreadableGazetteer, once_each, place_name, point_of
from .tables import districts_of, divisions_of, with_own_names

COUNTRY_COLUMNS = 19
NAME_COLUMNS = range(8, 11)
"""The older file of names lacks the last two, from when and until when."""

_NO_LONGER = frozenset({"PPLH", "PPLQ", "PPLW", "PPLCH", "ADM1H", "ADM2H", "ADM3H"})
"""Historical, abandoned and destroyed places."""
_DIVISIONS = {"ADM1": LocationType.ADMIN1, "ADM2": LocationType.ADMIN2, "ADM3": LocationType.ADMIN3}
_OTHER_CODES = frozenset(
    {"link", "post", "iata", "icao", "faac", "unlc", "wkdt", "tcid", "abbr", "phon", "piny"}
)
"""What stands in the column of languages and is none."""


@dataclass(frozen=True, slots=True)
class _Feature:
    geonames_id: int
    name: str
    alternate_names: str
    point: tuple[float, float]
    kind: str
    """Its class and code, such as P PPL."""
    country: str
    divisions: tuple[str, str, str]
    population: int

    @property
    def level(self) -> LocationType | None:
        """``None`` for what is no place of ours: rivers, roads, what is gone."""
        feature_class, code = self.kind.split(" ", 1)
        if code in _NO_LONGER:
            return None
        return (
            _DIVISIONS.get(code)
            if feature_class == "A"
            else LocationType.LOCALITY
            if feature_class == "P"
            else None
        )

    @property
    def codes(self) -> tuple[str, ...]:
        """Of the divisions around it, or its own: the country's, then each with those before it."""
        given: list[str] = [self.country]
        for code in self.divisions:
            if not code.strip("0"):
                break
            given.append(code)
        return tuple(given)


def read_country_file(lines: Iterable[tuple[int, list[str]]], name: str) -> dict[str, list[GazetteerPlace]]:
    """Countries with all their divisions and populated places, villages as well, by code of the country.

    Raises ``UnreadableGazetteer`` where a line is not as GeoNames describes it.
    """
    features: dict[str, list[_Feature]] = defaultdict(list)
    for number, cells in lines:
        feature = _feature(number, cells, name)
        if feature.country and feature.level is not None:
            features[feature.country].append(feature)
    if not features:
        raise UnreadableGazetteer(f"{name} holds no populated place and no division.")
    return {country: _places(country, rows) for country, rows in features.items()}


def _feature(number: int, cells: list[str], name: str) -> _Feature:
    if len(cells) != COUNTRY_COLUMNS:
        raise UnreadableGazetteer(
            f"{name}, line {number}, has {len(cells)} columns in place of GeoNames' {COUNTRY_COLUMNS}: "
            "the file is cut off or was changed; download it again."
        )
    try:
        return _Feature(
            int(cells[0]),
            cells[1],
            cells[3],
            (float(cells[4]), float(cells[5])),
            f"{cells[6]} {cells[7]}",
            cells[8],
            (cells[10], cells[11], cells[12]),
            int(cells[14] or 0),
        )
    except ValueError as error:
        raise UnreadableGazetteer(f"{name}, line {number}, is not as GeoNames writes it: {error}.") from error


def _places(country: str, features: list[_Feature]) -> list[GazetteerPlace]:
    """Ours stand in for first divisions that the file lacks; a town lies in the narrowest division that it has."""
    towns = [feature for feature in features if feature.level == LocationType.LOCALITY]
    towns.sort(key=lambda town: -town.population)
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    largest: dict[str, str] = {}
    for town in towns:
        if len(town.codes) > 1:
            key = ".".join(town.codes[:2])
            points[key].append(town.point)
            largest.setdefault(key, town.name)
    firsts = {feature.codes: feature for feature in features if feature.level == LocationType.ADMIN1}
    places = [country_place(country, [town.point for town in towns])]
    keys: dict[tuple[str, ...], str] = {(country,): country}
    for place in divisions_of(country, points, largest):
        codes = tuple(place.key.split(".", 1))
        keys[codes] = place.key
        places.append(_with_feature(place, firsts.get(codes)))
    ours = {place.geonames_id: place for place in districts_of(country, {}) if place.geonames_id}
    for depth, level in ((3, LocationType.ADMIN2), (4, LocationType.ADMIN3)):
        divisions = [
            feature for feature in features if feature.level == level and len(feature.codes) == depth
        ]
        for feature in divisions:
            place = ours.get(feature.geonames_id) or _place(feature, level, feature.codes[:-1], keys)
            places.append(_with_feature(place, feature))
        keys |= {feature.codes: str(feature.geonames_id) for feature in divisions}
    places += (_place(town, LocationType.LOCALITY, town.codes, keys) for town in towns)
    return [with_own_names(place) for place in places]


def _with_feature(place: GazetteerPlace, feature: _Feature | None) -> GazetteerPlace:
    """A division of our own tables keeps its name; GeoNames' names are others of it."""
    if feature is None:
        return place
    return replace(
        place,
        point=point_of(*feature.point) if place.is_estimate else place.point,
        is_estimate=False,
        geonames_id=feature.geonames_id,
        population=feature.population or None,
        names=once_each((*place.names, place_name(feature.name), *_names(feature)), place.name),
    )


def _place(
    feature: _Feature, level: LocationType, around: tuple[str, ...], keys: dict[tuple[str, ...], str]
) -> GazetteerPlace:
    """Named without the kind of division: Al-Bab, not Al-Bab District."""
    while around not in keys:
        around = around[:-1]
    return GazetteerPlace(
        key=str(feature.geonames_id),
        type=level,
        name=feature.name if level == LocationType.LOCALITY else without_generic(feature.name),
        country=feature.country,
        parent=keys[around],
        point=point_of(*feature.point),
        geonames_id=feature.geonames_id,
        population=feature.population or None,
        names=once_each(_names(feature), feature.name),
    )


def _names(feature: _Feature) -> Iterator[PlaceName]:
    return other_names([name for name in feature.alternate_names.split(",") if name])


def read_names_file(
    lines: Iterable[tuple[int, list[str]]], wanted: Collection[int]
) -> dict[int, list[PlaceName]]:
    """Names with their languages, of the places with these numbers; without codes, links and names no longer used."""
    names: dict[int, list[PlaceName]] = defaultdict(list)
    for _number, cells in lines:
        if len(cells) in NAME_COLUMNS and cells[1].isdecimal() and int(cells[1]) in wanted:
            language, text = cells[2], cells[3]
            is_historic = len(cells) > 7 and cells[7] == "1"
            if language not in _OTHER_CODES and not is_historic and (name := _name(text, language)):
                names[int(cells[1])].append(name)
    return names


def _name(text: str, language: str) -> PlaceName | None:
    """GeoNames' ku is Kurmanji in Latin letters and Sorani in Arabic ones; where it has none, the letters may tell."""
    script = script_of(text)
    if script is None:
        return None
    if language == "ku":
        language = {Script.LATIN: "kmr", Script.ARABIC: "ckb"}.get(script, "ku")
    if not language:
        return next(other_names([text]), None)
    return PlaceName(text, language, script)
