"""Authentication by UCDP's own header for a token, which its clients send."""

from __future__ import annotations

from django.utils.translation import gettext as _
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts import tokens
from accounts.models import ApiToken, User

from ...api.authentication import BearerToken

HEADER = "x-ucdp-access-token"


class UcdpToken(BearerToken):
    """``x-ucdp-access-token: attest_…``, or ``Authorization`` as everywhere.

    A token of UCDP's own means nothing here and is passed over, since anybody may read: a script works unchanged. One
    of ours that cannot be used is refused.
    """

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        secret = (request.headers.get(HEADER) or "").strip()
        if not secret.startswith(tokens.PREFIX):
            return super().authenticate(request)
        token = tokens.authenticate(secret)
        if token is None:
            raise AuthenticationFailed(_("This token is unknown, revoked or expired."))
        return token.user, token
