"""Admin of reports and their texts, version by version."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Max
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from incidents.editorial.acts.editing import finish_edit_of_report
from incidents.models import Report, ReportText
from incidents.scripts import report_language

from .base import DeskAdmin, DeskInline, acting_user
from .folded_search import named
from .forms import SharedForm
from .sources import confidential_mark

PUBLIC = frozenset({"title", "source", "url", "archive_url", "published_on", "byline", "language"})
"""What documents say of a report."""


class ReportForm(SharedForm):
    new_text = forms.CharField(
        label=_("text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12, "class": "vLargeTextField"}),
        help_text=_(
            "What was read, or our paraphrase of it; never published. Claims point to passages of it. A text is never "
            "changed: what you enter here becomes its next version."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "language" in self.fields:
            self.fields["language"].help_text = _(
                "Language tag (BCP 47), such as en, ar, kmr, ckb. Left empty, it is told by the letters of headline "
                "and text, as far as they give it away."
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "language" in self.fields and not cleaned.get("language") and "language" not in self.errors:
            text = f"{cleaned.get('title', '')}\n{cleaned.get('new_text', '')}"
            source = cleaned.get("source")
            cleaned["language"] = report_language(text, source.languages if source else ())
        return cleaned


class TextInline(DeskInline):
    """What was read, version by version; to be looked at."""

    model = ReportText
    fields = readonly_fields = ("version", "text", "captured_at")
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Report)
class ReportAdmin(DeskAdmin):
    form = ReportForm
    list_display = ("title", "source", "published_on", "triage", "protection")
    list_filter = ("triage", "published_on")
    list_select_related = ("source",)
    sortable_by = ("published_on",)
    autocomplete_fields = ("source", "duplicate_of")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "title", "source", "url", "archive_url", ("published_on", "retrieved_at"),
                    ("byline", "dateline", "language"),
                )
            },
        ),
        (_("Text"), {"fields": ("new_text",)}),
        (_("Work"), {"fields": ("triage", "duplicate_of", "note")}),
    )  # fmt: skip
    inlines = (TextInline,)

    def search(self, rows: Any, text: str) -> Any:
        if text.strip().startswith(("http://", "https://")):
            return rows.filter(url=text.strip())
        return named(rows, text)

    def as_lookup(self, rows: Any, text: str) -> Any:
        return rows.select_related("source").order_by("-published_on", "-pk")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if change and PUBLIC.intersection(form.changed_data):
            finish_edit_of_report(report=form.instance, by=acting_user(request))
        if text := form.cleaned_data.get("new_text", "").strip():
            add_text(form.instance, text)

    @admin.display(description=_("source"))
    def protection(self, report: Report) -> str:
        return confidential_mark(report.source)


def add_text(report: Report, text: str) -> ReportText:
    """Store a text as the report's next version; the same text twice is stored once."""
    digest = sha256(text.encode()).hexdigest()
    last = report.texts.aggregate(last=Max("version"))["last"] or 0
    same = report.texts.filter(version=last, sha256=digest).first()
    return same or report.texts.create(version=last + 1, text=text, sha256=digest)
