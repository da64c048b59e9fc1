"""Pushdown of conditions on columns to the record's index, so that few documents need to be read.

A pushdown never leaves out a row that satisfies the condition. Where it also lets nothing else through it is
exact, and then neither is a document read to count them. A test holds both to the columns themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, partial, reduce
from operator import and_, or_

from django.db.models import BooleanField, F, Q, TextField, Value
from django.db.models.expressions import Expression
from django.db.models.functions import Cast, Length
from django.db.models.lookups import Contains, GreaterThanOrEqual

from ...codebook import HELD, CivilianHarm, DatePrecision, LocationType, Standing, acled
from ...codebook.violence import ORGANISED
from ...folding import fold
from ...record.projection import terms
from ...record.projection.full_text import LONGEST_TEXT
from ...record.projection.opponents import UNNAMED
from ...record.sql_patterns import SqlPattern
from ...record.states import first_sequence_since
from . import crosswalk
from .columns import BETWEEN, EQUAL, LAST_SECOND, LIKE, pieces
from .filters import Condition, Filter
from .regions import NOWHERE, AcledCountry, countries

_LOOKUPS = {EQUAL: "exact", ">": "gt", "<": "lt", ">=": "gte", "<=": "lte"}
MARKED = [standing for standing in Standing if standing not in HELD]
NONE = Q(pk__in=[])
MAX_WORDS = 100
"""Words of texts that the database is asked for. With more it takes longer to put the question than to read all."""

MAX_MOMENTS = 20
"""Each of them is looked for in the log beforehand."""


@dataclass(frozen=True, slots=True)
class Pushdown:
    """``where`` to look, whether everything there satisfies the conditions, and whether texts are read to find it."""

    where: Q
    exact: bool
    reads: bool = False


EVERYTHING = Pushdown(Q(), exact=False)


def push_down(filters: Iterable[Filter], *, monadic: bool = False) -> Pushdown:
    """All filters together. Reads the log where a moment has to be found in it.

    In a monadic row either actor may stand in the columns of the first.
    """
    all_of = [
        _alternatives([_push_down_one(condition, monadic) for condition in conditions])
        for conditions in filters
    ]
    where = reduce(and_, (part.where for part in all_of), Q())
    return Pushdown(where, all(part.exact for part in all_of), any(part.reads for part in all_of))


def _alternatives(one_of: list[Pushdown]) -> Pushdown:
    if any(not part.where for part in one_of):
        return EVERYTHING
    where = reduce(or_, (part.where for part in one_of))
    return Pushdown(where, all(part.exact for part in one_of), any(part.reads for part in one_of))


def _push_down_one(condition: Condition, monadic: bool) -> Pushdown:
    name = condition.column.name
    return _PUSHDOWNS[f"{name} of either" if monadic and name == "inter1" else name](condition)


def _compared(field: str, condition: Condition, value: Callable[[str], object]) -> Pushdown:
    """A column of the index that holds the very value."""
    if condition.operator == LIKE:
        return _like(field, condition)
    values = [value(text) for text in condition.texts]
    if condition.operator == BETWEEN:
        return Pushdown(Q(**{f"{field}__gte": values[0], f"{field}__lte": values[1]}), exact=True)
    lookup = f"{field}__{_LOOKUPS[condition.operator]}"
    return Pushdown(reduce(or_, (Q(**{lookup: bound}) for bound in values)), exact=True)


def _like(field: str, condition: Condition) -> Pushdown:
    """As it is written: a number's digits, or a day's with the dashes that folding takes away."""
    written = Cast(field, TextField())
    parts = [piece.replace(" ", "-") for text in condition.texts for piece in pieces(text)[:1]]
    return Pushdown(reduce(or_, (Q(Contains(written, Value(part))) for part in parts)), exact=False)


def _day(condition: Condition) -> Pushdown:
    return _compared("occurred_from", condition, date.fromisoformat)


def _year(condition: Condition) -> Pushdown:
    return _compared("occurred_from__year", condition, int)


def _degrees(field: str) -> Callable[[Condition], Pushdown]:
    """Fractions are not written here as the database writes them, and nobody looks for a part of one."""
    return lambda condition: EVERYTHING if condition.operator == LIKE else _compared(field, condition, float)


def _fatalities(condition: Condition) -> Pushdown:
    """The best figure, or without one the least above nothing; see ``event.fatalities``."""
    best, least = (_compared(f"row__killed_{end}", condition, int) for end in ("best", "low"))
    without = Q(row__killed_best=None, row__killed_low__gt=0) & least.where
    return Pushdown(best.where | without, exact=best.exact)


def _moment(condition: Condition) -> Pushdown:
    """Times of issue rise with the sequence, and a second holds all its fractions."""
    if condition.operator == LIKE or len(condition.texts) > MAX_MOMENTS:
        return EVERYTHING
    seconds = [condition.column.read(text) for text in condition.texts]
    if condition.operator == BETWEEN:
        return Pushdown(_since(seconds[0]) & ~_since(seconds[1] + 1), exact=True)
    within = {
        EQUAL: lambda second: _since(second) & ~_since(second + 1),
        ">=": _since,
        ">": lambda second: _since(second + 1),
        "<": lambda second: ~_since(second),
        "<=": lambda second: ~_since(second + 1),
    }
    return Pushdown(reduce(or_, map(within[condition.operator], seconds)), exact=True)


def _since(second: int) -> Q:
    moment = datetime.fromtimestamp(min(second, LAST_SECOND), UTC)
    return Q(edition__gte=first_sequence_since(moment))


def _id(condition: Condition) -> Pushdown:
    """A whole id is asked for as such; a part of one is looked for in all."""
    if condition.operator not in (EQUAL, LIKE):
        return EVERYTHING
    if condition.operator == EQUAL:
        ids = [fold(text).upper().replace(" ", "-") for text in condition.texts]
        return Pushdown(Q(public_id__in=ids), exact=True)
    parts = [piece.upper().replace(" ", "-") for text in condition.texts for piece in pieces(text)[:1]]
    return Pushdown(reduce(or_, (Q(public_id__contains=part) for part in parts)), exact=False)


def _kind_of_event(column: Callable[[str, str], str]) -> Callable[[Condition], Pushdown]:
    """The pairs of codes that the column's words stand for."""
    return lambda condition: Pushdown(_standing_for(condition, column), exact=True)


