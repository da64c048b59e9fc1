"""Members of the team set up a second factor before they see anything that is not public."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class SecondFactorMiddleware:
    """Guards the admin. Public pages are not looked at, so that they need no session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.guarded = reverse("admin:index")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            settings.SECOND_FACTOR_REQUIRED
            and request.path.startswith(self.guarded)
            and self._lacks_one(request)
        ):
            messages.warning(
                request, _("Set up a second factor first: it protects the people in this material.")
            )
            return redirect("mfa_index")
        return self.get_response(request)

    @staticmethod
    def _lacks_one(request: HttpRequest) -> bool:
        user = request.user
        return user.is_authenticated and user.is_staff and not is_mfa_enabled(user, SECOND_FACTORS)
