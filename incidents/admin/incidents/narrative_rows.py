"""Rows that incidents and episodes share: reports read, translations, identifiers, review notes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from incidents.models import Citation, ExternalId, Incident, ReviewNote, Translation

from ..base import DeskInline
from ..forms import DeskForm
from ..sources import confidential_mark


class CitationInline(DeskInline):
    model = Citation
    fields = ("report", "coded", "opened", "protection")
    readonly_fields = ("opened", "protection")
    autocomplete_fields = ("report",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("report__source")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Only what was made from a dataset has reports that the dataset lists."""
        from_dataset = isinstance(obj, Incident) and obj.origin_row_id is not None
        return self.fields if from_dataset else [name for name in self.fields if name != "coded"]

    @admin.display(description=_("report"))
    def opened(self, citation: Citation) -> str:
        return format_html(
            '<a href="{}">{}</a>',
            reverse("admin:incidents_report_change", args=[citation.report.pk]),
            _("open"),
        )

    @admin.display(description=_("source"))
    def protection(self, citation: Citation) -> str:
        return confidential_mark(citation.report.source)


class TranslationInline(DeskInline):
    model = Translation
    fields = ("language", "title", "summary")
    classes = ("collapse",)


class IdentifierInline(DeskInline):
    model = ExternalId
    fields = ("scheme", "value", "match", "name")
    classes = ("collapse",)


class ReviewNoteForm(DeskForm):
    settled = forms.BooleanField(
        label=_("settled"), required=False, help_text=_("Tick when it is dealt with.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["settled"] = self.instance.resolved_at is not None
        if self.instance.pk:
            self.fields["text"].disabled = self.fields["field"].disabled = True

    def settle(self, by: Any) -> None:
        """Note who settled it, or that it is open again."""
        if self.cleaned_data.get("settled") == (self.instance.resolved_at is not None):
            return
        settled = self.cleaned_data["settled"]
        self.instance.resolved_at = timezone.now() if settled else None
        self.instance.resolved_by = by if settled else None


class ReviewNoteInline(DeskInline):
    """Review notes: written by one colleague, settled by another, never reworded."""

    model = ReviewNote
    form = ReviewNoteForm
    fields = ("field", "text", "by", "at", "settled", "resolved_by")
    readonly_fields = ("by", "at", "resolved_by")
    can_delete = False
