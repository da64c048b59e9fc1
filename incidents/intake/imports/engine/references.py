"""What rows name: actors, places, sources and reports, each found on the desk or entered once.

Found by somebody's code for it first, then by its exact folded name: for a place within its country, at its level
and near its point. Nothing is guessed from a likeness of names: a second entry is joined more easily than a wrong
one is parted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from incidents.codebook import LocationType, MatchKind
from incidents.folding import fold
from incidents.geo import distance_km
from incidents.models import Actor, ActorName, ExternalId, Location, LocationName, Report, Source
from incidents.models.fields import report_id

from .coded import CodedRow, NamedActor, NamedPlace, NamedReport, NamedSource
from .writing import TableCopy

NAME_IS_ANOTHERS = "actor-name-is-another-s"
ID_IS_ANOTHERS = "actor-has-another-id"
NEAR_KM = 5
"""A place of the same name farther from the row's point than a town is wide is another place."""


@dataclass
class References:
    """The keys of whatever rows have named so far; ``made`` are those that did not exist before."""

    by: User
    publishes: bool = False
    """Whether what is public already may be changed: then it is issued anew with the run."""
    actors: dict[NamedActor, int] = field(default_factory=dict)
    sources: dict[str, int] = field(default_factory=dict)
    places: dict[NamedPlace, int] = field(default_factory=dict)
    reports: dict[tuple[int, Any, str], int] = field(default_factory=dict)
    made: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    named: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Subjects that rows of the last ``settle`` named for the first time."""
    changed: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Subjects that were there and of which rows of the last ``settle`` told more: an id, a district."""
    disputed: dict[NamedActor, str] = field(default_factory=dict)
    """Actors whose name and id lead to different ones on the desk, with the flag that says so."""

    def __post_init__(self) -> None:
        self._codes: dict[tuple[str, str], int] = {}
        self._schemes: set[tuple[int, str]] = set()
        self._actors: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self._gazetteers: dict[str, _CountryPlaces] = {}
        self._districts: dict[int, set[int]] = defaultdict(set)
        self._load_actors()
        self._load_sources()

    def settle(self, rows: Iterable[CodedRow], more: Iterable[NamedSource] = ()) -> None:
        """Find or enter whatever the rows name. Call within a transaction; a constant number of queries."""
        rows = list(rows)
        self.named.clear()
        self.changed.clear()
        self._settle_sources([*more, *(voice for row in rows for voice in _voices(row))])
        self._settle_actors({part.who for row in rows for part in row.parts if part.who})
        self._settle_places({spot.where for row in rows for spot in row.places})
        self._settle_reports(dict.fromkeys(one for row in rows for one in row.reports))

    def source(self, voice: NamedSource) -> int:
        return self.sources[fold(voice.name)]

    def known(self, name: str) -> int | None:
        """The source of that name, if there is one."""
        return self.sources.get(fold(name))

    def report(self, telling: NamedReport) -> int:
        return self.reports[(self.source(telling.source), telling.published_on, telling.title)]

    # Sources --------------------------------------------------------------------------------------

    def _load_sources(self) -> None:
        for pk, name, aliases in Source.objects.order_by("-pk").values_list("pk", "name", "aliases"):
            for alias in (*aliases, name):
                self.sources[fold(alias)] = pk

    def _settle_sources(self, voices: Iterable[NamedSource]) -> None:
        distinct = {fold(voice.name): voice for voice in voices}
        self.named["source"] |= {self.sources[name] for name in distinct if name in self.sources}
        new = {name: voice for name, voice in distinct.items() if name not in self.sources}
        table = TableCopy(Source, "id", "name", "kind", created_by_id=self.by.pk)
        for voice in new.values():
            table.add(voice.name, voice.kind)
        for name, pk in zip(new, table.write_with_keys(), strict=True):
            self.sources[name] = pk
            self._made("source", pk)

    # Actors ---------------------------------------------------------------------------------------

    def _load_actors(self) -> None:
        codes = ExternalId.objects.filter(actor__isnull=False, match=MatchKind.SAME)
        for scheme, value, pk in codes.order_by("-pk").values_list("scheme", "value", "actor"):
            self._codes[(scheme, value)] = pk
            self._schemes.add((pk, scheme))
        for pk, name, country in Actor.objects.order_by("pk").values_list("pk", "name", "country"):
            self._actors[fold(name)].append((pk, country))
        names = ActorName.objects.filter(restricted=False).order_by("pk")
        for pk, name, country in names.values_list("actor", "name", "actor__country"):
            self._actors[fold(name)].append((pk, country))

    def _settle_actors(self, wanted: set[NamedActor]) -> None:
        table = TableCopy(Actor, "id", "name", "kind", "country", created_by_id=self.by.pk)
        new: dict[Any, list[NamedActor]] = defaultdict(list)
        for who in sorted(wanted - self.actors.keys(), key=lambda who: (who.name, who.kind, who.codes)):
            pk = self._found_actor(who)
            if pk is None:
                new[who.codes or fold(who.name)].append(who)
            else:
                self.actors[who] = pk
        for first, *_rest in new.values():
            table.add(first.name, first.kind, first.country)
        for same, pk in zip(new.values(), table.write_with_keys(), strict=True):
            self.actors |= dict.fromkeys(same, pk)
            self._made("actor", pk)
            self._actors[fold(same[0].name)].append((pk, same[0].country))
        self._add_codes(wanted)
        self.named["actor"] |= {self.actors[who] for who in wanted}

    def _found_actor(self, who: NamedActor) -> int | None:
        coded = next((self._codes[code] for code in who.codes if code in self._codes), None)
        named = [
            pk
            for pk, country in self._actors.get(fold(who.name), ())
            if not (who.country and country and who.country != country)
        ]
        if coded and named and coded not in named:
            self.disputed[who] = NAME_IS_ANOTHERS
        return coded or next(iter(named), None)

    def _add_codes(self, wanted: set[NamedActor]) -> None:
        """Let the dataset's ids find the actors that were found by name. One that has another id keeps that alone."""
        table = TableCopy(ExternalId, "scheme", "value", "actor_id")
        for who in sorted(wanted, key=lambda who: (who.name, who.codes)):
            pk = self.actors[who]
            for scheme, value in who.codes:
                if (scheme, value) in self._codes:
                    continue
                if (pk, scheme) in self._schemes:
                    self.disputed[who] = ID_IS_ANOTHERS
                    continue
                table.add(scheme, value, pk)
                self._codes[(scheme, value)] = pk
                self._schemes.add((pk, scheme))
                self.changed["actor"].add(pk)
        table.write()

    # Places ---------------------------------------------------------------------------------------

    def _settle_places(self, wanted: set[NamedPlace]) -> None:
        new = [where for where in wanted if where not in self.places]
        for level in _levels({above for where in new for above in _chain(where)} - self.places.keys()):
            self._settle_level(level)
        self.named["location"] |= {self.places[above] for where in new for above in _chain(where)}

    def _settle_level(self, level: list[NamedPlace]) -> None:
        table = TableCopy(
            Location, "id", "name", "type", "parent_id", "country", "lat", "lon", created_by_id=self.by.pk
        )
        new = []
        for where in level:
            pk = self._gazetteer(where.country).found(where, self._above(where))
            around = self._around(where)
            if pk is not None and self._gazetteer(where.country).wider(pk, where, around):
                self._districts[pk].add(around[0])
            if pk is None:
                new.append(where)
                table.add(where.name, where.type, self._above(where), where.country, where.lat, where.lon)
            else:
                self.places[where] = pk
        for where, pk in zip(new, table.write_with_keys(), strict=True):
            self.places[where] = pk
            self._gazetteer(where.country).add(pk, where, self._above(where))
            self._made("location", pk)

        self._lay()

    def _lay(self) -> None:
        """Write down the districts of places that had none, where all rows name the same one."""
        agreed = {pk: districts.pop() for pk, districts in self._districts.items() if len(districts) == 1}
        self._districts.clear()
        open_to_it = Location.objects.filter(pk__in=agreed, restricted=False)
        if not self.publishes:
            open_to_it = open_to_it.filter(public_id=None)  # the public would not be told
        for pk, country in open_to_it.values_list("pk", "country"):
            Location.objects.filter(pk=pk).update(parent=agreed[pk])
            self._gazetteer(country).move(pk, agreed[pk])
            self.changed["location"].add(pk)

    def _around(self, where: NamedPlace) -> list[int]:
        """Keys of the divisions that the row names around the place, the narrowest first."""
        return [self.places[one] for one in _chain(where.parent) if one.type != LocationType.COUNTRY]

    def _above(self, where: NamedPlace) -> int | None:
        return self.places[where.parent] if where.parent else None

    def _gazetteer(self, country: str) -> _CountryPlaces:
        if country not in self._gazetteers:
            self._gazetteers[country] = _CountryPlaces(country)
        return self._gazetteers[country]

    # Reports --------------------------------------------------------------------------------------

    def _settle_reports(self, wanted: Iterable[NamedReport]) -> None:
        keys = {(self.source(one.source), one.published_on, one.title): one for one in wanted}
        missing = {key: one for key, one in keys.items() if key not in self.reports}
        self._find_reports(missing)
        table = TableCopy(
            Report, "id", "public_id", "source_id", "published_on", "title", "url", triage="coded"
        )
        new = [key for key in missing if key not in self.reports]
        for key in new:
            table.add(report_id(), *key, missing[key].url)
        for key, pk in zip(new, table.write_with_keys(), strict=True):
            self.reports[key] = pk
            self.made["report"].append(pk)

    def _find_reports(self, missing: dict[tuple[int, Any, str], NamedReport]) -> None:
        if not missing:
            return
        found = Report.objects.filter(
            source__in={source for source, _day, _title in missing}, title__in={key[2] for key in missing}
        )
        for pk, source, day, title in found.order_by("-pk").values_list(
            "pk", "source_id", "published_on", "title"
        ):
            self.reports[(source, day, title)] = pk

    def _made(self, kind: str, pk: int) -> None:
        self.made[kind].append(pk)
        self.named[kind].add(pk)


