"""The field behind a look-up."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import ModelChoiceField
from django.utils.translation import gettext as _

from .lookups import label


class LookUpField(ModelChoiceField[Any]):
    """Labels its choices so that namesakes can be told apart, and fetches what was chosen with its label."""

    def label_from_instance(self, obj: Any) -> str:
        return label(obj)

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        key = getattr(value, "pk", value)
        rows = self.queryset.filter(pk=key) if self.queryset is not None and str(key).isdecimal() else ()
        found = list(rows[:1])
        if not found:
            raise ValidationError(_("It is not among the choices, or is gone."), code="invalid_choice")
        return found[0]
