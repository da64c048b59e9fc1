"""Admin of actors: names, ties to each other, and the reports that say so."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from incidents.editorial.acts.editing import finish_edit
from incidents.models import Actor, ActorName, ActorRelation, ActorRelationCitation, ExternalId

from .acts.admin import ActsAdmin
from .base import DeskAdmin, DeskInline, acting_user
from .folded_search import named
from .lookups import label, lookup_queryset
from .picking import offer_to_create
from .protection import NameInline


class ActorNameInline(NameInline):
    model = ActorName
    fields = ("name", "kind", "script", "language", "used_by", "restricted")


class ActorRelationInline(DeskInline):
    model = ActorRelation
    fk_name = "actor"
    fields = ("kind", "other", "start", "end", "certainty", "public_note", "resting")
    readonly_fields = ("resting",)
    autocomplete_fields = ("other",)

    @admin.display(description=_("rests on"))
    def resting(self, relation: ActorRelation) -> str:
        """A page of its own, with the reports that say so."""
        if relation._state.adding:
            return ""
        url = reverse("admin:incidents_actorrelation_change", args=[relation.pk])
        return format_html('<a href="{}">{}</a>', url, _("reports"))


class ActorIdInline(DeskInline):
    model = ExternalId
    fields = ("scheme", "value", "match")
    classes = ("collapse",)


class RelationCitationInline(DeskInline):
    model = ActorRelationCitation
    autocomplete_fields = ("report",)


@admin.register(Actor)
class ActorAdmin(ActsAdmin):
    list_display = ("public", "name", "kind", "belongs", "country", "years", "updated_by")
    list_display_links = ("public", "name")
    list_filter = ("kind", "country")
    list_select_related = ("updated_by",)
    sortable_by = ("public", "name")
    fieldsets = (
        (None, {"fields": ("name", "kind", "country", ("active_from", "active_until"), "description")}),
        (_("For colleagues"), {"fields": ("note",)}),
    )
    inlines = (ActorNameInline, ActorRelationInline, ActorIdInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return lookup_queryset(Actor).select_related("updated_by")

    def lookup_offer(self, request: HttpRequest, text: str, beside: str) -> dict[str, Any] | None:
        return offer_to_create(Actor, text, beside) if self.has_add_permission(request) else None

    @admin.display(description=_("id"), ordering="public_id")
    def public(self, actor: Actor) -> str:
        return actor.public_id or "—"

    @admin.display(description=_("belongs to"))
    def belongs(self, actor: Actor) -> str:
        return label(actor).partition(" — ")[2]

    @admin.display(description=_("active"))
    def years(self, actor: Actor) -> str:
        first, last = (day.year if day else "" for day in (actor.active_from, actor.active_until))
        return f"{first}–{last}" if first or last else ""


@admin.register(ActorRelation)
class ActorRelationAdmin(DeskAdmin):
    """Reached from the actor: the reports on which one tie rests."""

    fields = ("actor", "kind", "other", ("start", "end"), "certainty", "public_note")
    autocomplete_fields = ("actor", "other")
    search_fields = ("actor__folded",)
    inlines = (RelationCitationInline,)
    list_select_related = ("actor", "other")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return ActorRelation.objects.select_related("actor", "other")

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        return rows.filter(actor__in=named(Actor.objects.all(), text).values("pk"))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """A tie is part of its actor's public document: the actor was edited, and the one it was moved from."""
        super().save_related(request, form, formsets, change)
        if form.has_changed() or any(formset.has_changed() for formset in formsets):
            self._count_as_edit(request, {form.instance.actor_id, form.values_before["actor_id"]})

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        self._count_as_edit(request, {obj.actor_id})

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        actors = set(queryset.values_list("actor", flat=True))
        with transaction.atomic():
            super().delete_queryset(request, queryset)
            self._count_as_edit(request, actors)

    def _count_as_edit(self, request: HttpRequest, actors: set[Any]) -> None:
        for actor in Actor.objects.filter(pk__in=actors - {None}).order_by("pk"):
            finish_edit(subject=actor, by=acting_user(request))

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        return {}