def _disorder(condition: Condition) -> Pushdown:
    """As the codes say; of unclear events the sides have a say, too."""
    organised = Q(terms__overlap=[terms.violence(kind) for kind in ORGANISED])
    with_sides = _standing_for(condition, partial(crosswalk.disorder_type, violence=ORGANISED[0]))
    without = _standing_for(condition, crosswalk.disorder_type)
    if with_sides == without:
        return Pushdown(without, exact=True)
    return Pushdown(with_sides & organised | without & ~organised, exact=True)


def _standing_for(condition: Condition, column: Callable[[str, str], str]) -> Q:
    pairs = [codes for codes in crosswalk.event_codes() if condition.test(column(*codes))]
    kinds = sorted({kind for kind, _sub in pairs})
    return reduce(
        or_, (_codes(kind, [sub for event_type, sub in pairs if event_type == kind]) for kind in kinds), NONE
    )


def _codes(kind: str, subs: list[str]) -> Q:
    of_kind = Q(terms__contains=[terms.code("event_type", kind)])
    return of_kind & Q(terms__overlap=[terms.code("sub_event_type", sub) for sub in subs])


def _targeting(condition: Condition) -> Pushdown:
    targeted = Q(terms__contains=[terms.code("civilian_harm", CivilianHarm.TARGETED)])
    where = NONE
    if condition.test(crosswalk.CIVILIAN_TARGETING):
        where |= targeted
    if condition.test(""):
        where |= ~targeted
    return Pushdown(where, exact=True)


def _land(column: Callable[[AcledCountry], str | int | None]) -> Callable[[Condition], Pushdown]:
    """The countries for which the column satisfies the condition."""

    def push_down_condition(condition: Condition) -> Pushdown:
        return Pushdown(_in([land for land in _lands() if condition.test(column(land))]), exact=True)

    return push_down_condition


def _lands() -> Iterable[AcledCountry]:
    return (*countries().values(), NOWHERE)


