"""Counts by period, area, kind, actor and grade: as JSON, and as a table for spreadsheets."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any, ClassVar

import msgspec
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy
from rest_framework.request import Request

from ..record.filters.values import Field
from ..record.models.measures import INCIDENTS
from ..record.sums.aggregates.answers import AggregateResult, aggregate
from ..record.sums.aggregates.parameters import AggregateRequest, fields, parse_aggregate
from ..spreadsheets import harmless
from .changes import state_entry
from .negotiation import Json
from .shapes import AggregateAnswer
from .views import RecordView

COST = 5
PEOPLE = ("low", "best", "high", "without_figure", "without_best", "open_high")


class Aggregate(RecordView):
    """Incidents counted. One answer holds all lines; there are no pages."""

    described_as = "aggregate"
    summary = gettext_lazy("Count by period, area, kind, actor and grade")
    answer_shape = AggregateAnswer
    fields: ClassVar[dict[str, Field]] = fields()

    def cost(self, request: Request) -> int:
        return COST

    def get(self, request: Request) -> HttpResponseBase:
        """Raises ``BadParameters`` before anything is counted."""
        wanted = self.read(request)
        return self.answer(request, lambda: encoded(aggregate(wanted)))

    def read(self, request: Request) -> AggregateRequest:
        wanted = parse_aggregate(request.query_params)
        self.reads(wanted.query)
        return wanted


class Csv(Json):
    media_type = "text/csv"
    format = "csv"


class AggregateTable(Aggregate):
    """The same lines as CSV; the record's state is in the headers."""

    described_as = "aggregate_table"
    schema = None
    renderer_classes = [Csv]

    def get(self, request: Request) -> HttpResponseBase:
        wanted = self.read(request)
        response = self.answer(request, lambda: table(aggregate(wanted)))
        if response.status_code == 200:
            response.headers["Content-Type"] = "text/csv; charset=utf-8"
            response.headers["Content-Disposition"] = 'attachment; filename="aggregate.csv"'
        return response


def encoded(found: AggregateResult) -> bytes:
    """The lines are written one by one, and put where the answer's shape has them."""
    lines = b",".join(map(msgspec.json.encode, found.rows))
    return msgspec.json.encode(_without_lines(found)).removesuffix(b"[]}") + b"[" + lines + b"]}"


def _without_lines(found: AggregateResult) -> AggregateAnswer:
    return AggregateAnswer(
        next=None,
        previous=None,
        record=state_entry(found.request.query.state),
        by=list(found.request.by),
        measures=list(found.request.measures),
        counted_more_than_once=found.request.repeats,
        notes=found.notes,
        total=found.total,
        results=[],
    )


def table(found: AggregateResult) -> bytes:
    """One line for each row, a column for each number; empty is unknown."""
    columns = list(_columns(found.request))
    lines = StringIO()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(columns)
    for row in found.rows:
        flat = _flat(row)
        writer.writerow([_cell(flat.get(column)) for column in columns])
    return lines.getvalue().encode()


def _columns(wanted: AggregateRequest) -> Iterator[str]:
    for dimension in wanted.by:
        if dimension != "extent":
            yield dimension
        if dimension in ("admin1", "actor"):
            yield f"{dimension}_name"
    yield "extent"
    if wanted.empty:
        yield "covered"
    for measure in wanted.measures:
        yield from [measure] if measure == INCIDENTS else [f"{measure}_{end}" for end in PEOPLE]


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in row.items():
        if isinstance(value, dict):
            flat |= {f"{key}_{end}": number for end, number in value.items()}
        else:
            flat[key] = value
    return flat


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return harmless(value)
        case _:
            return str(value)
