"""Texts withheld from a past state of the record since, for somebody's safety."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, Min, OuterRef, Q

from ...codebook import EditionKind, Purpose
from ..models import Edition
from ..states import ALIAS, State


class Withheld(NamedTuple):
    """An edition that was in force in that state, and whose text is gone. That it existed is public."""

    subject: str
    public_id: str
    number: int


def withheld_since(state: State) -> list[Withheld]:
    """By subject and id. One query along the partial index of what is emptied, however long the log is.

    An edition is only ever emptied by a later one of the same id, so that what is empty and was the last of its id
    in that state was readable then.
    """
    until_then = Edition.objects.using(ALIAS).filter(sequence__lte=state.sequence)
    later = until_then.filter(public_id=OuterRef("public_id"), number__gt=OuterRef("number"))
    emptied = until_then.filter(~Exists(later), body=None)
    rows: Iterable[tuple[str, str, int]] = emptied.values_list("subject", "public_id", "number")
    return sorted(Withheld(*row) for row in rows)


def withheld_at(state: State, texts: Iterable[Withheld]) -> datetime | None:
    """When the first of these texts of that state was taken out: by a later edition of the same id that does so."""
    later = Edition.objects.using(ALIAS).filter(
        public_id__in=[text.public_id for text in texts], sequence__gt=state.sequence
    )
    takes_out = Q(kind=EditionKind.WITHHELD) | Q(purpose=Purpose.PROTECTIVE)
    first: datetime | None = later.filter(takes_out).aggregate(first=Min("issued_at"))["first"]
    return first


def count_emptied() -> int:
    """How many texts were ever taken out, which only rises. What was counted of a past state is stale when it does."""
    return Edition.objects.using(ALIAS).filter(body=None).count()
