"""Adapters of allauth: who may sign up, where a confirmation leads, and how second-factor secrets are kept."""

from __future__ import annotations

import base64
import hashlib
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Sign-up is for researchers, who get no role; ATTEST_SIGNUP_OPEN says whether there is any."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.SIGNUP_OPEN)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """Leads on to the page that one signed up for, also in another browser than the one one did it in.

        allauth takes only a page of this site, both here and when the link is followed.
        """
        url = str(super().get_email_confirmation_url(request, emailconfirmation))
        onward = get_next_redirect_url(request)
        return f"{url}?{urlencode({REDIRECT_FIELD_NAME: onward})}" if onward else url


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Keeps the secrets encrypted, so that a stolen backup of the database does not hold the second factor."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> Fernet:
    key = hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"second-factor").digest()
    return Fernet(base64.urlsafe_b64encode(key))
