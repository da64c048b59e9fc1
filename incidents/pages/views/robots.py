"""robots.txt and the sitemap."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from ...record.models import Entry
from ...record.states import ALIAS, State, refuse_if_behind
from ..addresses import page_of
from ..caching import public, unchanging

WINDOW = 5_000
"""Editions that one part of the sitemap looks at: a third of a second. A sitemap may hold 50,000 addresses."""


@unchanging
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/robots.txt", content_type="text/plain; charset=utf-8")


@public
def sitemap(request: HttpRequest, state: State) -> HttpResponse:
    """The parts: one for each stretch of the log, so that an old part hardly ever changes."""
    parts = range(1, -(-state.sequence // WINDOW) + 1)
    return render(request, "pages/sitemap.xml", {"parts": parts}, content_type="application/xml")


@public
def sitemap_part(request: HttpRequest, state: State, part: int) -> HttpResponse:
    """What is in force among one stretch of the log, and when it was issued."""
    first = (part - 1) * WINDOW
    if part < 1 or first >= state.sequence:
        refuse_if_behind(state)
        raise Http404("no such part")
    entries = Entry.objects.using(ALIAS).at(state.sequence)
    stretch = entries.filter(edition__gt=first, edition__lte=first + WINDOW).order_by("edition")
    issued = stretch.values_list("public_id", "edition__issued_at")
    rows = [(page_of(public_id), issued_at) for public_id, issued_at in issued]
    return render(request, "pages/sitemap_part.xml", {"rows": rows}, content_type="application/xml")
