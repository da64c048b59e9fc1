"""How many incidents a list holds, from the sums that are kept: to count three million one by one takes seconds."""

from dataclasses import replace

from ...filters.grammar import PAGING
from ...filters.query import Query
from ...models.measures import INCIDENTS
from ...subjects import Subject
from .counting import from_kept_sums
from .parameters import Asked


def kept_count(query: Query) -> int | None:
    """``None`` where the kept sums know nothing of a filter, or of so early a state."""
    if query.subject != Subject.INCIDENT:
        return None
    filters = {name: text for name, text in query.parameters.items() if name not in PAGING}
    asked = Asked(
        query=replace(query, parameters=filters),
        by=(),
        measures=(INCIDENTS,),
        overlap=False,
        each_place=False,
        empty=False,
    )
    lines = from_kept_sums(asked)
    return None if lines is None else sum(line.sums[INCIDENTS] for line in lines)
