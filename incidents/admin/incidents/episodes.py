"""Admin of episodes."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Func, TextField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from incidents.intake.said_dates import say_date
from incidents.models import (
    Citation,
    Episode,
    EpisodeActor,
    EpisodeLocation,
    EpisodeMembership,
    ExternalId,
    ReviewNote,
    Translation,
)

from ..base import DeskInline
from ..folded_search import folded_words
from ..imprecise_dates import occurred
from ..sections import SectionPlan
from .columns import state_mark
from .narrative import WHEN_FIELDS, NarrativeAdmin
from .narrative_rows import CitationInline, IdentifierInline, ReviewNoteInline, TranslationInline

WHAT, WHEN, DESK = _("What"), _("When"), _("Desk")


class IncidentsInline(DeskInline):
    model = EpisodeMembership
    autocomplete_fields = ("incident",)
    verbose_name_plural = _("incidents")


class ActorsInline(DeskInline):
    model = EpisodeActor
    autocomplete_fields = ("actor",)
    verbose_name_plural = _("actors")


class LocationsInline(DeskInline):
    model = EpisodeLocation
    autocomplete_fields = ("location",)
    verbose_name_plural = _("locations")


@admin.register(Episode)
class EpisodeAdmin(NarrativeAdmin):
    list_display = ("public", "title", "kind", "when", "state_mark", "updated_by")
    list_display_links = ("public", "title")
    list_filter = ("state", "kind")
    list_select_related = ("updated_by",)
    sortable_by = ("public", "when")
    search_fields = ("title",)
    fieldsets = (
        (WHAT, {"fields": ("title", "summary", ("kind", "language"))}),
        (WHEN, {"fields": WHEN_FIELDS}),
        (DESK, {"fields": ("note",)}),
    )  # fmt: skip
    inlines = (
        IncidentsInline, ActorsInline, LocationsInline, CitationInline, TranslationInline, IdentifierInline,
        ReviewNoteInline,
    )  # fmt: skip
    sections = (
        SectionPlan("what", WHAT, fieldset=True),
        SectionPlan("when", WHEN, fieldset=True),
        SectionPlan("incidents", _("Incidents"), rows=(EpisodeMembership,)),
        SectionPlan("who", _("Who and where"), rows=(EpisodeActor, EpisodeLocation)),
        SectionPlan("reports", _("Reports"), rows=(Citation,)),
        SectionPlan("more", _("Translations and identifiers"), rows=(Translation, ExternalId)),
        SectionPlan("review", _("Review"), rows=(ReviewNote,)),
        SectionPlan("desk", DESK, fieldset=True),
    )

    def search(self, rows: Any, text: str) -> Any:
        """Episodes are few: their titles are folded as they are read."""
        rows = rows.annotate(folded=Func("title", function="attest_fold", output_field=TextField()))
        for word in folded_words(text):
            rows = rows.filter(folded__contains=word)
        return rows

    def as_lookup(self, rows: Any, text: str) -> Any:
        return rows.order_by("-occurred_earliest", "-pk")

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    @admin.display(description=_("id"), ordering="public_id")
    def public(self, episode: Episode) -> str:
        return episode.public_id or f"#{episode.pk}"

    @admin.display(description=_("when"), ordering="occurred_earliest")
    def when(self, episode: Episode) -> str:
        return say_date(occurred(episode))

    @admin.display(description=_("state"))
    def state_mark(self, episode: Episode) -> str:
        return state_mark(episode.state)
