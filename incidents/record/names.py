"""Names in parameters: ``actor=Asayish`` for ``actor=ACT-000007``, where only one actor is called so."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from . import terms
from .errors import BadParameters, Problem
from .known_ids import refuse_unknown
from .models import Entry
from .states import ALIAS, State
from .subjects import PUBLIC_ID, Subject


def resolved(
    field: str, subject: Subject, given: Iterable[str], state: State, *, kind: str | None = None
) -> list[str]:
    """The public ids of ids and names. Raises ``BadParameters`` for a name of none or of several, and unknown ids.

    With ``kind``, names are looked for among those of that kind: a governorate is often called as its chief town.
    """
    given = list(given)
    ids = [one for one in given if PUBLIC_ID.fullmatch(one)]
    if ids:
        refuse_unknown(field, subject, ids, state, kind=kind)
    return [one if one in ids else _id_of(field, subject, one, state, kind) for one in given]


def _id_of(field: str, subject: Subject, name: str, state: State, kind: str | None) -> str:
    wanted = [terms.name(name), *([terms.code("kind", kind)] if kind else [])]
    called = Entry.objects.using(ALIAS).of(subject).at(state.sequence).filter(terms__contains=wanted)
    found = dict(called.order_by("public_id").values_list("public_id", "terms")[:6])
    if len(found) == 1:
        return next(iter(found))
    if found:
        message = _("“%(name)s” is the name of several: %(ids)s") % {
            "name": name,
            "ids": ", ".join(_with_kind(*one) for one in found.items()),
        }
    else:
        message = _("“%(name)s” is not the name of anything in the record") % {"name": name}
    raise BadParameters([Problem(field, message, next(iter(found), None))])


def _with_kind(public_id: str, its_terms: list[str]) -> str:
    """``LOC-000003 (locality)``: what tells namesakes apart."""
    kinds = [one.partition(":")[2] for one in its_terms if one.startswith("kind:")]
    return f"{public_id} ({kinds[0]})" if kinds else public_id
