"""Authentication by bearer token. A token lets nobody read more, only faster."""

from __future__ import annotations

from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts import tokens
from accounts.models import ApiToken, User

SCHEME = "Bearer"


class BearerToken(BaseAuthentication):
    """``Authorization: Bearer attest_…`` (RFC 6750)."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """Raises ``AuthenticationFailed`` for a token that cannot be used: a silent fall-back would mislead."""
        header = request.headers.get("Authorization")
        if header is None:
            return None
        scheme, _space, secret = header.partition(" ")
        if scheme.lower() != SCHEME.lower():
            raise AuthenticationFailed(_("Send the token as “Authorization: Bearer …”."))
        token = tokens.authenticate(secret.strip())
        if token is None:
            raise AuthenticationFailed(_("This token is unknown, revoked or expired."))
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return f'{SCHEME} realm="Attest"'
