"""Forms with which a manager makes and changes accounts."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib.auth.forms import BaseUserCreationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role


class NewUserForm(BaseUserCreationForm[User]):
    """The password is a first one: its owner is expected to change it."""

    class Meta:
        model = User
        fields = ["email", "display_name", "role"]

    def clean_email(self) -> str:
        return cast(str, self.cleaned_data["email"]).lower()

    def save(self, commit: bool = True) -> User:
        """Creates the account and its confirmed address at once, whatever `commit` says."""
        values = self.cleaned_data
        return User.objects.create_user(
            values["email"], values["password1"], display_name=values["display_name"], role=values["role"]
        )

    def save_m2m(self) -> None:
        """Nothing to save: users have no many-to-many fields."""


class UserForm(forms.ModelForm[User]):
    """Refuses to leave the team without anybody who can manage accounts."""

    class Meta:
        model = User
        fields = ["display_name", "role", "is_active"]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        stays = self.cleaned_data.get("role") == Role.MANAGER and self.cleaned_data.get("is_active")
        was = self.initial.get("role") == Role.MANAGER and self.initial.get("is_active")
        others = User.objects.filter(role=Role.MANAGER, is_active=True).exclude(pk=self.instance.pk)
        if was and not stays and not others.exists():
            raise ValidationError(
                _("This is the last active manager. Make somebody else a manager first."), code="last-manager"
            )
        return cleaned
