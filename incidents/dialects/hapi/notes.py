"""Notes on counts: incidents of the places and months asked for that are in no line."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...codebook import Extent
from ...record.reading import parse
from .parameters import FIRST, SECOND, HapiRequest

MOST_PLACES = 50
"""Places and countries that one filter of the record takes."""


def notes_on(request: HapiRequest, lines: int) -> Iterator[str]:
    """Series and aggregates: they are sums already, and a count of events would add them to what they sum up."""
    if request.offset and not lines:
        yield _("offset=%(offset)s is after the last line.") % {"offset": request.offset}
    asked = {"extent": f"{Extent.SERIES},{Extent.AGGREGATE}"}
    places = [*request.keys.get(FIRST, ()), *request.keys.get(SECOND, ())]
    if len(places) <= MOST_PLACES and places:
        asked["location"] = ",".join(places)
    if len(countries := request.keys.get("country", ())) <= MOST_PLACES and countries:
        asked["country"] = ",".join(countries)
    if request.earliest:
        asked["from"] = request.earliest.isoformat()
    if request.latest:
        last = monthrange(request.latest.year, request.latest.month)[1]
        asked["to"] = request.latest.replace(day=last).isoformat()
    if asked.get("from", "") > asked.get("to", "9999-12-31"):
        return
    number = parse(asked, at=request.state).count().number
    if number:
        yield ngettext(
            "%(number)s series or aggregate of these places and months is in no line: it is a sum already.",
            "%(number)s series and aggregates of these places and months are in no line: they are sums already.",
            number,
        ) % {"number": number}
