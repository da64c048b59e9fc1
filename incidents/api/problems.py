"""Errors as problem documents (RFC 9457): what was wrong, where, and what to do about it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import msgspec
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from psycopg2.errors import QueryCanceled
from rest_framework import exceptions

from ..record.reading import BadParameters, BehindError
from ..record.reading import Problem as ParameterProblem

MEDIA_TYPE = "application/problem+json"
SECONDS_UNTIL_RETRY = 5
"""How long a database may take to come back; a guess that is kind to both sides."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One error as it is told. ``kind`` names it for programs, ``detail`` tells people what to do."""

    status: HTTPStatus
    kind: str
    title: str
    detail: str
    members: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self) -> HttpResponse:
        """The problem as it goes out; never kept by a cache, since it may be over in a moment."""
        told = {
            "type": f"urn:attest:problem:{self.kind}",
            "title": self.title,
            "status": self.status.value,
            "detail": self.detail,
            **self.members,
        }
        headers = {"Cache-Control": "no-store", **self.headers}
        return HttpResponse(
            msgspec.json.encode(told), status=self.status, content_type=MEDIA_TYPE, headers=headers
        )


class ProblemFound(Exception):
    """Raised by a view that knows exactly what is wrong."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.problem = problem


def handle(error: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """REST framework's exception handler: every error becomes a problem, unexpected ones are logged as well."""
    problem = problem_of(error)
    if problem is None:
        request = context["request"]
        logger.error("%s %s failed", request.method, request.path, exc_info=error)
        got_request_exception.send(sender=type(context["view"]), request=request._request)
        problem = _unexpected()
    return problem.response()


def problem_of(error: Exception) -> Problem | None:
    """What a known error means to the reader; ``None`` for a fault of ours."""
    match error:
        case ProblemFound():
            return error.problem
        case BadParameters():
            return bad_parameters(error)
        case BehindError():
            return _unavailable(
                _("This copy of the record has not caught up with the state that was asked for."),
                seconds=error.retry_after,
            )
        case exceptions.APIException():
            return _refused(error)
        case Http404():
            return not_found(_("There is nothing at this address."))
        case PermissionDenied():
            return _refused(exceptions.PermissionDenied())
        case SuspiciousOperation():
            return _malformed()
        case OperationalError() | InterfaceError():
            return _database(error)
        case _:
            return None


def not_found(detail: str) -> Problem:
    return Problem(status=HTTPStatus.NOT_FOUND, kind="not-found", title=_("Not found"), detail=detail)


def bad_parameters(error: BadParameters) -> Problem:
    """One member of ``parameters`` for each parameter that cannot be used, with the nearest name we know."""
    return Problem(
        status=HTTPStatus.BAD_REQUEST,
        kind="bad-parameters",
        title=_("These parameters cannot be used"),
        detail="; ".join(map(_in_words, error.problems)),
        members={
            "parameters": [
                {"name": one.name, "message": str(one.message), "nearest": one.nearest}
                for one in error.problems
            ]
        },
    )


def _in_words(one: ParameterProblem) -> str:
    """For who reads nothing but the detail, as the forms of some dialects have nothing else."""
    message = str(one.message)
    if one.nearest is None or one.nearest in message:
        return f"{one.name} {message}"
    return _("%(name)s %(message)s; did you mean “%(nearest)s”?") % {
        "name": one.name,
        "message": message,
        "nearest": one.nearest,
    }


def _refused(error: exceptions.APIException) -> Problem:
    status = HTTPStatus(error.status_code)
    kind, title = _titles().get(status, ("refused", status.phrase))
    return Problem(status=status, kind=kind, title=title, detail=_detail(error), headers=_headers(error))


def _titles() -> dict[HTTPStatus, tuple[str, str]]:
    return {
        HTTPStatus.BAD_REQUEST: ("malformed", _("The request cannot be read")),
        HTTPStatus.UNAUTHORIZED: ("unauthorized", _("The token is not accepted")),
        HTTPStatus.FORBIDDEN: ("forbidden", _("Not allowed")),
        HTTPStatus.NOT_FOUND: ("not-found", _("Not found")),
        HTTPStatus.METHOD_NOT_ALLOWED: ("method-not-allowed", _("The record is only read here")),
        HTTPStatus.NOT_ACCEPTABLE: ("not-acceptable", _("Not available in this media type")),
        HTTPStatus.TOO_MANY_REQUESTS: ("too-many-requests", _("Too many requests")),
    }


def _detail(error: exceptions.APIException) -> str:
    match error:
        case exceptions.MethodNotAllowed():
            return _("Use GET, HEAD or OPTIONS.")
        case exceptions.NotAcceptable():
            return _("Ask for application/json.")
        case exceptions.Throttled():
            return _("Wait %(seconds)s seconds. With a token you may read faster.") % {
                "seconds": _seconds(error)
            }
        case _:
            return str(error.detail)


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if isinstance(error, exceptions.Throttled):
        headers["Retry-After"] = str(_seconds(error))
    if scheme := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = str(scheme)
    return headers


def _seconds(error: exceptions.Throttled) -> int:
    return max(1, int(getattr(error, "wait", None) or 1))


def _malformed() -> Problem:
    return Problem(
        status=HTTPStatus.BAD_REQUEST,
        kind="malformed",
        title=_("The request cannot be read"),
        detail=_("The address or a header is malformed."),
    )


def _database(error: Exception) -> Problem:
    if isinstance(error.__cause__, QueryCanceled):
        return _unavailable(_("The answer took too long. Narrow the filter, or ask again."))
    logger.error("The record cannot be read", exc_info=error)
    return _unavailable(_("The record cannot be read at the moment."))


def _unavailable(detail: str, *, seconds: int = SECONDS_UNTIL_RETRY) -> Problem:
    return Problem(
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        kind="unavailable",
        title=_("Not available at the moment"),
        detail=detail,
        headers={"Retry-After": str(seconds)},
    )


def _unexpected() -> Problem:
    return Problem(
        status=HTTPStatus.INTERNAL_SERVER_ERROR,
        kind="internal-error",
        title=_("Something went wrong here"),
        detail=_("The fault is ours and was noted. Asking again later may help."),
    )
