"""Names in parameters: ``actor=Asayish`` for ``actor=ACT-000007``, where only one actor is called so."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from . import terms
from .errors import BadParameters, Problem
from .models import Entry
from .states import ALIAS, State
from .subjects import PUBLIC_ID, Subject


def resolved(field: str, subject: Subject, given: Iterable[str], state: State) -> list[str]:
    """The public ids of ids and names. Raises ``BadParameters`` for a name of none or of several."""
    return [one if PUBLIC_ID.fullmatch(one) else _id_of(field, subject, one, state) for one in given]


def _id_of(field: str, subject: Subject, name: str, state: State) -> str:
    called = (
        Entry.objects.using(ALIAS).of(subject).at(state.sequence).filter(terms__contains=[terms.name(name)])
    )
    found = list(called.order_by("public_id").values_list("public_id", flat=True)[:6])
    if len(found) == 1:
        return found[0]
    if found:
        message = _("several are called “%(name)s”: %(ids)s") % {"name": name, "ids": ", ".join(found)}
    else:
        message = _("nothing in the record is called “%(name)s”") % {"name": name}
    raise BadParameters([Problem(field, message, found[0] if found else None)])
