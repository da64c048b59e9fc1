"""What somebody had typed when the site could not save it, as a form that can be sent again."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

LARGEST = 2_000_000
"""Characters, in all, that are sent back. A longer form the browser still has: its Back button shows it."""

_TOKEN = "csrfmiddlewaretoken"  # noqa: S105  # the name of a field; the page makes a new one
_SECRET = re.compile(r"password|passwd|secret|recovery|otp|credential|(^|[-_])(code|key|pin)$", re.IGNORECASE)
_OF_THE_FORM = re.compile(r"^_|-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$|^(seen_revision|next|action)$|-id$")
_ACCOUNTS = "/accounts/"
_KEPT_OF_ACCOUNTS = frozenset({"login", "email", "display_name", "next", "remember", "name"})
"""Forms for logging in hold little else than secrets: of those only these are kept."""


@dataclass(frozen=True)
class KeptForm:
    """``fields`` are names and values in their order, sent again as they are; ``typed`` those that people know."""

    address: str
    fields: list[tuple[str, str]]
    files: list[str]
    is_multipart: bool
    has_secrets: bool
    is_too_long: bool

    @property
    def typed(self) -> list[tuple[str, str]]:
        return [(name, value) for name, value in self.fields if value and not _OF_THE_FORM.search(name)]


def kept_form(request: HttpRequest) -> KeptForm | None:
    """The form that was sent; nothing where none was, or where another site may have sent it.

    A page with somebody else's values, one press away from being sent with the token of this site, would undo what the
    token is for.
    """
    if request.method != "POST" or not _is_ours(request):
        return None
    try:
        sent, files = request.POST, request.FILES
    except Exception:  # it could not be read, for instance for want of room for its files
        return None
    pairs = [(name, str(value)) for name, values in sent.lists() for value in values if name != _TOKEN]
    kept = [(name, value) for name, value in pairs if not _is_secret(request, name)]
    too_long = sum(len(name) + len(value) for name, value in kept) > LARGEST
    return KeptForm(
        address=request.get_full_path(),
        fields=[] if too_long else kept,
        files=list(files),
        is_multipart=request.content_type == "multipart/form-data",
        has_secrets=len(kept) < len(pairs),
        is_too_long=too_long,
    )


def _is_secret(request: HttpRequest, name: str) -> bool:
    if request.path_info.startswith(_ACCOUNTS):
        return name not in _KEPT_OF_ACCOUNTS
    return bool(_SECRET.search(name)) and request.path_info.startswith("/admin/accounts/")


def _is_ours(request: HttpRequest) -> bool:
    """Whether the form came from a page of this site, by Django's own check, which may not have been made yet."""
    try:
        return _CHECK.process_view(request, HttpResponse, (), {}) is None
    except Exception:  # the form could not be read
        return False


class _Check(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        return HttpResponse(status=403)


_CHECK = _Check(lambda request: HttpResponse())
