"""What such tables have in common: each row begins with which incident it is of, and when that was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ...record import document as d
from ...record.projection.rows import BETWEEN
from ..columns import Column, ValueType

Values = tuple[Any, ...]


@dataclass(frozen=True)
class Table:
    """``rows`` gives, for one document, the values of the columns that are not the incident's."""

    own: list[Column]
    rows: Callable[[d.IncidentDocument], Iterator[Values]]

    @property
    def columns(self) -> list[Column]:
        return [*OF_THE_INCIDENT, *self.own]

    def rows_of(self, body: bytes) -> Iterator[Values]:
        """The rows of one stored text."""
        document = cast(d.IncidentDocument, d.decode(body))
        common = _of_the_incident(document)
        return (common + own for own in self.rows(document))


def words(name: str, meaning: str | Promise, tag: str = "", *, always: bool = False) -> Column:
    return Column(name, ValueType.WORDS, meaning, tag, always)


def code(name: str, meaning: str | Promise, tag: str = "", *, always: bool = False) -> Column:
    return Column(name, ValueType.CODE, meaning, tag, always)


def whole(name: str, meaning: str | Promise, tag: str = "", *, always: bool = False) -> Column:
    return Column(name, ValueType.WHOLE, meaning, tag, always)


def decimal(name: str, meaning: str | Promise, tag: str = "") -> Column:
    return Column(name, ValueType.DECIMAL, meaning, tag)


def day(name: str, meaning: str | Promise, tag: str = "", *, always: bool = False) -> Column:
    return Column(name, ValueType.DAY, meaning, tag, always)


OF_THE_INCIDENT = [
    code("public_id", _("The incident's permanent id."), "#event+id", always=True),
    whole("edition", _("Number of the incident's edition."), "#meta+edition+num", always=True),
    code("extent", _("A single incident, a series or an aggregate."), "#event+extent", always=True),
    code("event_type", _("What kind of event it was."), "#event+type"),
    code("sub_event_type", _("What happened, more closely."), "#event+subtype"),
    day("date_from", _("The earliest day it may have happened."), "#date+occurred+start", always=True),
    day("date_to", _("The latest day it may have happened."), "#date+occurred+end", always=True),
    code("date_precision", _("How to read the two days."), "#date+occurred+precision", always=True),
]


def _of_the_incident(document: d.IncidentDocument) -> Values:
    return (
        document.id,
        document.edition.number,
        document.extent,
        document.event_type,
        document.sub_event_type,
        date.fromisoformat(document.occurred.earliest),
        date.fromisoformat(document.occurred.latest),
        document.occurred.precision,
    )


def day_of(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def both(ref: d.Ref | None) -> tuple[str | None, str | None]:
    """Id and name."""
    return (ref.id, ref.name) if ref else (None, None)


def joined(texts: Iterable[str]) -> str:
    return BETWEEN.join(texts)
