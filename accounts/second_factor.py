"""Second factor: who has to have one, and who has one."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from accounts.models import User

# Recovery codes replace a lost factor; alone they are none.
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def has_second_factor(user: User) -> bool:
    """Whether a code or a security key is asked for when `user` logs in."""
    return bool(is_mfa_enabled(user, FACTORS))


def must_set_up_second_factor(user: User | AnonymousUser) -> bool:
    """True for a member of the team who has none yet, where the installation asks for one."""
    if not settings.SECOND_FACTOR_REQUIRED or not isinstance(user, User):
        return False
    return user.is_staff and not has_second_factor(user)
