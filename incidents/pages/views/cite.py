"""Citing a list of incidents, and following a citation back to its rows."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ...exports.cite_view import COST
from ...exports.citing import asked
from ...exports.citing import cite as cited
from ...record.errors import BadParameters
from ...record.states import State
from ...record.subjects import Subject
from ..caching import public
from ..filter_form import form_of
from ..throttle import charged

TEMPLATE = "pages/cite.html"


@charged(COST)
@public
def cite(request: HttpRequest, state: State) -> HttpResponse:
    """With ``rows`` and ``digest``, as a citation's address has them, it says what became of the cited rows."""
    try:
        citation = cited(*asked(request.GET, at=state))
    except BadParameters as bad:
        return render(
            request, TEMPLATE, {"form": form_of(Subject.INCIDENT, request.GET, bad.problems)}, status=400
        )
    given = {
        "citation": citation,
        "reference": citation.reference,
        "asked": form_of(Subject.INCIDENT, request.GET).asked,
        "rows_address": citation.address("/incidents/"),
        "csv_address": citation.address("/api/v1/incidents.csv"),
        "json_address": citation.address("/api/v1/cite/"),
    }
    return render(request, TEMPLATE, given)
