"""Admin of sources: how far they are trusted, to whom they stand close, and who must not be named."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from incidents.models import Source, SourceAffiliation, SourceReliability

from .acts.admin import ActsAdmin
from .base import DeskInline, acting_user
from .protection import ProtectedForm


class SourceForm(ProtectedForm):
    protecting = ("confidential", "withhold_claims")

    def lifts(self) -> list[str]:
        """The ground for naming a private person is a decision about that person too.

        A name that a confidential source has lost would be found in no text any more.
        """
        lifted = super().lifts()
        if "disclosure_basis" in self.changed_data and self.cleaned_data.get("disclosure_basis"):
            lifted.append("disclosure_basis")
        if self.values_before["confidential"]:
            before, now = self.values_before, self.cleaned_data
            if before["name"] != now.get("name"):
                lifted.append("name")
            if not {*(before["aliases"] or ())} <= {*(now.get("aliases") or ())}:
                lifted.append("aliases")
        return lifted


class ReliabilityInline(DeskInline):
    """Judged by whoever enters it."""

    model = SourceReliability
    fields = ("grade", "since", "reason", "by")
    readonly_fields = ("by",)


class AffiliationInline(DeskInline):
    model = SourceAffiliation
    fk_name = "source"
    fields = ("kind", "actor", "start", "end", "certainty", "according_to")
    autocomplete_fields = ("actor", "according_to")


@admin.register(Source)
class SourceAdmin(ActsAdmin):
    form = SourceForm
    list_display = ("public", "name", "kind", "country", "protection", "updated_by")
    list_display_links = ("public", "name")
    list_filter = ("kind", "confidential", "country")
    list_select_related = ("updated_by",)
    sortable_by = ("public", "name")
    fieldsets = (
        (None, {"fields": ("name", "aliases", "kind", ("country", "languages"), "website")}),
        (
            _("Protection"),
            {
                "fields": ("confidential", "withhold_claims", "disclosure_basis"),
                "description": _("What protects people takes effect with the next edition of each incident."),
            },
        ),
        (_("For colleagues"), {"fields": ("note",)}),
    )
    inlines = (ReliabilityInline, AffiliationInline)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for row in formset.extra_forms:
            if isinstance(row.instance, SourceReliability):
                row.instance.by = acting_user(request)
        super().save_formset(request, form, formset, change)

    @admin.display(description=_("id"), ordering="public_id")
    def public(self, source: Source) -> str:
        return source.public_id or "—"

    @admin.display(description=_("protection"))
    def protection(self, source: Source) -> str:
        return confidential_mark(source)


def confidential_mark(source: Source | None) -> str:
    """A visible warning beside everything that comes from a source who must not be named."""
    if source is None or not source.confidential:
        return ""
    words = _("withheld altogether") if source.withhold_claims else _("confidential")
    return format_html('<span class="mark mark-confidential">{}</span>', words)
