"""The first page: what this is, what is new, where, and how much there is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ...codebook import Extent
from ...record.reading import Count, amendments, page, parse
from ...record.states import State
from ...record.subjects import Subject
from ..caching import public
from ..drawing import maps
from ..incident_list import ON_A_MAP, ListedIncident, circles_of, decoded, incidents

LATEST = 6


@public
def home(request: HttpRequest, state: State) -> HttpResponse:
    latest = page(incidents({"limit": str(ON_A_MAP)}, state))
    listed = [ListedIncident(document) for document in decoded(latest.bodies)]
    circles = circles_of(listed)
    context = {
        "latest": listed[:LATEST],
        "drawing": maps.draw(circles, whole=True),
        "drawn": len(circles),
        "theirs": sum(bool(circle.voice) for circle in circles),
        "counts": _counts(state),
        "corrections": amendments(state, limit=3),
        "state": state,
    }
    return render(request, "pages/home.html", context)


def _counts(state: State) -> dict[str, Count]:
    """Each stops at 10,000: a reader wants the size, not the last digit."""
    extents = {extent.value: incidents({"extent": extent}, state).count() for extent in Extent}
    datasets = {"datasets": incidents({"reviewed": "no"}, state).count()}
    others = (Subject.ACTOR, Subject.SOURCE)
    return extents | datasets | {subject.value: parse({}, subject, at=state).count() for subject in others}
