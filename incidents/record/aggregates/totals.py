"""How many incidents a list holds, from the sums that are kept: to count three million one by one takes seconds."""

from dataclasses import replace

from ..queries import Query
from ..subjects import Subject
from .asking import NOT_HERE, Asked
from .counting import count
from .kept import kept
from .measures import INCIDENTS


def kept_count(query: Query) -> int | None:
    """``None`` where the kept sums know nothing of a filter, or of so early a state."""
    if query.subject != Subject.INCIDENT:
        return None
    filters = {name: text for name, text in query.parameters.items() if name not in NOT_HERE}
    asked = Asked(
        query=replace(query, parameters=filters),
        by=(),
        measures=(INCIDENTS,),
        overlap=False,
        each_place=False,
        empty=False,
    )
    return sum(line.sums[INCIDENTS] for line in count(asked)) if kept(asked) else None
