"""robots.txt, security.txt and the sitemap."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ...record.models import Entry
from ...record.states import ALIAS, State, refuse_if_behind
from ..addresses import page_of
from ..caching import public, unchanging

WINDOW = 5_000
"""Editions that one part of the sitemap looks at: a third of a second. A sitemap may hold 50,000 addresses."""


@unchanging
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/robots.txt", content_type="text/plain; charset=utf-8")


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a hole in the site's security (RFC 9116); 404 where the site names no address."""
    if not settings.CONTACT:
        raise Http404("no address for reports")
    fields = {
        "Contact": f"mailto:{settings.CONTACT}",
        "Expires": f"{timezone.now() + timedelta(days=180):%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages": "en",
        "Canonical": f"{settings.SITE_URL}{request.path}",
        "Policy": f"{settings.SITE_URL}/guide/security/",
    }
    response = HttpResponse(
        "".join(f"{name}: {value}\n" for name, value in fields.items()),
        content_type="text/plain; charset=utf-8",
    )
    response["Cache-Control"] = "public, max-age=86400"
    return response


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
