"""Making, recognising and revoking API tokens."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import ApiToken, Scope, User

PREFIX = "attest_"
LAST_USED_PRECISION = timedelta(minutes=1)  # a write per request would cost more than the request


@transaction.atomic
def create_token(
    *, by: User, name: str, scopes: Sequence[Scope] = (Scope.READ,), lifetime: timedelta | None = None
) -> tuple[ApiToken, str]:
    """A new token for `by`, and the secret text that is shown this once and kept nowhere."""
    prefix = PREFIX + secrets.token_hex(4)
    raw = f"{prefix}_{secrets.token_urlsafe(32)}"
    now = timezone.now()
    token = ApiToken(
        user=by,
        name=name,
        prefix=prefix,
        digest=_digest(raw),
        scopes=sorted(set(scopes)),
        created_at=now,
        expires_at=now + lifetime if lifetime else None,
    )
    token.full_clean()
    token.save()
    return token, raw


def authenticate(raw: str) -> ApiToken | None:
    """The usable token with this secret, with its user; None if there is none. One query, seldom a second."""
    if not raw.startswith(PREFIX):
        return None
    token = ApiToken.objects.usable().select_related("user").filter(digest=_digest(raw)).first()
    now = timezone.now()
    if token and (token.last_used_at is None or now - token.last_used_at > LAST_USED_PRECISION):
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


def renew_token(token: ApiToken, *, lifetime: timedelta) -> str:
    """Give `token` a new secret, which is returned, and a new time to expire; the old secret opens nothing more."""
    raw = f"{token.prefix}_{secrets.token_urlsafe(32)}"
    token.digest = _digest(raw)
    token.expires_at = timezone.now() + lifetime
    token.save(update_fields=["digest", "expires_at"])
    return raw


@transaction.atomic
def revoke_token(token: ApiToken, *, by: User) -> None:
    """Switch `token` off for good; only its owner may (a manager switches the whole account off)."""
    if token.user_id != by.pk:
        raise PermissionError("A token is revoked by its owner.")
    ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=timezone.now())


def _digest(raw: str) -> bytes:
    return hashlib.sha256(raw.encode()).digest()
