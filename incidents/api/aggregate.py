"""Aggregate endpoint: counts by period, area, kind, actor and grade, as JSON and as CSV."""

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
        parameters = self.read(request)
        return self.answer(request, lambda: encoded(aggregate(parameters)))

    def read(self, request: Request) -> AggregateRequest:
        parameters = parse_aggregate(request.query_params)
        self.reads(parameters.query)
        return parameters


class Csv(Json):
    media_type = "text/csv"
    format = "csv"


class AggregateTable(Aggregate):
    """The same lines as CSV; the record's state is in the headers."""

    described_as = "aggregate_table"
    schema = None
    renderer_classes = [Csv]

    def get(self, request: Request) -> HttpResponseBase:
        parameters = self.read(request)
        response = self.answer(request, lambda: table(aggregate(parameters)))
        if response.status_code == 200:
            response.headers["Content-Type"] = "text/csv; charset=utf-8"
            response.headers["Content-Disposition"] = 'attachment; filename="aggregate.csv"'
        return response


def encoded(result: AggregateResult) -> bytes:
    """The result as JSON. Its lines are encoded one by one, and put where the answer's shape has them."""
    around = AggregateAnswer(
        next=None,
        previous=None,
        record=state_entry(result.request.query.state),
        by=list(result.request.by),
        measures=list(result.request.measures),
        counted_more_than_once=result.request.repeats,
        notes=result.notes,
        total=result.total,
        results=[],
    )
    lines = b",".join(map(msgspec.json.encode, result.rows))
    return msgspec.json.encode(around).removesuffix(b"[]}") + b"[" + lines + b"]}"


def table(result: AggregateResult) -> bytes:
    """The result as CSV: one line for each row, a column for each number; empty is unknown."""
    columns = list(_columns(result.request))
    lines = StringIO()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(columns)
    for row in result.rows:
        flat: dict[str, Any] = {}
        for key, value in row.items():
            if isinstance(value, dict):
                flat |= {f"{key}_{end}": number for end, number in value.items()}
            else:
                flat[key] = value
        writer.writerow([_cell(flat.get(column)) for column in columns])
    return lines.getvalue().encode()


def _columns(parameters: AggregateRequest) -> Iterator[str]:
    for dimension in parameters.by:
        if dimension != "extent":
            yield dimension
        if dimension in ("admin1", "actor"):
            yield f"{dimension}_name"
    yield "extent"
    if parameters.empty:
        yield "covered"
    for measure in parameters.measures:
        yield from [measure] if measure == INCIDENTS else [f"{measure}_{end}" for end in PEOPLE]


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
