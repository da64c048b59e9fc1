"""Middleware: members of the team set up a second factor before they see anything that is not public."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.second_factor import must_set_up_second_factor


class SecondFactorMiddleware:
    """Guards the admin. At public pages it does not even look at the user, so that they need no session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(reverse("admin:index")) and must_set_up_second_factor(request.user):
            messages.warning(
                request, _("Set up a second factor first: it protects the people in this material.")
            )
            return redirect("mfa_index")
        return self.get_response(request)
