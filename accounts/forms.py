"""Forms of the account pages."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import Scope, User

LIFETIMES = [("30", _("30 days")), ("90", _("90 days")), ("365", _("a year")), ("", _("no expiry"))]


class SignupForm(forms.Form):
    """What a researcher tells us besides address and password."""

    display_name = forms.CharField(label=_("Name"), min_length=2, max_length=80)

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth once the account exists."""
        user.display_name = self.cleaned_data["display_name"]
        user.save(update_fields=["display_name"])


class TokenForm(forms.Form):
    """A new API token."""

    name = forms.CharField(
        label=_("What will use it?"),
        max_length=80,
        help_text=_("A name to know it by, such as “nightly import”."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"),
        choices=Scope.choices,
        initial=[Scope.READ],
        widget=forms.CheckboxSelectMultiple,
    )
    lifetime = forms.ChoiceField(
        label=_("How long is it valid?"), choices=LIFETIMES, initial="90", required=False
    )

    def clean_lifetime(self) -> timedelta | None:
        days = self.cleaned_data["lifetime"]
        return timedelta(days=int(days)) if days else None
