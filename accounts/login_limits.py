"""Limits on tries to log in, counted alike for accounts that exist and for those that do not.

Counting by account alone lets anybody keep its owner out; counting by address alone lets many addresses guess. So a try
counts by account *and* address, by address, and with a far higher ceiling by account. A device on which somebody has
logged in before keeps a signed cookie and is counted by itself: whatever others try, from elsewhere or from the same
address, its owner gets in (OWASP, “Slow Down Online Guessing Attacks with Device Cookies”). From a new device under
attack there is the link of a new password, which logs in.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

from accounts import rates

DEVICE_COOKIE = "__Secure-device" if settings.PRODUCTION else "attest-device"
DEVICE_LIFETIME = 180 * 24 * 60 * 60
"""Seconds."""

_SALT = "accounts.login_limits.device"


@dataclass(frozen=True, slots=True)
class LoginLimit:
    """So many ``tries`` within so many ``seconds`` for what ``key`` names."""

    key: str
    tries: int
    seconds: int


class TooManyTries(Exception):
    """A try that is not even looked at; ``wait`` is in seconds."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"wait {wait} seconds")
        self.wait = wait


def count_try(request: HttpRequest, login: str) -> None:
    """Count a try before the password is looked at, so that simultaneous ones count too. Raises ``TooManyTries``.

    What is refused for the address does not count against the account.
    """
    for limit in _limits(request, login):
        spent = rates.spend(limit.key, 1, seconds=limit.seconds)
        if spent.units > limit.tries:
            raise TooManyTries(spent.seconds_left)


def take_back_try(request: HttpRequest, login: str) -> None:
    """Uncount a try that succeeded; failures before it stay counted, or an account of one's own would reset them."""
    for limit in _limits(request, login):
        rates.spend(limit.key, -1, seconds=limit.seconds)


def remember_device(response: HttpResponseBase, login: str) -> None:
    """Let the browser be known as one on which this account's owner has logged in."""
    response.set_cookie(
        DEVICE_COOKIE,
        signing.dumps([_account(login), secrets.token_hex(8)], salt=_SALT),
        max_age=DEVICE_LIFETIME,
        path="/accounts/",
        secure=settings.PRODUCTION,
        httponly=True,
        samesite="Lax",
    )


def _limits(request: HttpRequest, login: str) -> Iterator[LoginLimit]:
    account = _account(login)
    device = _device(request, account)
    if device:
        yield LoginLimit(f"login:{account}:device:{device}", 5, 5 * 60)
        return
    address = rates.neighbourhood(get_adapter(request).get_client_ip(request))
    yield LoginLimit(f"login:address:{address}", 10, 60)
    yield LoginLimit(f"login:{account}:address:{address}", 5, 5 * 60)
    yield LoginLimit(f"login:{account}", 50, 5 * 60)


def _account(login: str) -> str:
    """Of whatever was typed, in small letters as accounts are looked up; counters hold no addresses of people."""
    return salted_hmac(_SALT, login.strip().lower(), algorithm="sha256").hexdigest()[:40]


def _device(request: HttpRequest, account: str) -> str:
    """The device's own name, if this account has logged in on it."""
    try:
        owner, name = signing.loads(
            request.COOKIES.get(DEVICE_COOKIE, ""), salt=_SALT, max_age=DEVICE_LIFETIME
        )
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(name) if owner == account else ""