def _in(lands: list[AcledCountry]) -> Q:
    where = Q(row__country__in=[land.code for land in lands])
    if NOWHERE in lands:
        where |= Q(row__country=None) | ~Q(row__country__in=list(countries()))
    return where


def _coded(
    field: str, codes: Iterable[str], number: Callable[[str], int | None]
) -> Callable[[Condition], Pushdown]:
    def push_down_condition(condition: Condition) -> Pushdown:
        matching = [code for code in codes if condition.test(number(code))]
        return Pushdown(Q(**{f"{field}__in": matching}) if matching else NONE, exact=True)

    return push_down_condition


def _kinds(*terms_of_codes: tuple[Callable[[int], str], Iterable[int]]) -> Callable[[Condition], Pushdown]:
    """Kinds of actors and who met whom: every number that the column may have is a term of its own."""

    def push_down_condition(condition: Condition) -> Pushdown:
        matching = [term(code) for term, codes in terms_of_codes for code in codes if condition.test(code)]
        return Pushdown(Q(terms__overlap=matching) if matching else NONE, exact=True)

    return push_down_condition


def _words(condition: Condition) -> Pushdown:
    """What a document says stands among the index's words of it, folded as they are here."""
    return _by_text(condition, lambda parts: _holding("text", parts))


def _names(condition: Condition) -> Pushdown:
    """Names, or what the columns say where the document names nobody."""
    return _by_text(condition, _naming)


def _tags(condition: Condition) -> Pushdown:
    """The document's own tags are words of it; what the column tells of figures, days and grades is in the row."""
    return _by_text(condition, lambda parts: _holding(TextAndTags(), parts))


def _by_text(condition: Condition, where: Callable[[list[str]], Q]) -> Pushdown:
    """``where`` finds the folded pieces of one text, all of which must be there."""
    if condition.operator not in (EQUAL, LIKE):
        return EVERYTHING
    searches = [pieces(text) if condition.operator == LIKE else [fold(text)] for text in condition.texts]
    if sum(len(_words_of(parts)) for parts in searches) > MAX_WORDS:
        return EVERYTHING
    # What comes after the longest text is not in the index.
    cut_off = Q(GreaterThanOrEqual(Length("text"), LONGEST_TEXT))
    return Pushdown(reduce(or_, map(where, searches), cut_off), exact=False)


def _holding(text: str | Expression, parts: list[str]) -> Q:
    """Word by word: a column joins several texts."""
    words = sorted(_words_of(parts))
    whole = F(text) if isinstance(text, str) else text
    return reduce(and_, (Q(Contains(whole, Value(word))) for word in words))


def _notes(condition: Condition) -> Pushdown:
    """All that is looked for there stands in the row. The words, which are folded already, leave little to fold."""
    if condition.operator not in (EQUAL, LIKE):
        return EVERYTHING
    with_words = _words(condition).where
    if not with_words:
        return EVERYTHING
    patterns = [
        f"%{'%'.join(pieces(text))}%" if condition.operator == LIKE else fold(text)
        for text in condition.texts
    ]
    return Pushdown(with_words & Q(NotesMatch(patterns)), exact=True, reads=True)


class NotesMatch(SqlPattern):
    """``event.searched_notes``, folded once, against patterns of LIKE of which one must fit."""

    output_field = BooleanField()
    conditional = True
    pattern = "attest_fold(coalesce(nullif({0}, ''), {1}) || ' ' || {2}) LIKE ANY ({3}::text[])"

    def __init__(self, patterns: list[str]) -> None:
        super().__init__("row__summary", "row__title", "public_id", Value(patterns))


def _naming(parts: list[str]) -> Q:
    """Every word is in a name, or in the mark that the column adds to an allegation."""
    words = sorted(_words_of(parts))
    return reduce(and_, (Q(text__contains=word) | _marked(word) for word in words)) | _unnamed(parts)


def _words_of(parts: list[str]) -> set[str]:
    return {word for piece in parts for word in piece.split(" ")}


def _marked(word: str) -> Q:
    standings = [standing for standing in MARKED if word in standing]
    return Q(terms__overlap=terms.parts([], [], [], standings)) if standings else NONE


