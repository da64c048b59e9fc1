"""References of rows: the actors, places, sources and reports they name, each found on the desk or entered once.

Found by somebody's code for it first, then by its exact folded name; an actor also by any name that the list of known
parties has for it, see ``parties``; a place by any of its names, see ``place_names``, within its country, at its level,
and near its point or within its division. Nothing else is guessed: a second entry is joined more easily than a wrong
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
from incidents.models import Actor, ActorName, ExternalId, Location, Report, Source
from incidents.models.fields import report_id
from incidents.scripts import report_language

from ...parties import STATE, Party, party_named
from .coded import CodedRow, NamedActor, NamedPlace, NamedReport, NamedSource
from .known_places import KnownPlaces
from .writing import TableCopy, new_keys

NAME_IS_ANOTHERS = "actor-name-is-another-s"
ID_IS_ANOTHERS = "actor-has-another-id"
NAME_OF_SEVERAL = "place-name-of-several"


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
    disputed_places: dict[NamedPlace, str] = field(default_factory=dict)
    """Places of a name that several bear, so that only what they lie in is sure, with the flag that says so."""

    def __post_init__(self) -> None:
        self._codes: dict[tuple[str, str], int] = {}
        self._schemes: set[tuple[int, str]] = set()
        self._actors: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self._known_places: dict[str, KnownPlaces] = {}
        self._districts: dict[int, set[int]] = defaultdict(set)
        self._load_actors()
        for pk, name, aliases in Source.objects.order_by("-pk").values_list("pk", "name", "aliases"):
            for alias in (*aliases, name):
                self.sources[fold(alias)] = pk

    def settle(self, rows: Iterable[CodedRow], more: Iterable[NamedSource] = ()) -> None:
        """Find or enter whatever the rows name. Call within a transaction; a constant number of queries."""
        rows = list(rows)
        self.named.clear()
        self.changed.clear()
        self._settle_sources([*more, *(source for row in rows for source in _sources(row))])
        self._settle_actors({part.who for row in rows for part in row.parts if part.who})
        self._settle_places({place.where for row in rows for place in row.places})
        self._settle_reports(dict.fromkeys(report for row in rows for report in row.reports))

    def source(self, source: NamedSource) -> int:
        return self.sources[fold(source.name)]

    def known_source(self, name: str) -> int | None:
        """The source of that name, if there is one."""
        return self.sources.get(fold(name))

    def knows_actor(self, actor: NamedActor) -> bool:
        return actor in self.actors or self._find_actor(actor) is not None

    def find_place(self, place: NamedPlace) -> int | None:
        """The known place that is meant; of one in a division that is not known, only what lies at the row's point."""
        if place in self.places:
            return self.places[place]
        parent = self.find_place(place.parent) if place.parent else None
        known = self.known_places(place.country)
        if place.parent is not None and parent is None:
            near = known.nearest(place)
            return near.pk if near in known.bearing(place) and near is not None else None
        return known.find(place, parent)

    def report(self, report: NamedReport) -> int:
        return self.reports[self._report_key(report)]

    def _report_key(self, report: NamedReport) -> tuple[int, Any, str]:
        return self.source(report.source), report.published_on, report.title

    def _add_made(self, kind: str, pk: int) -> None:
        self.made[kind].append(pk)
        self.named[kind].add(pk)

    # Sources and reports --------------------------------------------------------------------------

    def _settle_sources(self, sources: Iterable[NamedSource]) -> None:
        distinct = {fold(source.name): source for source in sources}
        self.named["source"] |= {self.sources[name] for name in distinct if name in self.sources}
        new = {name: source for name, source in distinct.items() if name not in self.sources}
        table = TableCopy(Source, "id", "name", "kind", created_by_id=self.by.pk)
        for source in new.values():
            table.add(source.name, source.kind)
        for name, pk in zip(new, table.write_with_keys(), strict=True):
            self.sources[name] = pk
            self._add_made("source", pk)

    def _settle_reports(self, reports: Iterable[NamedReport]) -> None:
        keys = {self._report_key(report): report for report in reports}
        missing = {key: report for key, report in keys.items() if key not in self.reports}
        if not missing:
            return
        rows = Report.objects.filter(
            source__in={source for source, _day, _title in missing}, title__in={key[2] for key in missing}
        )
        columns = rows.order_by("-pk").values_list("pk", "source_id", "published_on", "title")
        for pk, source, day, title in columns:
            self.reports[(source, day, title)] = pk
        new = [key for key in missing if key not in self.reports]
        table = TableCopy(
            Report, "id", "public_id", "source_id", "published_on", "title", "url", "language", triage="coded"
        )
        for key in new:
            report = missing[key]
            table.add(report_id(), *key, report.url, report_language(report.title))
        for key, pk in zip(new, table.write_with_keys(), strict=True):
            self.reports[key] = pk
            self.made["report"].append(pk)

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

    def _settle_actors(self, actors: set[NamedActor]) -> None:
        table = TableCopy(Actor, "id", "name", "kind", "country", created_by_id=self.by.pk)
        names = TableCopy(ActorName, "actor_id", "name", "language", "kind", "script")
        new: dict[Any, list[NamedActor]] = defaultdict(list)
        unsettled = actors - self.actors.keys()
        for actor in sorted(unsettled, key=lambda actor: (actor.name, actor.kind, actor.codes)):
            pk = self._find_actor(actor)
            if pk is None:
                new[_party(actor) or actor.codes or fold(actor.name)].append(actor)
            else:
                self.actors[actor] = pk
        for first, *_rest in new.values():
            entered = _party(first) or first
            table.add(entered.name, entered.kind, entered.country)
        for same, pk in zip(new.values(), table.write_with_keys(), strict=True):
            self.actors |= dict.fromkeys(same, pk)
            self._add_made("actor", pk)
            party = _party(same[0])
            for name in party.names if party else ():
                names.add(pk, name.text, name.language, name.kind, name.script)
            for folded in party.folded if party else [fold(same[0].name)]:
                self._actors[folded].append((pk, party.country if party else same[0].country))
        names.write()
        self._add_codes(actors)
        self.named["actor"] |= {self.actors[actor] for actor in actors}

    def _find_actor(self, actor: NamedActor) -> int | None:
        by_code = next((self._codes[code] for code in actor.codes if code in self._codes), None)
        by_name = self._named_so([fold(actor.name)], actor.country)
        if not by_name and (party := _party(actor)):
            by_name = self._named_so(party.telling, party.country)
        if by_code and by_name and by_code not in by_name:
            self.disputed[actor] = NAME_IS_ANOTHERS
        return by_code or next(iter(by_name), None)

    def _named_so(self, folded: Iterable[str], country: str) -> list[int]:
        """Actors that bear one of the names, unless they are another country's."""
        bearers = (bearer for name in folded for bearer in self._actors.get(name, ()))
        return [pk for pk, theirs in bearers if not (country and theirs and country != theirs)]

    def _add_codes(self, actors: set[NamedActor]) -> None:
        """Let the dataset's ids find the actors that were found by name. One that has another id keeps that alone."""
        table = TableCopy(ExternalId, "scheme", "value", "name", "actor_id")
        for actor in sorted(actors, key=lambda actor: (actor.name, actor.codes)):
            pk = self.actors[actor]
            for scheme, value in (*actor.codes, *_state(actor)):
                if (scheme, value) in self._codes:
                    continue
                if (pk, scheme) in self._schemes:
                    self.disputed[actor] = ID_IS_ANOTHERS
                    continue
                table.add(scheme, value, actor.name, pk)
                self._codes[(scheme, value)] = pk
                self._schemes.add((pk, scheme))
                self.changed["actor"].add(pk)
        table.write()

    # Places ---------------------------------------------------------------------------------------

    def _settle_places(self, places: set[NamedPlace]) -> None:
        new = [place for place in places if place not in self.places]
        named = {above for place in new for above in _chain(place)}
        by_depth: dict[int, list[NamedPlace]] = defaultdict(list)
        for place in named - self.places.keys():
            by_depth[sum(1 for _above in _chain(place))].append(place)
        for depth in sorted(by_depth):  # parents before their children, and always in the same order
            self._settle_level(sorted(by_depth[depth], key=_order))
        self.named["location"] |= {self.places[place] for place in named}

    def _settle_level(self, level: list[NamedPlace]) -> None:
        table = TableCopy(
            Location, "id", "name", "type", "parent_id", "country", "lat", "lon", created_by_id=self.by.pk
        )
        keys = new_keys(Location, len(level))
        for place in level:
            known, above = self.known_places(place.country), self._above(place)
            pk = known.find(place, above)
            if pk is None:
                self.places[place] = pk = next(keys)
                table.add(pk, place.name, place.type, above, place.country, place.lat, place.lon)
                known.add(pk, place, above)  # at once: another spelling of it may come next
                self._add_made("location", pk)
                continue
            self.places[place] = pk
            if pk == above:
                self.disputed_places[place] = NAME_OF_SEVERAL
                continue
            # Divisions that the row names around the place, the narrowest first.
            around = [self.places[div] for div in _chain(place.parent) if div.type != LocationType.COUNTRY]
            if known.lies_wider(pk, place, around):
                self._districts[pk].add(around[0])
        table.write()
        self._move_into_districts()

    def _move_into_districts(self) -> None:
        """Write down the districts of places that had none, where all rows name the same one."""
        agreed = {pk: districts.pop() for pk, districts in self._districts.items() if len(districts) == 1}
        self._districts.clear()
        open_to_it = Location.objects.filter(pk__in=agreed, restricted=False)
        if not self.publishes:
            open_to_it = open_to_it.filter(public_id=None)  # the public would not be told
        for pk, country in open_to_it.values_list("pk", "country"):
            Location.objects.filter(pk=pk).update(parent=agreed[pk])
            self.known_places(country).move(pk, agreed[pk])
            self.changed["location"].add(pk)

    def _above(self, place: NamedPlace) -> int | None:
        return self.places[place.parent] if place.parent else None

    def known_places(self, country: str) -> KnownPlaces:
        """What is known of that country. Two queries the first time."""
        if country not in self._known_places:
            self._known_places[country] = KnownPlaces(country)
        return self._known_places[country]


def _party(actor: NamedActor) -> Party | None:
    """The known party that is meant, if it is one."""
    return party_named(actor.name, actor.country, actor.codes)


def _state(actor: NamedActor) -> Iterator[tuple[str, str]]:
    """The number of its state, if it is a known government."""
    party = _party(actor)
    yield from (code for code in (party.codes if party else ()) if code[0] == STATE)


def _sources(row: CodedRow) -> Iterator[NamedSource]:
    yield from (report.source for report in row.reports)
    yield from (claim.claimant for claim in row.claims)


def _chain(place: NamedPlace | None) -> Iterator[NamedPlace]:
    """The place and those that it lies in, from the narrowest to the country."""
    while place is not None:
        yield place
        place = place.parent


def _order(place: NamedPlace) -> tuple[Any, ...]:
    return place.country, place.type, place.name, place.lat or 0.0, place.lon or 0.0
