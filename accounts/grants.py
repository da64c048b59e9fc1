"""Tokens for a password, as OAuth 2.0's password and refresh grants give them (RFC 6749, 4.3 and 6).

For programs that only know how to log in. What they get is an API token of one day that reads, and is listed with
the owner's other tokens. The refresh token is kept nowhere: it is the signed word that this very token, with this
very secret, may be exchanged. So it works once, dies with the token when that is revoked and with the password when
that is changed, and after two weeks the password is asked for again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from accounts import rates
from accounts.models import ApiToken, Scope, User
from accounts.second_factor import has_second_factor, must_set_up_second_factor
from accounts.tokens import create_token, renew_token

NAME = "Logged in by a program"
ACCESS_LIFETIME = timedelta(days=1)
REFRESH_LIFETIME = timedelta(days=14)
MOST_AT_ONCE = 20
"""Logins of one account that are kept; an older one gives way."""

TRIES_PER_MINUTE = 20
"""From one address, whoever's password is tried; failures are counted as on the login page as well."""

_SALT = "accounts.grants.refresh"


class Refused(Exception):
    """Why no token is given. ``error`` is OAuth's word for it (RFC 6749, 5.2), ``wait`` seconds until the next try."""

    def __init__(self, error: str, message: str, *, wait: int | None = None) -> None:
        super().__init__(message)
        self.error, self.wait = error, wait


@dataclass(frozen=True, slots=True)
class Granted:
    """Both tokens, shown this once, and for how many seconds each can be used."""

    access: str
    refresh: str
    expires_in: int
    refresh_expires_in: int


def by_password(request: HttpRequest, *, email: str, password: str) -> Granted:
    """Log in once. Raises ``Refused``: the same whether the account or only the password is unknown."""
    _count_try(request)
    user = _authenticated(request, email, password)
    if user is None or not _may_log_in(user):
        raise Refused("invalid_grant", _("The e-mail address or the password is not right."))
    _refuse_with_second_factor(user)
    with transaction.atomic():
        logins = ApiToken.objects.filter(user=user, name=NAME).order_by("-created_at", "-pk")
        logins.filter(created_at__lt=timezone.now() - REFRESH_LIFETIME).delete()
        surplus = logins.values_list("pk", flat=True)[MOST_AT_ONCE - 1 :]
        ApiToken.objects.filter(pk__in=list(surplus)).delete()
        token, secret = create_token(by=user, name=NAME, scopes=[Scope.READ], lifetime=ACCESS_LIFETIME)
    return _granted(token, secret)


def by_refresh(request: HttpRequest, *, refresh: str) -> Granted:
    """Exchange a refresh token for new tokens. Raises ``Refused``."""
    _count_try(request)
    with transaction.atomic():
        token = _token_of(refresh)
        _refuse_with_second_factor(token.user)
        secret = renew_token(token, lifetime=ACCESS_LIFETIME)
    return _granted(token, secret)


def _authenticated(request: HttpRequest, email: str, password: str) -> User | None:
    """As on the login page, with its limits on failures: here there are no further tries."""
    if "\0" in email + password:
        return None
    try:
        user = get_adapter(request).authenticate(request, email=email, password=password)
    except ValidationError as limit:
        raise Refused("slow_down", limit.messages[0], wait=(limit.params or {}).get("seconds")) from None
    return user if isinstance(user, User) else None


def _may_log_in(user: User) -> bool:
    """As on the login page: the account is active and its address confirmed."""
    confirmed = EmailAddress.objects.filter(user=user, verified=True, email__iexact=user.email)
    return user.is_active and confirmed.exists()


def _refuse_with_second_factor(user: User) -> None:
    """A password alone must not do where the owner, or the installation, asks for more."""
    if has_second_factor(user) or must_set_up_second_factor(user):
        message = _(
            "This account needs a second factor, which cannot be given here. "
            "Create a token on the page /accounts/tokens/ and send it as “Authorization: Bearer …”."
        )
        raise Refused("invalid_grant", message)


def _granted(token: ApiToken, secret: str) -> Granted:
    left = token.created_at + REFRESH_LIFETIME - timezone.now()
    return Granted(
        access=secret,
        refresh=signing.dumps([token.pk, bytes(token.digest).hex(), _mark(token.user)], salt=_SALT),
        expires_in=int(ACCESS_LIFETIME.total_seconds()),
        refresh_expires_in=max(0, int(left.total_seconds())),
    )


def _token_of(refresh: str) -> ApiToken:
    """The token that a refresh token speaks of, locked. Raises ``Refused`` for one that was used or is too old."""
    try:
        pk, digest, mark = signing.loads(refresh, salt=_SALT)
        token = (
            ApiToken.objects.select_for_update(of=("self",))
            .select_related("user")
            .get(
                pk=pk,
                digest=bytes.fromhex(digest),
                revoked_at__isnull=True,
                user__is_active=True,
                created_at__gt=timezone.now() - REFRESH_LIFETIME,
            )
        )
        if not constant_time_compare(mark, _mark(token.user)):
            raise ValueError("another password")
    except (signing.BadSignature, ApiToken.DoesNotExist, ValueError, TypeError):
        message = _("This refresh token was used before, is too old or is none. Log in with the password.")
        raise Refused("invalid_grant", message) from None
    return token


def _mark(user: User) -> str:
    """Another after each change of the password, as of sessions: whoever stole the old one is out."""
    return user.get_session_auth_hash()[:32]


def _count_try(request: HttpRequest) -> None:
    address = rates.neighbourhood(get_adapter(request).get_client_ip(request))
    spent = rates.spend(f"grant:{address}", 1, seconds=60)
    if spent.units > TRIES_PER_MINUTE:
        message = _("Too many logins from this address. Wait %(seconds)s seconds.") % {
            "seconds": spent.seconds_left
        }
        raise Refused("slow_down", message, wait=spent.seconds_left)
