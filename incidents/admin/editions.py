"""Editions of the record, read only: the desk never changes one."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from incidents.record.models import Edition

from .acts.outline import outline
from .base import ReadOnlyAdmin


@admin.register(Edition)
class EditionAdmin(ReadOnlyAdmin):
    list_display = ("sequence", "public_id", "number", "kind", "issued_at", "note")
    list_display_links = ("sequence", "public_id")
    ordering = ("-sequence",)
    sortable_by = ()
    search_fields = ("public_id",)
    search_help_text = _("Public id, such as INC-000042, or a sequence number.")
    change_form_template = "admin/desk/edition.html"
    fields = ("sequence", "public_id", "number", "kind", "issued_at", "note", "digest")

    def search(self, rows: Any, text: str) -> Any:
        term = text.strip().upper()
        if term.isdecimal() and len(term) < 15:
            return rows.filter(sequence=int(term))
        return rows.filter(public_id=term)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        edition = context["original"]
        context |= {"outline": outline(edition.body) if edition.body else [], "text": edition.body}
        return super().render_change_form(request, context, *args, **kwargs)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """An edition has no history: it is one."""
        return self.change_view(request, object_id)
