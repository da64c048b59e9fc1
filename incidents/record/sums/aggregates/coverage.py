"""Coverage of a cell: within what is monitored and coded its emptiness is a zero, else it is not known.

A cell is an area, a span of days and one or more event types. It is covered when for every type the statements of
coverage that take in the area leave no gap in the days. An area is taken in by a statement that names it, or anything
that it lies in. Several filters by area narrow each other, so that one of them being covered is enough.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from ....codebook import SUB_EVENTS, EventType, LocationType
from ... import document as d
from ...filters.names import resolve_names
from ...models import Edition, Entry, EntrySet
from ...projection import terms
from ...states import ALIAS, State
from ...subjects import Subject
from .parameters import AggregateRequest

Span = tuple[date, date]
"""First and last day, both included."""


@dataclass(frozen=True)
class CoverageStatement:
    """One statement as far as it counts: only up to the day that the coding has reached."""

    areas: frozenset[str]
    types: frozenset[str]
    days: Span
    divisions: dict[str, str]
    """Governorates that it names, with their countries."""

    @property
    def countries(self) -> set[str]:
        return {area.partition(":")[2] for area in self.areas if area.startswith("country:")}


def coverage_statements(state: State) -> list[CoverageStatement]:
    """All statements in force that cover at least a day: one query."""
    editions = Edition.objects.using(ALIAS).filter(
        entry__in=Entry.objects.of(Subject.COVERAGE).at(state.sequence), body__isnull=False
    )
    documents = (d.decode(body) for body in editions.values_list("body", flat=True) if body)
    statements = [_statement(document) for document in documents if isinstance(document, d.CoverageDocument)]
    return [statement for statement in statements if statement]


def _statement(document: d.CoverageDocument) -> CoverageStatement | None:
    if document.coded_until is None:
        return None
    last = min(day for day in (document.until, document.coded_until) if day)
    return CoverageStatement(
        areas=frozenset(_areas(document)),
        types=frozenset(document.event_types or EventType.values),
        days=(date.fromisoformat(document.since), date.fromisoformat(last)),
        divisions={
            area.location.id: area.country for area in document.areas if area.type == LocationType.ADMIN1
        },
    )


def _areas(document: d.CoverageDocument) -> Iterator[str]:
    for area in document.areas:
        yield terms.location(area.location.id)
        if area.type == LocationType.COUNTRY:
            yield terms.country(area.country)


@dataclass
class CoverageCheck:
    """What is covered in one state, asked cell by cell."""

    request: AggregateRequest
    statements: list[CoverageStatement]
    around: dict[str, frozenset[str]] = field(default_factory=dict)
    """Terms of the locations in question: themselves, what they lie in, and their country."""
    _known: dict[tuple[frozenset[str], ...], list[Span]] = field(default_factory=dict)

    @classmethod
    def read(cls, request: AggregateRequest) -> "CoverageCheck":
        """Two queries, and one for each name of a place."""
        check = cls(request, coverage_statements(request.query.state))
        check.look_around({place for group in _filtered_places(request) for place in group})
        return check

    def look_around(self, ids: Collection[str]) -> None:
        """Take note of what the places lie in. They must be known before ``covers`` is asked of them."""
        rows = self._places().filter(public_id__in=set(ids) - self.around.keys())
        self.around |= {
            public_id: frozenset(term for term in place_terms if term.startswith(("loc:", "country:")))
            for public_id, place_terms in rows.values_list("public_id", "terms")
        }

    def countries(self) -> set[str]:
        """Those that are monitored whole, at least for some time."""
        return {country for statement in self.statements for country in statement.countries}

    def divisions(self) -> dict[str, str]:
        """Governorates that are monitored, by themselves or with their country, each with its country."""
        named = {
            place: country for statement in self.statements for place, country in statement.divisions.items()
        }
        within = self._places().filter(terms__contains=[terms.code("kind", LocationType.ADMIN1)])
        for country in self.countries():
            divisions = within.filter(terms__contains=[terms.country(country)])
            named |= dict.fromkeys(divisions.values_list("public_id", flat=True), country)
        return named

    def country_of(self, division: str) -> str | None:
        around = self.around.get(division, frozenset())
        return next((term.partition(":")[2] for term in around if term.startswith("country:")), None)

    def _places(self) -> EntrySet:
        return Entry.objects.using(ALIAS).of(Subject.LOCATION).at(self.request.query.state.sequence)

    def covers(self, values: dict[str, str | None], span: Span) -> bool:
        """``values`` are those of the cell's dimensions, by name; ``span`` its days."""
        first, last = self.request.days
        begin, finish = max(span[0], first or date.min), min(span[1], last or date.max)
        types = _types(self.request, values)
        alternatives = [areas for areas in self._alternatives(values) if areas]
        return bool(types) and any(
            all(
                any(start <= begin and finish <= end for start, end in self._spans(area, code))
                for area in areas
                for code in types
            )
            for areas in alternatives
        )

    def _alternatives(self, values: dict[str, str | None]) -> Iterator[list[frozenset[str]]]:
        """Groups of areas, each with what it lies in; the cell lies within each group as a whole."""
        if values.get("country"):
            yield [frozenset({terms.country(str(values["country"]))})]
        if values.get("admin1"):
            yield [self.around.get(str(values["admin1"]), frozenset())]
        if self.request.each_place:
            return  # the other places of what the filters find may lie outside of them
        yield [frozenset({terms.country(country)}) for country in self.request.values.get("country") or ()]
        for group in _filtered_places(self.request):
            yield [self.around.get(place, frozenset()) for place in group]

    def _spans(self, area: frozenset[str], code: str) -> list[Span]:
        key = (area, frozenset({code}))
        if key not in self._known:
            days = [
                statement.days
                for statement in self.statements
                if area & statement.areas and code in statement.types
            ]
            self._known[key] = joined(days)
        return self._known[key]


def joined(spans: Iterable[Span]) -> list[Span]:
    """Spans that touch or overlap, made one."""
    merged: list[Span] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1] + timedelta(days=1):
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def _filtered_places(request: AggregateRequest) -> list[list[str]]:
    """Ids of the places that the filters ask for: one group for each filter."""
    state = request.query.state
    groups = []
    for name, kind in (("admin1", LocationType.ADMIN1), ("location", None)):
        if request.values.get(name):
            groups.append(resolve_names(name, Subject.LOCATION, request.values[name], state, kind=kind))
    return groups


def _types(request: AggregateRequest, values: dict[str, str | None]) -> set[str]:
    """Event types that an incident of the cell may have."""
    possible = set(request.values.get("event_type") or EventType.values)
    if values.get("event_type"):
        possible &= {str(values["event_type"])}
    sub_events = (
        [str(values["sub_event_type"])]
        if values.get("sub_event_type")
        else request.values.get("sub_event_type")
    )
    if sub_events:
        possible &= {event.value for event, codes in SUB_EVENTS.items() if {*sub_events} & {*codes}}
    return possible
