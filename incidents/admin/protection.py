"""Forms and rows with flags that protect people: anybody sets them, only those who may approve lift them."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Capability
from incidents.editorial.restricted import is_hidden
from incidents.models import Location

from .base import DeskInline, acting_user
from .forms import DeskForm, SubjectForm
from .formsets import DeskFormSet


def _needs_approval() -> ValidationError:
    return ValidationError(
        _("This protects somebody: only a colleague who may approve can lift it."), code="protected"
    )


def _lifted(form: DeskForm, name: str) -> bool:
    return bool(form.values_before.get(name)) and form.cleaned_data.get(name) is False


class ProtectedForm(SubjectForm):
    """A subject with flags that protect people; ``lifts`` names the fields by which this save would unprotect."""

    protecting: ClassVar[tuple[str, ...]] = ()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.editing.by.can(Capability.APPROVE):
            for name in self.lifts():
                self.add_error(name, _needs_approval())
        return cleaned

    def lifts(self) -> list[str]:
        return [name for name in self.protecting if name in self.fields and _lifted(self, name)]


class NameFormSet(DeskFormSet):
    """Names of a subject, of which some must not become public."""

    by: ClassVar[User]

    def clean(self) -> None:
        super().clean()
        if not self.by.can(Capability.APPROVE) and any(map(self._unprotects, self.initial_forms)):
            raise _needs_approval()

    def _unprotects(self, form: Any) -> bool:
        """A name that is put in another's place is found in no text any more, as if it had been deleted."""
        if not (form.values_before.get("restricted") or self._is_hidden):
            return False
        return form in self.deleted_forms or _lifted(form, "restricted") or "name" in form.changed_data

    @cached_property
    def _is_hidden(self) -> bool:
        """All names of a hidden place are restricted."""
        return isinstance(self.instance, Location) and bool(self.instance.pk) and is_hidden(self.instance.pk)


class NameInline(DeskInline):
    """Rows with a flag ``restricted``."""

    formset = NameFormSet

    def get_formset(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.by = acting_user(request)
        return formset
