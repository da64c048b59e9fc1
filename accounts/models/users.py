"""A person with an account."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import pghistory
from allauth.account.models import EmailAddress
from django.contrib import auth
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import MinLengthValidator
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Capability, Role, capabilities_of


class UserManager(BaseUserManager["User"]):
    """Creates accounts; looks them up by e-mail address whatever its case."""

    def get_by_natural_key(self, email: str | None) -> User:
        return self.get(email__iexact=email)

    @transaction.atomic
    def create_user(
        self, email: str, password: str | None = None, *, display_name: str, role: str = ""
    ) -> User:
        """An account whose address counts as confirmed, because a member of the team vouches for it."""
        user = self.model(email=email.strip().lower(), display_name=display_name, role=role)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
        return user

    def create_superuser(self, email: str, password: str | None = None, *, display_name: str) -> User:
        """What `manage.py createsuperuser` calls: the first manager of a new installation."""
        return self.create_user(email, password, display_name=display_name, role=Role.MANAGER)


@pghistory.track(exclude=["password", "last_login"])
class User(AbstractBaseUser):
    """Somebody who logs in. With a role: a member of the team. Without: a researcher who uses API tokens."""

    email = models.EmailField(
        _("e-mail address"),
        unique=True,
        help_text=_("Used to log in and for notices; never shown in public."),
    )
    display_name = models.CharField(
        _("name"),
        max_length=80,
        validators=[MinLengthValidator(2)],
        help_text=_("How this person is named to the rest of the team, in the history and in reviews."),
    )
    role = models.CharField(
        _("role"),
        max_length=16,
        choices=Role.choices,
        blank=True,
        help_text=_(
            "Analysts enter material. Reviewers also approve, publish, correct, retract and merge. Managers also "
            "withhold and manage accounts. Without a role: a researcher, who sees only what is public."
        ),
    )
    is_active = models.BooleanField(
        _("active"),
        default=True,
        help_text=_("Switch this off instead of deleting an account: the history keeps naming its owner."),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["display_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique_in_any_case",
                violation_error_message=_("There is already an account with this e-mail address."),
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=["", *Role.values]),
                name="user_role_known",
                violation_error_message=_("This role does not exist."),
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def is_staff(self) -> bool:
        """Whether this is a member of the team, who may enter the admin."""
        return bool(self.role)

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name

    def can(self, capability: Capability) -> bool:
        """Whether the role allows it; an account that was switched off may do nothing."""
        return self.is_active and capability in capabilities_of(self.role)

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        return any(backend.has_perm(self, perm, obj) for backend in auth.get_backends())

    def has_perms(self, perms: Iterable[str], obj: models.Model | None = None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perms)

    def has_module_perms(self, app_label: str) -> bool:
        return any(name.startswith(f"{app_label}.") for name in self.get_all_permissions())

    def get_all_permissions(self) -> set[str]:
        return {name for backend in auth.get_backends() for name in backend.get_all_permissions(self)}
