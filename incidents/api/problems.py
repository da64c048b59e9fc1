"""Error responses as problem documents (RFC 9457): what was wrong, where, and what to do about it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import msgspec
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions

from ..outages import Outage, outage_of
from ..record.reading import BadParameters, BehindError, Problem

MEDIA_TYPE = "application/problem+json"
SECONDS_UNTIL_RETRY = 5
"""How long a database may take to come back; a guess that is kind to both sides."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class ProblemDocument:
    """One error response. ``kind`` names it for programs, ``detail`` tells people what to do."""

    status: HTTPStatus
    kind: str
    title: str
    detail: str
    members: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self) -> HttpResponse:
        """The HTTP response; never kept by a cache, since it may be over in a moment."""
        document = {
            "type": f"urn:attest:problem:{self.kind}",
            "title": self.title,
            "status": self.status.value,
            "detail": self.detail,
            **self.members,
        }
        headers = {"Cache-Control": "no-store", **self.headers}
        return HttpResponse(
            msgspec.json.encode(document), status=self.status, content_type=MEDIA_TYPE, headers=headers
        )


class ProblemFound(Exception):
    """Raised by a view that knows exactly which error response it is to give."""

    def __init__(self, problem: ProblemDocument) -> None:
        super().__init__(problem.detail)
        self.problem = problem


def handle(error: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """REST framework's exception handler: every error becomes a problem, unexpected ones are logged as well."""
    problem = problem_of(error)
    if problem is None:
        request = context["request"]
        logger.error("%s %s failed", request.method, request.path, exc_info=error)
        got_request_exception.send(sender=type(context["view"]), request=request._request)
        problem = ProblemDocument(
            status=HTTPStatus.INTERNAL_SERVER_ERROR,
            kind="internal-error",
            title=_("Something went wrong here"),
            detail=_("The fault is ours and was noted. Asking again later may help."),
        )
    return problem.response()


def problem_of(error: Exception) -> ProblemDocument | None:
    """The error response for a known exception; ``None`` for a fault of ours."""
    match error:
        case ProblemFound():
            return error.problem
        case BadParameters():
            return bad_parameters(error)
        case BehindError():
            return _unavailable(str(error), seconds=error.retry_after)
        case exceptions.APIException():
            return _refused(error)
        case Http404():
            return not_found(_("There is nothing at this address."))
        case PermissionDenied():
            return _refused(exceptions.PermissionDenied())
        case SuspiciousOperation():
            return ProblemDocument(
                status=HTTPStatus.BAD_REQUEST,
                kind="malformed",
                title=_("The request cannot be read"),
                detail=_("The address or a header is malformed."),
            )
        case _ if outage := outage_of(error):
            return _out_of_order(outage, error)
        case _:
            return None


def not_found(detail: str) -> ProblemDocument:
    return ProblemDocument(status=HTTPStatus.NOT_FOUND, kind="not-found", title=_("Not found"), detail=detail)


def bad_parameters(error: BadParameters) -> ProblemDocument:
    """One member of ``parameters`` for each parameter that cannot be used, with the nearest name we know."""
    return ProblemDocument(
        status=HTTPStatus.BAD_REQUEST,
        kind="bad-parameters",
        title=_("These parameters cannot be used"),
        detail="; ".join(map(_in_words, error.problems)),
        members={
            "parameters": [
                {"name": problem.name, "message": str(problem.message), "nearest": problem.nearest}
                for problem in error.problems
            ]
        },
    )


def _in_words(problem: Problem) -> str:
    """For who reads nothing but the detail, as the forms of some dialects have nothing else."""
    name, message, nearest = problem.name, str(problem.message), problem.nearest
    if nearest is None or nearest in message:
        return f"{name} {message}"
    values = {"name": name, "message": message, "nearest": nearest}
    return _("%(name)s %(message)s; did you mean “%(nearest)s”?") % values


def _refused(error: exceptions.APIException) -> ProblemDocument:
    """The error response for what REST framework itself refuses."""
    status = HTTPStatus(error.status_code)
    kind, title = {
        HTTPStatus.BAD_REQUEST: ("malformed", _("The request cannot be read")),
        HTTPStatus.UNAUTHORIZED: ("unauthorized", _("The token is not accepted")),
        HTTPStatus.FORBIDDEN: ("forbidden", _("Not allowed")),
        HTTPStatus.NOT_FOUND: ("not-found", _("Not found")),
        HTTPStatus.METHOD_NOT_ALLOWED: ("method-not-allowed", _("The record is only read here")),
        HTTPStatus.NOT_ACCEPTABLE: ("not-acceptable", _("Not available in this media type")),
        HTTPStatus.TOO_MANY_REQUESTS: ("too-many-requests", _("Too many requests")),
    }.get(status, ("refused", status.phrase))
    headers = {}
    if scheme := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = str(scheme)
    match error:
        case exceptions.MethodNotAllowed():
            detail = _("Use GET, HEAD or OPTIONS.")
        case exceptions.NotAcceptable():
            detail = _("Ask for application/json.")
        case exceptions.Throttled():
            seconds = max(1, int(getattr(error, "wait", None) or 1))
            headers["Retry-After"] = str(seconds)
            detail = _("Wait %(seconds)s seconds. With a token you may read faster.") % {"seconds": seconds}
        case _:
            detail = str(error.detail)
    return ProblemDocument(status=status, kind=kind, title=title, detail=detail, headers=headers)


def _out_of_order(outage: Outage, error: Exception) -> ProblemDocument:
    if outage is Outage.TOO_SLOW:
        return _unavailable(_("The answer took too long. Narrow the filter, or ask again."))
    logger.error("The record cannot be read: %s", outage.value, exc_info=error)
    if outage is Outage.TOO_MANY_CONNECTIONS:
        return _unavailable(
            _("The database has no connection left at the moment. Ask again in a few seconds.")
        )
    if outage in (Outage.DISK_FULL, Outage.NOT_WRITABLE):
        detail = _(
            "The server has no room for the files that this needs while it is made. Its disk may be full."
        )
        return _unavailable(detail, status=HTTPStatus.INSUFFICIENT_STORAGE)
    return _unavailable(_("The record cannot be read at the moment."))


def _unavailable(
    detail: str,
    *,
    seconds: int = SECONDS_UNTIL_RETRY,
    status: HTTPStatus = HTTPStatus.SERVICE_UNAVAILABLE,
) -> ProblemDocument:
    return ProblemDocument(
        status=status,
        kind="unavailable",
        title=_("Not available at the moment"),
        detail=detail,
        headers={"Retry-After": str(seconds)},
    )
