"""Filter conditions on the index, made from parsed parameters.

"Overlap" is the rule: a row is found when what is asked for *may* be true of it; with ``certain`` only when it must
be. Dates, figures and places follow the same rule.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.db.models.expressions import CombinedExpression

from ...codebook import LocationType
from ..models import Entry
from ..projection import terms
from ..states import ALIAS, State, first_sequence_since
from ..subjects import Subject
from .known_ids import refuse_unknown_origins
from .names import resolve_names
from .nearby import Shape, place_condition
from .probes import words_condition

Condition = Q | CombinedExpression


def conditions(
    subject: Subject, values: dict[str, Any], state: State, *, ever: bool = False
) -> Iterator[Condition]:
    """Conditions that must all hold. Raises ``BadParameters`` for a name that nobody has.

    For entries in force in that state or, with ``ever``, in any.
    """
    yield from conditions_without_shapes(subject, values, state, ever=ever)
    yield from shape_conditions(values)


def shape_conditions(values: dict[str, Any], *, alone: bool = False) -> Iterator[Condition]:
    """Conditions on circles and boxes; ``alone`` where there are no others."""
    for shape in shapes(values):
        yield place_condition(shape, certain=bool(values.get("certain")), alone=alone)


def shapes(values: dict[str, Any]) -> list[Shape]:
    """Circles and boxes among the values."""
    return [values[name] for name in ("near", "bbox") if values.get(name) is not None]


def conditions_without_shapes(
    subject: Subject, values: dict[str, Any], state: State, *, ever: bool = False
) -> Iterator[Condition]:
    """All conditions but those on circles and boxes, which can be put in several ways."""
    certain = bool(values.get("certain"))
    yield from _terms(subject, values, state)
    yield from _time(values.get("from"), values.get("to"), certain)
    yield from _killed(values.get("killed_min"), values.get("killed_max"), certain)
    if values.get("updated_since"):
        yield Q(edition__gte=first_sequence_since(values["updated_since"]))
    if values.get("q"):
        entries = Entry.objects.using(ALIAS).of(subject)
        search = SearchQuery(values["q"], config="simple", search_type="raw")
        yield words_condition(search, entries if ever else entries.at(state.sequence))


def _terms(subject: Subject, values: dict[str, Any], state: State) -> Iterator[Q]:
    """Conditions with one term each are joined, for one scan of the index."""
    alternatives = [list(any_of) for any_of in _terms_by_parameter(subject, values, state)]
    single = [any_of[0] for any_of in alternatives if len(any_of) == 1]
    if single:
        yield Q(terms__contains=single)
    yield from (Q(terms__overlap=any_of) for any_of in alternatives if len(any_of) > 1)


def _terms_by_parameter(subject: Subject, values: dict[str, Any], state: State) -> Iterator[Iterable[str]]:
    """For each parameter the terms of which one must be there."""
    for field in ("event_type", "sub_event_type", "extent", "civilian_harm", "kind"):
        if values.get(field):
            yield [terms.code(field, value) for value in values[field]]
    if values.get("reviewed"):
        yield [terms.REVIEWED if values["reviewed"] == "yes" else terms.NOT_REVIEWED]
    refuse_unknown_origins(values.get("origin") or ())
    for field, term in (
        ("country", terms.country),
        ("tag", terms.tag),
        ("origin", terms.origin),
        ("dataset_type", terms.dataset_type),
    ):
        if values.get(field):
            yield [term(value) for value in values[field]]
    for field, named_subject, named in (
        ("location", Subject.LOCATION, terms.location),
        ("admin1", Subject.LOCATION, terms.location),
        ("source", Subject.SOURCE, terms.source),
        ("episode", Subject.EPISODE, terms.episode),
    ):
        if values.get(field):
            kind = LocationType.ADMIN1 if field == "admin1" else None
            yield [
                named(public_id)
                for public_id in resolve_names(field, named_subject, values[field], state, kind=kind)
            ]
    for field, pair in (("grade", terms.grade), ("external_id", terms.external)):
        if values.get(field):
            yield [pair(*value) for value in values[field]]
    # Actor, role, side and standing are asked of one and the same participant.
    actors = resolve_names("actor", Subject.ACTOR, values.get("actor") or [], state)
    role, side, standing = (values.get(field) or [] for field in ("role", "side", "standing"))
    if role or side or standing:
        yield terms.parts(actors, role, side, standing)
    elif actors:
        yield [terms.actor(actor) for actor in actors]


def _time(since: tuple[date, date] | None, until: tuple[date, date] | None, certain: bool) -> Iterator[Q]:
    if since is None and until is None:
        return
    first = since[0] if since else None
    # The calendar's last day has no day after it, and no bound needs one.
    end = until[1] + timedelta(days=1) if until and until[1] < date.max else None
    days = DateRange(first, end, "[)")
    yield Q(occurred__contained_by=days) if certain else Q(occurred__overlap=days)
    if end:
        # Said again for the order's index: without this bound a page of 1990 walks down from today (3 s).
        yield Q(occurred_from__lt=end)
    if first and certain:
        yield Q(occurred_from__gte=first)


def _killed(least: int | None, most: int | None, certain: bool) -> Iterator[Q]:
    """The range low to high touches least to most; where no figure was assessed, it touches nothing."""
    if least is not None:
        yield Q(killed_high__gte=least)
        if certain:
            yield Q(killed_low__gte=least)
    if most is not None:
        yield Q(killed_high__lte=most) if certain else Q(killed_low__lte=most)
