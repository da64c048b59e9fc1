"""Messages on a listing of events: what its extents leave out, and names that stand in no column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from ...folding import fold
from ...record import document as d
from ...record.models import Entry
from ...record.projection import terms
from ...record.reading import ALIAS, State, Subject, bodies
from .columns import EQUAL, LIKE
from .filters import Filter

_NAMED = {
    **dict.fromkeys(("actor1", "actor2", "assoc_actor_1", "assoc_actor_2"), Subject.ACTOR),
    **dict.fromkeys(("location", "admin1", "admin2", "admin3"), Subject.LOCATION),
    "source": Subject.SOURCE,
}
"""Columns that hold main names, and of what."""
MOST_NAMES = 10
"""Names of one request that are looked up."""


def left_out(number: int, *, exact: bool) -> str:
    """Of series and aggregates that the filters would find and ``extent`` leaves out."""
    template = (
        _("%(number)s more are series or aggregates, which extent=all shows.")
        if exact
        else _("Up to %(number)s more are series or aggregates, which extent=all shows.")
    )
    return template % {"number": number}


def other_names(filters: Iterable[Filter], state: State) -> Iterator[str]:
    """Of names in the filters under which somebody is known, but which stand in no column."""
    asked = [
        (condition.column.name, text)
        for alternatives in filters
        for condition in alternatives
        if condition.column.name in _NAMED and condition.operator in (EQUAL, LIKE)
        for text in condition.texts
    ]
    for column, text in asked[:MOST_NAMES]:
        for main in _main_names(_NAMED[column], text, state):
            if fold(text) not in fold(main):
                yield _("“%(text)s” is another name of “%(main)s”: ask for %(column)s=%(main)s.") % {
                    "text": text,
                    "main": main,
                    "column": column,
                }


def _main_names(subject: Subject, text: str, state: State) -> list[str]:
    bearers = Entry.objects.using(ALIAS).of(subject).at(state.sequence)
    named = bearers.filter(terms__contains=[terms.name(text.strip("%"))]).values_list("public_id", flat=True)
    return [
        document.name
        for body in bodies(list(named[:3]), state).values()
        if isinstance(document := d.decode(body), d.ActorDocument | d.LocationDocument | d.SourceDocument)
    ]
