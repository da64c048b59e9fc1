"""How two releases differ, as a table: a row for each change of a field, and for each incident that came or went."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from rest_framework.request import Request

from ...spreadsheets import csv_lines
from .differences import KINDS, Differences, differences
from .views import LISTED, ReleaseDifferences, parameters_of, release_or_404

COLUMNS = (
    *("id", "kind", "edition_before", "edition_after", "into"),
    *("field", "label", "before", "after", "note"),
)


class ReleaseChangesFile(ReleaseDifferences):
    """The incidents of all kinds of change, or of the one that was asked for, as CSV."""

    schema = None
    parameters = ("kind", "field")

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """The address says what it is, whatever else the client would take."""
        return super().perform_content_negotiation(request, force=True)

    def get(self, request: Request, first: str, second: str) -> HttpResponseBase:
        self.refuse_unknown_parameters(request)
        kind, field, _after = parameters_of(request)
        compared = differences(release_or_404(first), release_or_404(second))
        response = StreamingHttpResponse(
            _lines(compared, [kind] if kind else KINDS, field), content_type="text/csv; charset=utf-8"
        )
        name = f"changes-{compared.older.name}-{compared.newer.name}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def _lines(compared: Differences, kinds: list[str] | tuple[str, ...], field: str) -> Iterator[str]:
    rows = (row for kind in kinds for row in _rows(compared, kind, field))
    return csv_lines(COLUMNS, rows)


def _rows(compared: Differences, kind: str, field: str) -> Iterator[tuple[Any, ...]]:
    """In the order of the ids; page by page, so that no comparison is held whole."""
    beyond = ""
    while page := compared.changed(kind, field, beyond=beyond, limit=LISTED):
        beyond, fields = page[-1].public_id, compared.fields(page)
        notes = compared.notes([incident.public_id for incident in page])
        for incident in page:
            changes = [
                (change.field, change.label, change.before, change.after)
                for change in fields.get(incident.public_id, ())
                if field in ("", change.field)
            ]
            editions = incident.before, incident.after, incident.into
            note = notes.get(incident.public_id, "")
            for change in changes or [("", "", "", "")]:
                yield (incident.public_id, kind, *editions, *change, note)
