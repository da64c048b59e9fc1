"""Admin of the gazetteer: places, their names, and the point on the map."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.forms import NumberInput
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from incidents.editorial.restricted import is_hidden
from incidents.models import ExternalId, Location, LocationName

from .acts.admin import ActsAdmin
from .base import DeskInline
from .folded_search import most_populous
from .incidents.filters import CountryFilter
from .map_widget import PointInput
from .picking import offer_to_create, places_named
from .protection import NameInline, ProtectedForm


class LocationForm(ProtectedForm):
    protecting = ("restricted",)

    class Meta:
        widgets = {"lat": PointInput, "lon": NumberInput(attrs={"step": "0.00001"})}

    def lifts(self) -> list[str]:
        """What lies in a restricted place is hidden with it, until it is moved elsewhere; so is its name."""
        hiding = [name for name in ("parent", "name") if name in self.changed_data]
        hidden = hiding and self.instance.pk and is_hidden(self.instance.pk)
        return [*super().lifts(), *hiding] if hidden else super().lifts()


class LocationNameInline(NameInline):
    model = LocationName
    fields = ("name", "kind", "script", "language", "restricted")


class LocationIdInline(DeskInline):
    model = ExternalId
    fields = ("scheme", "value", "match")
    classes = ("collapse",)


@admin.register(Location)
class LocationAdmin(ActsAdmin):
    form = LocationForm
    list_display = ("public", "name", "type", "within", "country", "population", "restricted")
    list_display_links = ("public", "name")
    list_filter = ("type", CountryFilter, "restricted")
    list_select_related = ("parent",)
    sortable_by = ("public", "name")
    autocomplete_fields = ("parent",)
    ordering_in_lookups = (most_populous(),)
    fieldsets = (
        (None, {"fields": ("name", "type", "parent", "country", "restricted")}),
        (_("On the map"), {"fields": (("lat", "lon"), "radius_km")}),
        (_("Codes and size"), {"fields": ("pcode", "geonames_id", "population")}),
        (_("For colleagues"), {"fields": ("note",)}),
    )
    inlines = (LocationNameInline, LocationIdInline)
    search_help_text = _("Any name, in any script; after a comma what it lies in: Manbij, Aleppo.")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, str | list[str]]:
        return {
            "type": "site",
            "country": settings.COUNTRIES[0],
            **super().get_changeform_initial_data(request),
        }

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        return places_named(rows, text)

    def lookup_offer(self, request: HttpRequest, text: str, beside: str) -> dict[str, Any] | None:
        return offer_to_create(Location, text, beside) if self.has_add_permission(request) else None

    @admin.display(description=_("id"), ordering="public_id")
    def public(self, location: Location) -> str:
        return location.public_id or "—"

    @admin.display(description=_("lies in"))
    def within(self, location: Location) -> str:
        return str(location.parent or "")
