"""Resolving names in parameters to ids: ``actor=Asayish`` is ``ACT-000007`` where only one actor is called so."""

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec
from django.db import connections
from django.utils.translation import gettext as _

from ...codebook import DIVISIONS
from ...place_names import level_named, without_generic
from .. import document as d
from ..errors import BadParameters, Problem
from ..models import Entry
from ..models.index import EntrySet
from ..projection import terms
from ..states import ALIAS, State, refuse_if_behind
from ..subjects import PUBLIC_ID, Subject
from .known_ids import refuse_unknown

ALIKE = 0.4
"""Share of three-letter pieces (PostgreSQL's ``pg_trgm``) that two names have in common for one to be named instead of
the other: “Qamishly” and “Qamishli” 0.6, “Hasaka” and “Al-Hasakah” 0.5, two towns of some length below 0.3."""

MOST_NAMESAKES = 6
"""Bearers of one name that are told."""

_NEAREST = """
SELECT near.public_id, edition.body FROM (
    SELECT entry.sequence, entry.public_id, similarity(substr(term, 6), %s) AS alike
    FROM record_entry AS entry, unnest(entry.terms) AS term
    WHERE entry.subject = %s AND entry.sequence <= %s AND entry.until > %s AND entry.terms @> %s::text[]
        AND starts_with(term, 'name:')
) AS near JOIN record_edition AS edition USING (sequence)
WHERE near.alike >= %s AND edition.body IS NOT NULL ORDER BY near.alike DESC, near.public_id LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Namesake:
    """A bearer of a name that several bear; ``kind`` is its code, empty where its subject has none."""

    public_id: str
    kind: str

    def __str__(self) -> str:
        return f"{self.public_id} ({self.kind})" if self.kind else self.public_id


class AmbiguousName(BadParameters):
    """A name in a parameter that several bear, in a state. Who can ask the reader shows them as a choice."""

    def __init__(self, field: str, name: str, namesakes: list[Namesake], state: State) -> None:
        self.field, self.name, self.namesakes, self.state = field, name, namesakes, state
        message = _("“%(name)s” is the name of several: %(ids)s")
        message %= {"name": name, "ids": ", ".join(map(str, namesakes))}
        super().__init__([Problem(field, message, namesakes[0].public_id)])


class NoSuchName(BadParameters):
    """A name in a parameter that nobody bears, with the nearest there is."""

    def __init__(self, field: str, name: str, nearest: d.Ref | None) -> None:
        self.field, self.name, self.nearest = field, name, nearest
        message = _("“%(name)s” is not the name of anything in the record")
        if nearest:
            message = _(
                "“%(name)s” is not the name of anything in the record; did you mean “%(nearest)s” (%(id)s)?"
            )
        message %= {"name": name, "nearest": nearest and nearest.name, "id": nearest and nearest.id}
        super().__init__([Problem(field, message, nearest.id if nearest else None)])


def resolve_names(
    field: str, subject: Subject, texts: Iterable[str], state: State, *, kind: str | None = None
) -> list[str]:
    """The public ids of ids and names.

    With ``kind``, names are looked for among those of that kind: a governorate is often called as its chief town.
    Raises ``AmbiguousName`` for a name of several, ``NoSuchName`` for one of none, ``BadParameters`` for unknown ids.
    """
    texts = list(texts)
    ids = [value for value in texts if PUBLIC_ID.fullmatch(value)]
    if ids:
        refuse_unknown(field, subject, ids, state, kind=kind)
    return [value if value in ids else _id_of(field, subject, value, state, kind) for value in texts]


def _id_of(field: str, subject: Subject, name: str, state: State, kind: str | None) -> str:
    namesakes = _bearers(subject, terms.name(name), state, kind)
    level = level_named(name) if subject is Subject.LOCATION and kind is None else None
    if level and len(namesakes) != 1:  # “Idlib governorate” is neither the district nor the town
        namesakes = _bearers(subject, terms.bare_name(name), state, level) or namesakes
    if not namesakes and subject is Subject.LOCATION:
        namesakes = _bearers(subject, terms.bare_name(name), state, kind)
        if without_generic(name) != name:  # “Hasakah governorate” is not the town
            namesakes = [place for place in namesakes if place.kind in DIVISIONS] or namesakes
    if len(namesakes) == 1:
        return namesakes[0].public_id
    if namesakes:
        raise AmbiguousName(field, name, namesakes, state)
    refuse_if_behind(state)
    raise NoSuchName(field, name, _nearest(subject, name, state, kind))


def _bearers(subject: Subject, term: str, state: State, kind: str | None) -> list[Namesake]:
    rows = _entries(subject, term, state, kind).values_list("public_id", "terms")[:MOST_NAMESAKES]
    return [Namesake(public_id, _kind(entry_terms)) for public_id, entry_terms in rows]


def _entries(subject: Subject, term: str, state: State, kind: str | None) -> EntrySet:
    """None for a name without a word, which is no term."""
    looked_for = [term, *([terms.code("kind", kind)] if kind else [])]
    entries = Entry.objects.using(ALIAS).of(subject).at(state.sequence)
    return entries.filter(terms__contains=looked_for).order_by("public_id") if term else entries.none()


def _kind(entry_terms: Iterable[str]) -> str:
    kinds = (term.partition(":")[2] for term in entry_terms if term.startswith("kind:"))
    return next(kinds, "")


def _nearest(subject: Subject, name: str, state: State, kind: str | None) -> d.Ref | None:
    """What has the name most like it, in any script, if one is like it at all; first a place that sounds like it.

    All names of the subject are compared, some tenths of a second for a hundred thousand; only a mistake pays for it.
    """
    if subject is Subject.LOCATION:
        entries = _entries(subject, terms.sound_of_name(name), state, kind).exclude(edition__body=None)
        for body in entries.values_list("edition__body", flat=True)[:1]:
            return msgspec.json.decode(body or "", type=d.Ref)
    kinds = [terms.code("kind", kind)] if kind else []
    folded = terms.name(name)[len(terms.name("")) :]
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(_NEAREST, [folded, subject.value, state.sequence, state.sequence, kinds, ALIKE])
        row: tuple[str, str] | None = cursor.fetchone()
    return msgspec.json.decode(row[1], type=d.Ref) if row else None
