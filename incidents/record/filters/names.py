"""Resolving names in parameters to ids: ``actor=Asayish`` is ``ACT-000007`` where only one actor is called so."""

from collections.abc import Iterable

import msgspec
from django.db import connections
from django.utils.translation import gettext as _

from .. import document as d
from ..errors import BadParameters, Problem
from ..models import Entry
from ..projection import terms
from ..states import ALIAS, State
from ..subjects import PUBLIC_ID, Subject
from .known_ids import refuse_unknown

ALIKE = 0.4
"""Share of three-letter pieces (PostgreSQL's ``pg_trgm``) that two names have in common for one to be named instead of
the other: “Qamishly” and “Qamishli” 0.6, “Hasaka” and “Al-Hasakah” 0.5, two towns of some length below 0.3."""

_NEAREST = """
SELECT near.public_id, edition.body FROM (
    SELECT entry.sequence, entry.public_id, similarity(substr(term, 6), %s) AS alike
    FROM record_entry AS entry, unnest(entry.terms) AS term
    WHERE entry.subject = %s AND entry.sequence <= %s AND entry.until > %s AND entry.terms @> %s::text[]
        AND starts_with(term, 'name:')
) AS near JOIN record_edition AS edition USING (sequence)
WHERE near.alike >= %s AND edition.body IS NOT NULL ORDER BY near.alike DESC, near.public_id LIMIT 1
"""


def resolve_names(
    field: str, subject: Subject, texts: Iterable[str], state: State, *, kind: str | None = None
) -> list[str]:
    """The public ids of ids and names. Raises ``BadParameters`` for a name of none or of several, and unknown ids.

    With ``kind``, names are looked for among those of that kind: a governorate is often called as its chief town.
    """
    texts = list(texts)
    ids = [value for value in texts if PUBLIC_ID.fullmatch(value)]
    if ids:
        refuse_unknown(field, subject, ids, state, kind=kind)
    return [value if value in ids else _id_of(field, subject, value, state, kind) for value in texts]


def _id_of(field: str, subject: Subject, name: str, state: State, kind: str | None) -> str:
    looked_for = [terms.name(name), *([terms.code("kind", kind)] if kind else [])]
    namesakes = Entry.objects.using(ALIAS).of(subject).at(state.sequence).filter(terms__contains=looked_for)
    terms_by_id = dict(namesakes.order_by("public_id").values_list("public_id", "terms")[:6])
    if len(terms_by_id) == 1:
        return next(iter(terms_by_id))
    if terms_by_id:
        namesakes_with_kind = []
        for public_id, entry_terms in terms_by_id.items():
            kinds = [term.partition(":")[2] for term in entry_terms if term.startswith("kind:")]
            namesakes_with_kind.append(f"{public_id} ({kinds[0]})" if kinds else public_id)
        message = _("“%(name)s” is the name of several: %(ids)s")
        message %= {"name": name, "ids": ", ".join(namesakes_with_kind)}
        raise BadParameters([Problem(field, message, next(iter(terms_by_id)))])
    nearest = _nearest(subject, name, state, kind)
    if nearest is None:
        message = _("“%(name)s” is not the name of anything in the record") % {"name": name}
        raise BadParameters([Problem(field, message)])
    public_id, body = nearest
    message = _("“%(name)s” is not the name of anything in the record; did you mean “%(nearest)s” (%(id)s)?")
    nearest_name = msgspec.json.decode(body, type=d.Ref).name
    message %= {"name": name, "nearest": nearest_name, "id": public_id}
    raise BadParameters([Problem(field, message, public_id)])


def _nearest(subject: Subject, name: str, state: State, kind: str | None) -> tuple[str, str] | None:
    """The id and the document of what has the name most like it, in any script, if one is like it at all.

    All names of the subject are compared, some tenths of a second for a hundred thousand; only a mistake pays for it.
    """
    kinds = [terms.code("kind", kind)] if kind else []
    folded = terms.name(name)[len(terms.name("")) :]
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(_NEAREST, [folded, subject.value, state.sequence, state.sequence, kinds, ALIKE])
        row: tuple[str, str] | None = cursor.fetchone()
    return row
