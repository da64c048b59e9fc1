"""Adapters of allauth: who may sign up, how often one may try to log in, what links in mails lead to, how second-factor
secrets are kept."""

from __future__ import annotations

import base64
import hashlib
import secrets
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import ngettext

from accounts import login_limits
from accounts.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Sign-up is for researchers, who get no role; ATTEST_SIGNUP_OPEN says whether there is any."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.SIGNUP_OPEN)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse a try that is one too many, in the same words for every account there is and is not."""
        try:
            login_limits.count_try(request, credentials.get("email", ""))
        except login_limits.TooManyTries as refused:
            minutes = -(-refused.wait // 60)
            sentence = ngettext(
                "Too many failed logins. Wait a minute before the next try, or set a new password.",
                "Too many failed logins. Wait %(minutes)s minutes before the next try, or set a new password.",
                minutes,
            )
            params = {"minutes": minutes, "seconds": refused.wait}
            raise ValidationError(sentence, code="too_many_login_attempts", params=params) from None

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        user: User | None = super().authenticate(request, **credentials)
        if user is not None:
            login_limits.take_back_try(request, credentials.get("email", ""))
        return user

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponseBase:
        """What this device tries from now on is counted apart from what others try."""
        response: HttpResponseBase = super().post_login(request, user, **kwargs)
        login_limits.remember_device(response, kwargs.get("email") or user.email)
        return response

    def send_account_already_exists_mail(self, email: str) -> None:
        """Takes as long as making an account does, so that the time does not tell which addresses have one."""
        make_password(secrets.token_urlsafe())
        super().send_account_already_exists_mail(email)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """Leads on to the page that one signed up for, also in another browser than the one one did it in.

        allauth takes only a page of this site, both here and when the link is followed.
        """
        url = _at_site(super().get_email_confirmation_url(request, emailconfirmation))
        onward = get_next_redirect_url(request)
        return f"{url}?{urlencode({REDIRECT_FIELD_NAME: onward})}" if onward else url

    def get_reset_password_from_key_url(self, key: str) -> str:
        return _at_site(super().get_reset_password_from_key_url(key))


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Keeps the secrets encrypted, so that a stolen backup of the database does not hold the second factor."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _at_site(url: str) -> str:
    """The address below ATTEST_SITE_URL: allauth builds it from what the request called the site."""
    return f"{settings.SITE_URL}{urlsplit(url).path}"


def _cipher() -> Fernet:
    key = hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"second-factor").digest()
    return Fernet(base64.urlsafe_b64encode(key))
