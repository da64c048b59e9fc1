"""Login by e-mail address and password (allauth's), and permissions by role."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.http import HttpRequest

from accounts.models import User
from accounts.permissions import permissions_of

AnyUser = AbstractBaseUser | AnonymousUser


class RoleBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    """Nobody bypasses the role: there are no superusers, groups or permissions of single users."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        """Nobody for an account that was switched off, which allauth would tell apart from a wrong password."""
        user: User | None = super().authenticate(request, **credentials)
        self.unstash_authenticated_user()
        return user

    def get_user_permissions(self, user_obj: AnyUser, obj: Model | None = None) -> set[str]:
        return self.get_all_permissions(user_obj, obj)

    def get_group_permissions(self, user_obj: AnyUser, obj: Model | None = None) -> set[str]:
        return set()

    def get_all_permissions(self, user_obj: AnyUser, obj: Model | None = None) -> set[str]:
        if not isinstance(user_obj, User) or not user_obj.is_active:
            return set()
        return set(permissions_of(user_obj.role))

    def has_perm(self, user_obj: AnyUser, perm: str, obj: Model | None = None) -> bool:
        # `obj` is ignored: whether this row may be changed now is for the editorial rules to say.
        return isinstance(user_obj, User) and user_obj.is_active and perm in permissions_of(user_obj.role)
