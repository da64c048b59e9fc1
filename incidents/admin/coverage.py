"""Admin of coverage: what is monitored, and how far the coding has got."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.forms import CheckboxSelectMultiple, TypedMultipleChoiceField
from django.utils.translation import gettext_lazy as _

from incidents.codebook import EventType
from incidents.models import Coverage, CoverageArea, CoverageSource

from .acts.admin import ActsAdmin
from .base import DeskInline
from .forms import SubjectForm


class CoverageForm(SubjectForm):
    event_types = TypedMultipleChoiceField(
        label=_("Event types"),
        choices=EventType.choices,
        required=False,
        empty_value=[],
        widget=CheckboxSelectMultiple,
        help_text=_("Which types are recorded; none ticked: all of them."),
    )


class AreaInline(DeskInline):
    model = CoverageArea
    fields = ("location",)
    autocomplete_fields = ("location",)
    rows_when_new = 1


class MonitoredInline(DeskInline):
    model = CoverageSource
    fields = ("source",)
    autocomplete_fields = ("source",)


@admin.register(Coverage)
class CoverageAdmin(ActsAdmin):
    form: Any = CoverageForm
    list_display = ("public", "name", "since", "until", "coded_until", "updated_by")
    list_display_links = ("public", "name")
    list_select_related = ("updated_by",)
    sortable_by = ("public", "name", "since")
    fieldsets = (
        (None, {"fields": ("name", "description")}),
        (_("When and what"), {"fields": (("since", "until", "coded_until"), "event_types", "languages")}),
        (_("Backlog"), {"fields": ("backlog",)}),
        (_("For colleagues"), {"fields": ("note",)}),
    )
    inlines = (AreaInline, MonitoredInline)

    @admin.display(description=_("id"), ordering="public_id")
    def public(self, coverage: Coverage) -> str:
        return coverage.public_id or "—"
