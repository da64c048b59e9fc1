"""Content negotiation: by ``f``, else by ``Accept``; JSON where nobody says."""

from __future__ import annotations

from enum import StrEnum

from django.http import HttpRequest
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotAcceptable

from ...record.filters.values import nearest
from ...record.reading import BadParameters, Problem

JSON, HTML = "application/json", "text/html"
GEOJSON = "application/geo+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
SCHEMA = "application/schema+json"
PROBLEM = "application/problem+json"


class Representation(StrEnum):
    JSON = "json"
    HTML = "html"


def negotiate(request: HttpRequest, json_type: str) -> Representation:
    """Raises ``BadParameters`` for an ``f`` we have not, and a 406 where ``Accept`` rules out both.

    Whoever accepts plain JSON takes its kinds as well: many clients know no other name for them.
    """
    if "f" in request.GET:
        names = request.GET.getlist("f")
        codes = [code.value for code in Representation]
        if len(names) == 1 and names[0] in codes:
            return Representation(names[0])
        raise BadParameters([Problem("f", _("is either json or html"), nearest(names[-1], codes))])
    chosen = request.get_preferred_type([json_type.partition(";")[0], JSON, HTML])
    if chosen is None:
        raise NotAcceptable(_("Ask for application/json, application/geo+json or text/html, or add f=json."))
    return Representation.HTML if chosen == HTML else Representation.JSON
