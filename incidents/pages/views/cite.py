"""Citing a list of incidents, and following a citation back to its rows."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ...exports.cite_view import COST
from ...exports.citing import CITED, cited_query
from ...exports.citing import cite as cited
from ...record.errors import BadParameters
from ...record.states import State
from ...record.subjects import Subject
from ..caching import public
from ..filter_form import form_of
from ..name_choices import nearest_name, settled
from ..throttle import throttled

TEMPLATE = "pages/cite.html"


@throttled(COST)
@public
def cite(request: HttpRequest, state: State) -> HttpResponse:
    """With ``rows`` and ``digest``, as a citation's address has them, it says what became of the cited rows."""
    try:
        params, choices = settled(request.GET, Subject.INCIDENT, state, besides=CITED)
        citation = cited(*cited_query(params, at=state))
    except BadParameters as bad:
        refused = {
            "form": form_of(Subject.INCIDENT, request.GET, bad.problems),
            "nearest": nearest_name(request.GET, bad),
        }
        return render(request, TEMPLATE, refused, status=400)
    context = {
        "citation": citation,
        "choices": choices,
        "reference": citation.reference,
        "filters": form_of(Subject.INCIDENT, request.GET).active,
        "rows_address": citation.address("/incidents/"),
        "csv_address": citation.address("/api/v1/incidents.csv"),
        "json_address": citation.address("/api/v1/cite/"),
    }
    return render(request, TEMPLATE, context)
