"""Rows that belong to a subject, on its form."""

from __future__ import annotations

from typing import Any

from django.forms.models import BaseInlineFormSet

from .forms import DeskForm, show_what_was_seen


class DeskFormSet(BaseInlineFormSet[Any, Any, Any]):
    """Keeps what was typed even where a colleague removed the row: then it is entered anew."""

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        form = super()._construct_form(i, **kwargs)
        if self.is_bound and i < self.initial_form_count() and form.instance.pk is None:
            _make_lost(form)
        return form

    @property
    def lost_forms(self) -> list[Any]:
        """Forms whose row is gone from the database."""
        return [form for form in self.initial_forms if getattr(form, "lost", False)]

    def save_existing_objects(self, commit: bool = True) -> list[Any]:
        saved = super().save_existing_objects(commit)
        for form in self.lost_forms:
            if form.has_changed() and not self._should_delete_form(form):
                saved.append(self.save_new(form, commit=commit))
        return saved

    def take_over_newer(self) -> None:
        """For showing the rows again: those that the editor left alone read as they are now."""
        for form in self.initial_forms:
            if isinstance(form, DeskForm) and form.instance.pk and not form.has_changed():
                form.take_over_newer()


def _make_lost(form: Any) -> None:
    form.lost = True
    show_what_was_seen(form)
    form.data = form.data.copy()
    form.data[form.add_prefix(form.instance._meta.pk.name)] = ""
