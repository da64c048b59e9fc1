"""Notes on a page of events: numbers that mean nothing here, and incidents that are no events of GED's kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...record.models import Entry
from ...record.projection import terms
from ...record.reading import ALIAS, Subject, refuse_if_behind
from .numbers import ACTOR, DYAD, EVENT, OURS, public_id_of
from .pages import GedPage
from .parameters import GedRequest

MOST_NUMBERS = 20
"""Numbers of one request that are looked up, where the page is not full."""
_SCHEMES = {
    "Id": (Subject.INCIDENT, EVENT),
    "Dyad": (Subject.INCIDENT, DYAD),
    "Actor": (Subject.ACTOR, ACTOR),
}


def notes_on(request: GedRequest, page: GedPage) -> Iterator[str]:
    """Sentences for whoever reads the answer. Raises ``BehindError`` where a copy that lags may lack a number."""
    unknown: dict[str, list[str]] = defaultdict(list)
    for name, number in request.numbers[:MOST_NUMBERS] if len(page.events) < request.pagesize else ():
        if not _is_known(request, name, number):
            unknown[name].append(str(number))
    if unknown:
        refuse_if_behind(request.state)
    for name, numbers in unknown.items():
        yield _("%(name)s: nothing here has the number %(numbers)s.") % {
            "name": name,
            "numbers": ", ".join(numbers),
        }
    if page.left_out:
        yield ngettext(
            "%(number)s more incident answers to this and is no event here: nobody is known to have died, or who "
            "fought is not established. /api/v1/incidents/ has it.",
            "%(number)s more incidents answer to this and are no events here: nobody is known to have died, or who "
            "fought is not established. /api/v1/incidents/ has them.",
            page.left_out,
        ) % {"number": page.left_out}
    if page.total and request.page * request.pagesize >= page.total:
        yield _("Page %(page)s is after the last: pages count from 0.") % {"page": request.page}


def _is_known(request: GedRequest, name: str, number: int) -> bool:
    subject, scheme = _SCHEMES[name]
    entries = Entry.objects.using(ALIAS).of(subject).at(request.state.sequence)
    condition = Q(terms__contains=[terms.external(scheme, str(number))])
    if number > OURS and name != "Dyad":
        condition |= Q(public_id=public_id_of(number, subject.prefix))
    return entries.filter(condition).exists()
