"""Places of one country that the desk knows, found by level and name, near the row's point or within its division."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from incidents.codebook import DIVISIONS, LocationType
from incidents.geo import distance_km
from incidents.likeness import SpellingIndex
from incidents.models import Location, LocationName
from incidents.place_names import PlaceIndex, names_a_town, tells_apart

from .coded import NamedPlace

NEAR_KM = 5
"""A place of the same name farther from the row's point than a town is wide is another place."""
AS_HEARD_KM = 2
"""The same for a name that only sounds alike."""


@dataclass(slots=True, eq=False)
class KnownPlace:
    """A place of the desk; ``point`` is its latitude and longitude."""

    pk: int
    level: str
    parent: int | None
    point: tuple[float, float] | None
    name: str = ""
    listed: bool = False
    """By a gazetteer, which has its neighbours as well: a spelling of one of those would be found as such."""
    is_town: bool = False
    """By its name."""

    def km_from(self, place: NamedPlace) -> float | None:
        """``None`` where one of the two has no point."""
        if self.point is None or place.lat is None or place.lon is None:
            return None
        return distance_km(*self.point, place.lat, place.lon)


class KnownPlaces:
    """The places of one country. Two queries, and none afterwards."""

    def __init__(self, country: str) -> None:
        self._names: dict[str, PlaceIndex[KnownPlace]] = defaultdict(PlaceIndex)
        """By level."""
        self._spelled: dict[str, list[tuple[KnownPlace, str]]] = defaultdict(list)
        self._spellings: dict[str, SpellingIndex[KnownPlace]] = {}
        self._by_key: dict[int, KnownPlace] = {}
        rows = Location.objects.filter(country=country).order_by("pk")
        columns = ("pk", "name", "type", "parent", "lat", "lon", "geonames_id", "pcode")
        for pk, name, level, parent, lat, lon, geonames_id, pcode in rows.values_list(*columns):
            point = None if lat is None or lon is None else (float(lat), float(lon))
            listed = bool(geonames_id or pcode)
            self._by_key[pk] = KnownPlace(pk, level, parent, point, name, listed, names_a_town(name))
            self._add_name(self._by_key[pk], name)
        names = LocationName.objects.filter(location__country=country, restricted=False).order_by("pk")
        for pk, name in names.values_list("location", "name"):
            self._add_name(self._by_key[pk], name)

    def _add_name(self, place: KnownPlace, name: str) -> None:
        self._names[place.level].add(place, [name])
        self._spelled[place.level].append((place, name))
        if place.level in self._spellings:
            self._spellings[place.level].add(place, [name])

    def add(self, pk: int, place: NamedPlace, parent: int | None) -> None:
        point = None if place.lat is None or place.lon is None else (place.lat, place.lon)
        self._by_key[pk] = KnownPlace(
            pk, place.type, parent, point, place.name, is_town=names_a_town(place.name)
        )
        self._add_name(self._by_key[pk], place.name)

    def lies_wider(self, pk: int, place: NamedPlace, around: list[int]) -> bool:
        """Whether the place lies right under a wider division than the narrowest that the row names around it.

        GeoNames gives seats of governorates no district, which the dataset's rows have: they would be lost with it.
        """
        known = self._by_key[pk]
        surely_the_same = known.point is not None and place.lat is not None
        return surely_the_same and place.type == LocationType.LOCALITY and known.parent in around[1:]

    def move(self, pk: int, parent: int) -> None:
        self._by_key[pk].parent = parent

    def are_complete(self, level: str) -> bool:
        """Whether all divisions of that level are known: those of a gazetteer."""
        return any(known.listed for known in self._by_key.values() if known.level == level)

    def bearing(self, place: NamedPlace) -> list[KnownPlace]:
        """Places of that level and name, wherever they lie: by the strictest comparison that finds any."""
        return next(filter(None, self._names[place.type].found_by(place.name)), [])

    def most_like(self, place: NamedPlace) -> list[KnownPlace]:
        """Places of that level whose names are spelled most like it."""
        if place.type not in self._spellings:  # of all villages of a country: only where one is not known
            index = self._spellings[place.type] = SpellingIndex()
            for known, name in self._spelled[place.type]:
                index.add(known, [name])
        return [known for _name, known in self._spellings[place.type].most_like(place.name)]

    def nearest(self, place: NamedPlace) -> KnownPlace | None:
        """The place of that level that is nearest to the row's point, within twice the width of a town."""
        beside = (  # a tenth of a degree is 11 km: most are left out without measuring
            known
            for known in self._by_key.values()
            if known.level == place.type
            and known.point is not None
            and abs(known.point[0] - (place.lat or 0.0)) <= 0.1
        )
        distances = (
            (km, known) for known in beside if (km := known.km_from(place)) is not None and km <= 2 * NEAR_KM
        )
        return min(distances, key=lambda pair: (pair[0], pair[1].pk), default=(0, None))[1]

    def lies_in_named_division(self, known: KnownPlace, parent: int | None) -> bool:
        """Whether the place lies in the widest division around ``parent`` that is named for both, if one is."""
        return self._agree(self._divisions(known.parent), self._divisions(parent))

    def way_up(self, pk: int | None) -> str:
        """Names of a place and of those that it lies in, the country left out."""
        return ", ".join(known.name for known in self._around(pk) if known.level != LocationType.COUNTRY)

    def find(self, place: NamedPlace, parent: int | None) -> int | None:
        """The place of that name and level: near the row's point, else within the divisions that the row names.

        Of several that bear the name and fit as well, none can be told to be meant: then it is what they lie in, which
        is all that the row surely says. A name that only sounds alike finds what a gazetteer lists, and nothing that
        imports have entered: Henan and Hunan would be one as soon as the first was there.
        """
        if place.type == LocationType.COUNTRY:
            countries = (known for known in self._by_key.values() if known.level == place.type)
            return next((known.pk for known in countries), None)
        as_named, bare, heard = self._names[place.type].found_by(place.name)
        for known_places in (as_named, [known for known in bare if self._is_same_kind(known, place)]):
            if fitting := self._fitting(known_places, place, parent, NEAR_KM):
                return fitting[0].pk if len(fitting) == 1 else parent
        heard = [known for known in heard if known.listed]
        if self._is_named_elsewhere(place, heard) or not self._may_be_heard(place, parent):
            return None
        fitting = self._fitting(heard, place, parent, AS_HEARD_KM)
        return fitting[0].pk if len(fitting) == 1 else None

    def _fitting(
        self, known_places: Iterable[KnownPlace], place: NamedPlace, parent: int | None, near_km: int
    ) -> list[KnownPlace]:
        """Those that may be meant; a single one where it is nearest, or right within what the row names."""
        distances = {known: known.km_from(place) for known in known_places}
        near = [(km, known) for known, km in distances.items() if km is not None and km <= near_km]
        if near:
            return [min(near, key=lambda pair: (pair[0], pair[1].parent != parent, pair[1].pk))[1]]
        named = self._divisions(parent)
        fitting = [
            known
            for known, km in distances.items()
            if km is None and self._agree(self._divisions(known.parent), named)
        ]
        within = [known for known in fitting if known.parent == parent]
        return within if len(within) == 1 else fitting

    def _agree(self, theirs: dict[str, int], named: dict[str, int]) -> bool:
        """Datasets draw districts each in its own way, so that the widest division that both name decides."""
        both = [level for level in DIVISIONS if level in theirs and level in named]
        return not both or theirs[both[0]] == named[both[0]]

    def _divisions(self, pk: int | None) -> dict[str, int]:
        return {known.level: known.pk for known in self._around(pk) if known.level != LocationType.COUNTRY}

    def _around(self, pk: int | None) -> Iterator[KnownPlace]:
        while pk is not None and (known := self._by_key.get(pk)) is not None:
            yield known
            pk = known.parent

    def _is_same_kind(self, known: KnownPlace, place: NamedPlace) -> bool:
        """Minsk City and Minsk Region are two divisions, unless a gazetteer has but one of the name."""
        return known.listed or place.type not in DIVISIONS or known.is_town == names_a_town(place.name)

    def _may_be_heard(self, place: NamedPlace, parent: int | None) -> bool:
        """Of a country's villages many sound alike: a point or a division has to part them. Divisions are few."""
        return (
            place.type in DIVISIONS
            or place.lat is not None
            or bool(self._divisions(parent))
            or tells_apart(place.name)
        )

    def _is_named_elsewhere(self, place: NamedPlace, heard: list[KnownPlace]) -> bool:
        """Whether the very name is that of a place of another level: a row on Darayya is not on Daraa.

        Places within each other often bear one name, as a governorate and its chief town do, and so does a seat that is
        listed right under the governorate of its district: those do not count.
        """
        levels = (names for level, names in self._names.items() if level != place.type)
        named = {known.pk for names in levels for known in names.found_by(place.name)[0]} if heard else set()
        related = {pk for known in heard for pk in self._divisions(known.pk).values()}
        return bool(named) and all(related.isdisjoint(self._divisions(pk).values()) for pk in named)
