"""The parameters of an export beside the filters: which rows, which columns, what is added."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ..record.filters import parameters, values
from ..record.filters.grammar import fields_of
from ..record.reading import BadParameters, Problem, Subject, parse
from . import flat, tables
from .formats import FORMATS, Extras, Format
from .selection import Selection

ROWS = ["incident", *tables.TABLES]

ELSEWHERE = {
    "limit": _("means nothing here: an export has all rows. Take it away, or ask the list for pages"),
    "cursor": _("means nothing here: an export has no pages. Take it away"),
    "count": _("means nothing here: with digest=true the rows are counted. Take it away"),
    "fields": _("means nothing here: tables take columns, documents are whole. Take it away"),
}
"""Parameters of lists that an export has no use for, and what to do instead."""


@dataclass(frozen=True)
class ExportRequest:
    """What is to be written, and whether only to measure it."""

    selection: Selection
    extras: Extras
    digest: bool


@cache
def fields(format: Format, rows: str = "incident") -> dict[str, values.Field]:
    """What reads the parameters of a format, by name; the columns are those of the rows that were asked for."""
    columns = flat.COLUMNS if rows == "incident" else tables.TABLES[rows].columns
    known: dict[str, values.Field] = {
        "rows": values.ChoiceField(
            codes=ROWS, help_text=_("One row for each incident, or for each of its actors, places or claims.")
        ),
        "columns": values.CodesField(
            codes=[column.name for column in columns],
            help_text=_(
                "Columns to write, all unless told. Ids, dates, ranges, radius and grades always are."
            ),
        ),
        "trailer": values.FlagField(
            help_text=_("Add a last line that tells that the file is whole: its rows and their SHA-256.")
        ),
        "bom": values.FlagField(
            help_text=_("Begin with a byte order mark, without which Excel takes UTF-8 for Latin.")
        ),
        "digest": values.FlagField(
            help_text=_("Answer with the number of rows and the SHA-256 of the file, instead of the file.")
        ),
    }
    return {name: known[name] for name in (*format.understands, "digest")}


def filters_of(subject: Subject) -> dict[str, values.Field]:
    """The parameters of the subject's list that an export understands."""
    return {name: field for name, field in fields_of(subject).items() if name not in ELSEWHERE}


def read(params: QueryDict, format: Format, subject: Subject) -> ExportRequest:
    """Raises ``BadParameters`` that names everything that is wrong."""
    useless = _useless(format)
    problems = [Problem(name, useless[name]) for name in params if name in useless]
    parameters_read, refused = _own(params, format)
    try:
        filters = params.copy()
        for name in useless:  # refused already
            filters.pop(name, None)
        query = parse(filters, subject, besides=fields(format))
    except BadParameters as bad:
        raise BadParameters([*problems, *refused, *bad.problems]) from None
    if problems or refused:
        raise BadParameters([*problems, *refused])
    rows, columns = parameters_read.get("rows") or "incident", tuple(parameters_read.get("columns") or ())
    selection = Selection(query, rows, columns, by_id=False)
    extras = Extras(trailer=bool(parameters_read.get("trailer")), bom=bool(parameters_read.get("bom")))
    return ExportRequest(selection, extras, digest=bool(parameters_read.get("digest")))


def _own(params: QueryDict, format: Format) -> tuple[dict[str, Any], list[Problem]]:
    """What is ours among the parameters; which columns there are depends on the rows."""
    rows = params.get("rows", "")
    mine = fields(format, rows if rows in ROWS and "rows" in format.understands else "incident")
    own = QueryDict(mutable=True)
    for name in mine:
        if name in params:
            own.setlist(name, params.getlist(name))
    try:
        return parameters.read(own, mine).values, []
    except BadParameters as bad:
        return {}, bad.problems


def _useless(format: Format) -> dict[str, Any]:
    """Parameters of lists and of other formats, and what to do instead."""
    messages: dict[str, Any] = dict(ELSEWHERE)
    for name in ("rows", "columns", "trailer", "bom"):
        if name not in format.understands:
            known = ", ".join(format.suffix for format in FORMATS if name in format.understands)
            messages[name] = _("means nothing in this format; those that know it are %(known)s") % {
                "known": known
            }
    return messages
