"""Handler of unexpected errors (Django's ``handler500``): 503 or 507 with a way on where the code did no wrong.

It is called for views and for middleware alike, so that sessions, accounts, cache and history need none of their own.
Whatever it calls must work without a database.
"""

from __future__ import annotations

import sys
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from config.outages.kept_form import kept_form
from config.outages.lock_watch import holders_seen
from incidents.api.problems import ProblemDocument
from incidents.outages import Outage, outage_of
from incidents.pages.views import errors

FOR_PROGRAMS = ("/api/", "/dialects/", "/ogc")
SECONDS_UNTIL_RETRY = 5

SENTENCES: dict[Outage, tuple[str | Promise, str | Promise]] = {
    Outage.DATABASE_AWAY: (
        _("The database cannot be reached"),
        _("It is usually back within a minute. Then try again."),
    ),
    Outage.TOO_MANY_CONNECTIONS: (
        _("Too much at once"),
        _("The database has no connection left for this. Try again in a few seconds."),
    ),
    Outage.LOCKED: (
        _("Somebody else is changing the same"),
        _("What this needs is held by another transaction. Try again in a moment."),
    ),
    Outage.TOO_SLOW: (
        _("It took too long"),
        _("The database was given no more time for this. Try again, or do less at once."),
    ),
    Outage.READ_ONLY: (
        _("The database takes no changes at present"),
        _("It is being looked after, or is a copy that will take over. Try again later."),
    ),
    Outage.DISK_FULL: (
        _("The server has no room left"),
        _("Tell those who run the site that a disk is full, and try again afterwards."),
    ),
    Outage.NOT_WRITABLE: (
        _("The server may not write a file"),
        _("Tell those who run the site that a directory of its data cannot be written."),
    ),
}


def broken(request: HttpRequest) -> HttpResponse:
    """The answer to the exception that is being handled: of an outage its own, of everything else the error page."""
    outage = outage_of(sys.exc_info()[1])
    if outage is None:
        return errors.broken(request)
    title, sentence = SENTENCES[outage]
    full = outage in (Outage.DISK_FULL, Outage.NOT_WRITABLE)
    status = HTTPStatus.INSUFFICIENT_STORAGE if full else HTTPStatus.SERVICE_UNAVAILABLE
    if request.path_info.startswith(FOR_PROGRAMS):
        problem = ProblemDocument(status=status, kind=outage.value, title=str(title), detail=str(sentence))
        response = problem.response()
    else:
        context = {
            "status": status.value,
            "outage_title": title,
            "sentence": sentence,
            "holders": holders_seen(request) if outage in (Outage.LOCKED, Outage.TOO_SLOW) else [],
            "form": kept_form(request),
            "is_unsure": outage is Outage.DATABASE_AWAY,  # the connection may have gone during the commit
            "writes": request.method not in ("GET", "HEAD"),
        }
        response = render(request, "unavailable.html", context, status=status)
    response.headers["Retry-After"] = str(SECONDS_UNTIL_RETRY)
    add_never_cache_headers(response)
    return response