class _CountryPlaces:
    """The places of one country by level and folded name."""

    def __init__(self, country: str) -> None:
        self._places: dict[tuple[str, str], list[_KnownPlace]] = defaultdict(list)
        self._by_key: dict[int, _KnownPlace] = {}
        rows = Location.objects.filter(country=country).order_by("pk")
        by_key = self._by_key
        for pk, name, level, parent, lat, lon in rows.values_list(
            "pk", "name", "type", "parent", "lat", "lon"
        ):
            by_key[pk] = _KnownPlace(
                pk, level, parent, None if lat is None or lon is None else (float(lat), float(lon))
            )
            self._places[(level, fold(name))].append(by_key[pk])
        names = LocationName.objects.filter(location__country=country, restricted=False).order_by("pk")
        for pk, name in names.values_list("location", "name"):
            self._places[(by_key[pk].level, fold(name))].append(by_key[pk])

    def add(self, pk: int, where: NamedPlace, parent: int | None) -> None:
        point = None if where.lat is None or where.lon is None else (where.lat, where.lon)
        self._by_key[pk] = _KnownPlace(pk, where.type, parent, point)
        self._places[(where.type, fold(where.name))].append(self._by_key[pk])

    def wider(self, pk: int, where: NamedPlace, around: list[int]) -> bool:
        """Whether the place lies right under a wider division than the narrowest that the row names around it.

        GeoNames gives seats of governorates no district, which the dataset's rows have: they would be lost with it.
        """
        place = self._by_key[pk]
        surely_the_same = place.point is not None and where.lat is not None
        return surely_the_same and where.type == LocationType.LOCALITY and place.parent in around[1:]

    def move(self, pk: int, parent: int) -> None:
        self._by_key[pk].parent = parent

    def found(self, where: NamedPlace, parent: int | None) -> int | None:
        """One of that name and level, near the point if there is one, within the same place if there are several."""
        if where.type == LocationType.COUNTRY:
            countries = (
                one for (level, _n), places in self._places.items() for one in places if level == where.type
            )
            return next((one.pk for one in countries), None)
        places = [one for one in self._places.get((where.type, fold(where.name)), ()) if one.is_near(where)]
        places.sort(key=lambda one: one.parent != parent)
        return places[0].pk if places else None


@dataclass(slots=True)
class _KnownPlace:
    pk: int
    level: str
    parent: int | None
    point: tuple[float, float] | None

    def is_near(self, where: NamedPlace) -> bool:
        if self.point is None or where.lat is None or where.lon is None:
            return True
        return distance_km(*self.point, where.lat, where.lon) <= NEAR_KM


def _voices(row: CodedRow) -> Iterator[NamedSource]:
    yield from (one.source for one in row.reports)
    yield from (one.claimant for one in row.claims if one.claimant)


def _chain(where: NamedPlace | None) -> Iterator[NamedPlace]:
    while where is not None:
        yield where
        where = where.parent


def _levels(places: Iterable[NamedPlace]) -> list[list[NamedPlace]]:
    """Parents before their children, and always in the same order."""
    by_depth: dict[int, list[NamedPlace]] = defaultdict(list)
    for where in places:
        by_depth[sum(1 for _ in _chain(where))].append(where)
    return [sorted(by_depth[depth], key=_order) for depth in sorted(by_depth)]


def _order(where: NamedPlace) -> tuple[Any, ...]:
    return where.country, where.type, where.name, where.lat or 0.0, where.lon or 0.0
