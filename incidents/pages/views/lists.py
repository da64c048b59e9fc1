"""Lists of each subject, narrowed by the same parameters as in the API."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render

from ...record import document as d
from ...record.errors import BadParameters
from ...record.reading import Page, Query, page, parse
from ...record.states import State
from ...record.subjects import Subject
from ..addresses import FOLDERS
from ..caching import public
from ..drawing import maps
from ..filter_form import PAGING, at_cursor, form_of, without
from ..incident_list import ListedIncident, circles_of, decoded
from ..name_choices import nearest_name, settled

PAGE_LENGTH = 25
LONGEST = 100
"""Rows on one page, whatever is asked for: a row costs two milliseconds to draw, in the API nearly nothing."""
TEMPLATES = {
    Subject.INCIDENT: "pages/incidents.html",
    Subject.EPISODE: "pages/episodes.html",
    Subject.ACTOR: "pages/actors.html",
    Subject.LOCATION: "pages/locations.html",
    Subject.SOURCE: "pages/sources.html",
    Subject.COVERAGE: "pages/coverage_list.html",
}
FORMATS = {
    "CSV": "csv", "Excel": "xlsx", "GeoJSON": "geojson", "Parquet": "parquet", "HXL": "hxl.csv", "NDJSON": "ndjson",
}  # fmt: skip
"""Files that a list can be had as, as the API's exports call them."""


class Download(NamedTuple):
    name: str
    address: str


def list_of(subject: Subject) -> Callable[..., HttpResponseBase]:
    """The view of one subject's list: three queries, and one for each name or word that is looked up."""
    address = f"/{FOLDERS[subject]}/"

    @public
    def subject_list(request: HttpRequest, state: State) -> HttpResponse:
        try:
            params, choices = settled(_page_parameters(request), subject, state)
            query = _query(params, subject, state)
            listed, count = page(query), query.count()
        except BadParameters as bad:
            refused = {
                "form": form_of(subject, request.GET, bad.problems),
                "address": address,
                "nearest": nearest_name(request.GET, bad),
            }
            return render(request, TEMPLATES[subject], refused, status=400)
        context: dict[str, Any] = {
            "form": form_of(subject, request.GET),
            "address": address,
            "choices": choices,
            "count": count,
            "as_of": query.state if query.state != state else None,
            **_links(params, subject, listed),
            **_rows(subject, listed),
        }
        if subject == Subject.INCIDENT:
            context["downloads"] = _downloads(params)
        return render(request, TEMPLATES[subject], context)

    return subject_list


def _page_parameters(request: HttpRequest) -> QueryDict:
    """A page shows whole rows; that parameter is left out so that an address of the API works here too."""
    params = request.GET.copy()
    params.pop("fields", None)
    return params


def _query(params: QueryDict, subject: Subject, state: State) -> Query:
    """In the state the page was begun in, unless the reader or the cursor asks for another."""
    params = params.copy()
    params.setdefault("limit", str(PAGE_LENGTH))
    query = parse(params, subject, at=state)
    return replace(query, values=query.values | {"limit": min(query.limit, LONGEST)})


def _links(params: QueryDict, subject: Subject, listed: Page) -> dict[str, str]:
    return {
        "next": at_cursor(params, listed.next),
        "previous": at_cursor(params, listed.previous),
        "as_json": f"/api/v1/{FOLDERS[subject]}/{without(params).removesuffix('?')}",
        # Paging, fields and counts choose no rows.
        "cite": f"/cite/{without(params, *PAGING)}" if subject == Subject.INCIDENT else "",
    }


def _downloads(params: QueryDict) -> list[Download]:
    """All that was found, in files; an export knows no pages."""
    parameters = without(params, "limit", "fields", "count").removesuffix("?")
    return [Download(name, f"/api/v1/incidents.{suffix}{parameters}") for name, suffix in FORMATS.items()]


def _rows(subject: Subject, listed: Page) -> dict[str, Any]:
    if subject != Subject.INCIDENT:
        return {"rows": [d.decode(body) for body in listed.bodies]}
    rows = [ListedIncident(document) for document in decoded(listed.bodies)]
    circles = circles_of(rows)
    return {
        "rows": rows,
        "drawing": maps.draw(circles) if circles else None,
        "theirs": sum(bool(circle.voice) for circle in circles),
        "undrawn": sum(not row.is_single for row in rows),
    }
