"""Token endpoint of ACLED's clients. Nobody needs a token here; with one, reading is faster."""

from __future__ import annotations

from http import HTTPStatus

import msgspec
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from accounts import grants
from accounts.grants import Granted, Refused

CLIENT = "acled"
LONGEST = 4_000
_STATUS = {"slow_down": HTTPStatus.TOO_MANY_REQUESTS, "invalid_client": HTTPStatus.UNAUTHORIZED}


# No cookie plays a part, so that no other site can make use of one.
@csrf_exempt
@sensitive_post_parameters("password", "refresh_token", "client_secret")
def token(request: HttpRequest) -> HttpResponse:
    """Password and refresh grants of the public client ``acled``, in a form or multipart (RFC 6749)."""
    if request.method != "POST":
        return _refused(
            Refused("invalid_request", _("Send the grant by POST.")), HTTPStatus.METHOD_NOT_ALLOWED
        )
    try:
        granted = _grant(request)
        return _answer(
            HTTPStatus.OK,
            {
                "token_type": "Bearer",
                "expires_in": granted.expires_in,
                "access_token": granted.access,
                "refresh_token": granted.refresh,
                "refresh_token_expires_in": granted.refresh_expires_in,
            },
        )
    except Refused as refused:
        return _refused(refused, _STATUS.get(refused.error, HTTPStatus.BAD_REQUEST))


def _grant(request: HttpRequest) -> Granted:
    if _text(request, "client_id") != CLIENT:
        raise Refused("invalid_client", _("The client_id must be “%(name)s”.") % {"name": CLIENT})
    match _text(request, "grant_type"):
        case "password":
            email, password = _required(request, "username"), _required(request, "password")
            return grants.by_password(request, email=email, password=password)
        case "refresh_token":
            return grants.by_refresh(request, refresh=_required(request, "refresh_token"))
        case _:
            raise Refused("unsupported_grant_type", _("The grant_type must be password or refresh_token."))


def _required(request: HttpRequest, name: str) -> str:
    text = _text(request, name)
    if not text or len(text) > LONGEST:
        raise Refused("invalid_request", _("%(name)s is missing or too long.") % {"name": name})
    return text


def _text(request: HttpRequest, name: str) -> str:
    try:
        return str(request.POST.get(name, ""))
    except (BadRequest, MultiPartParserError, SuspiciousOperation):
        raise Refused("invalid_request", _("The form cannot be read.")) from None


def _refused(refused: Refused, status: HTTPStatus) -> HttpResponse:
    response = _answer(status, {"error": refused.error, "error_description": str(refused)})
    if refused.wait is not None:
        response.headers["Retry-After"] = str(refused.wait)
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        response.headers["Allow"] = "POST"
    return response


def _answer(status: HTTPStatus, body: dict[str, object]) -> HttpResponse:
    """JSON that no cache on the way keeps."""
    headers = {"Cache-Control": "no-store", "Pragma": "no-cache"}
    return HttpResponse(
        msgspec.json.encode(body), status=status, content_type="application/json", headers=headers
    )
