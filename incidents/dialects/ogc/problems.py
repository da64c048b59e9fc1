"""Error responses in the forms of both versions of the standard at once.

1.0 knows ``code`` and ``description``; 1.1 took over problem documents (RFC 9457). A reader of either finds its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import msgspec
from django.http import HttpResponse

from ...api.problems import handle


def error_response(error: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """The API's own problem, with the two members that clients of version 1.0 read."""
    response = handle(error, context)
    problem = msgspec.json.decode(response.content)
    # The words of the status as in "NotFound", as clients have seen them elsewhere.
    code = HTTPStatus(problem["status"]).phrase.title().replace(" ", "")
    response.content = msgspec.json.encode({"code": code, "description": problem["detail"]} | problem)
    return response