def _unnamed(parts: list[str]) -> Q:
    """Kinds and countries of those who are called, say, ``Protesters (Syria)``."""
    matching: dict[int, list[AcledCountry]] = {}
    for (code, land), name in _names_of_unnamed().items():
        if all(piece in name for piece in parts):
            matching.setdefault(code, []).append(land)
    return reduce(
        or_,
        (
            Q(terms__overlap=[terms.inter(1, code), terms.inter(2, code)]) & _in(lands)
            for code, lands in matching.items()
        ),
        NONE,
    )


@cache
def _names_of_unnamed() -> dict[tuple[int, AcledCountry], str]:
    return {(code, land): fold(f"{who} ({land.name})") for land in _lands() for code, who in UNNAMED.items()}


class TextAndTags(SqlPattern):
    """Among them are all words of the column ``tags`` (``event._tags``), folded."""

    output_field = TextField()
    pattern = """concat_ws(' ', {0},
        'extent ' || {1}, CASE WHEN {2} <> {3} THEN 'last day ' || translate({4}::text, '-', ' ') END,
        CASE WHEN coalesce({5}, 0) = 0 AND {6} IS NULL AND {7} IS NULL THEN 'fatalities unknown'
            WHEN ({8}, {9}) IS DISTINCT FROM ({10}, {11}) THEN concat_ws(' ', 'fatalities', {12}, 'to', {13}) END,
        CASE WHEN {14} ~ '[(](alleged|disputed)[)]' THEN 'attacker alleged disputed' END,
        'occurrence ' || translate({15}, '_', ' '), 'responsibility ' || translate({16}, '_', ' '),
        'casualties ' || translate({17}, '_', ' '), 'place time ' || translate({18}, '_', ' '),
        'origin reviewed ' || attest_fold({19} || ' ' || {20}) || ' ' || coalesce({21}, 'no'))"""

    def __init__(self) -> None:
        low, best, high = ("row__killed_low", "row__killed_best", "row__killed_high")
        grades = ("occurrence", "responsibility", "casualties", "place_time")
        super().__init__(
            "text",
            *("row__extent", "row__date_from", "row__date_to", "row__date_to"),
            *(low, best, high, low, best, best, high, low, high),
            "row__attackers",
            *(f"row__grade_{about}" for about in grades),
            *("row__dataset", "row__dataset_version", "row__review"),
        )


def _always_empty(condition: Condition) -> Pushdown:
    """A column that is always empty."""
    return EVERYTHING if condition.test("") else Pushdown(NONE, exact=True)


_FIRST, _SECOND = partial(terms.inter, 1), partial(terms.inter, 2)
_INTERS = (0, *acled.INTER)

_PUSHDOWNS: dict[str, Callable[[Condition], Pushdown]] = {
    "event_id_cnty": _id,
    "event_date": _day,
    "year": _year,
    "time_precision": _coded("row__date_precision", DatePrecision.values, crosswalk.time_precision),
    "disorder_type": _disorder,
    "event_type": _kind_of_event(crosswalk.event_type),
    "sub_event_type": _kind_of_event(crosswalk.sub_event_type),
    **dict.fromkeys(("actor1", "assoc_actor_1", "actor2", "assoc_actor_2"), _names),
    "inter1": _kinds((_FIRST, _INTERS)),
    "inter1 of either": _kinds((_FIRST, _INTERS), (_SECOND, _INTERS)),
    "inter2": _kinds((_SECOND, _INTERS)),
    "interaction": _kinds((terms.interaction, acled.INTERACTIONS)),
    "civilian_targeting": _targeting,
    "iso": _land(lambda land: land.iso),
    "region": _land(lambda land: land.region_name),
    "country": _land(lambda land: land.name),
    **dict.fromkeys(("admin1", "admin2", "admin3", "location", "source"), _words),
    "source_scale": _always_empty,
    "notes": _notes,
    "latitude": _degrees("row__lat"),
    "longitude": _degrees("row__lon"),
    "geo_precision": _coded("row__location_type", LocationType.values, crosswalk.geo_precision),
    "fatalities": _fatalities,
    "tags": _tags,
    "timestamp": _moment,
}
