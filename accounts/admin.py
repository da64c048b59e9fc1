"""Accounts in the admin, for managers: who is on the team, and in which role."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin_forms import NewUserForm, UserForm
from accounts.models import ApiToken, User


class NoHiddenColumns(admin.ModelAdmin[Any]):
    """Filters in the address reach what the list shows, so that no hash can be guessed letter by letter."""

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        field = lookup.split("__")[0]
        return field in {str(name) for name in self.list_filter} and super().lookup_allowed(
            lookup, value, request
        )


@admin.register(User)
class UserAdmin(NoHiddenColumns):
    """An account is switched off, never deleted: the history names its owner."""

    list_display = ["display_name", "email", "role", "is_active", "has_second_factor", "last_login"]
    list_filter = ["role", "is_active"]
    search_fields = ["display_name", "email"]
    ordering = ["display_name"]
    form = UserForm

    def get_form(
        self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm[User]]:
        if obj is None:
            kwargs["form"] = NewUserForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        # The address is where notices go and what one logs in with: its owner changes and confirms it.
        return ["email", "last_login", "created_at"] if obj else []

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        factors = Authenticator.objects.filter(user=OuterRef("pk")).exclude(
            type=Authenticator.Type.RECOVERY_CODES
        )
        users: QuerySet[User] = super().get_queryset(request)
        return users.annotate(second_factor=Exists(factors))

    @admin.display(boolean=True, description=_("second factor"))
    def has_second_factor(self, user: User) -> bool:
        return bool(getattr(user, "second_factor", False))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False


@admin.register(ApiToken)
class ApiTokenAdmin(NoHiddenColumns):
    """What is in use, to be looked at; secrets are nowhere, and tokens are revoked by their owners."""

    list_display = [
        "prefix",
        "name",
        "user",
        "scopes",
        "created_at",
        "expires_at",
        "revoked_at",
        "last_used_at",
    ]
    list_select_related = ["user"]
    search_fields = ["prefix", "name", "user__display_name"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        return False


# allauth's own form would show and let overwrite the secret of somebody's second factor.
admin.site.unregister(Authenticator)


@admin.register(Authenticator)
class AuthenticatorAdmin(NoHiddenColumns):
    """For a lost telephone: the manager removes the factor, and its owner sets up another at the next login."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    fields = readonly_fields = ("user", "type", "created_at", "last_used_at")
    list_select_related = ["user"]
    list_filter = ["type"]
    search_fields = ["user__display_name", "user__email"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


# A changed address must be confirmed by its owner; the list is there to see who has not.
admin.site.unregister(EmailAddress)


@admin.register(EmailAddress)
class EmailAddressAdmin(NoHiddenColumns):
    """E-mail addresses, confirmed or not."""

    list_display = ["user", "email", "primary", "verified"]
    fields = readonly_fields = ("user", "email", "primary", "verified")
    list_select_related = ["user"]
    list_filter = ["verified"]
    search_fields = ["email", "user__display_name"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: EmailAddress | None = None) -> bool:
        return False
