"""Admin of incidents: the list and the form where analysts spend their day."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy, ngettext

from accounts.roles import Capability
from incidents.codebook import SUB_EVENTS, EventType, Licence, SubEventType, WorkflowState
from incidents.editorial.acts.publish import publish_batch
from incidents.editorial.refusal import Refused
from incidents.models import (
    AssessedFigure,
    Assessment,
    Citation,
    EpisodeMembership,
    ExternalId,
    Incident,
    IncidentLink,
    IncidentLocation,
    Involvement,
    Participation,
    ReviewNote,
    Translation,
)

from ..base import acting_user
from ..casualty_lines import read_casualties_view
from ..claims.list import claim_kinds, claims_of
from ..imprecise_dates import read_date_view
from ..lookups import lookup_queryset
from ..sections import SectionPlan
from .adopting import AdoptingMixin
from .columns import IncidentColumns, with_columns
from .fast_lane import FastLaneView
from .filters import GradeFilter, MineFilter, VoiceFilter, YearFilter
from .narrative import WHEN_FIELDS, NarrativeAdmin, NarrativeForm
from .narrative_rows import CitationInline, IdentifierInline, ReviewNoteInline, TranslationInline
from .rows import (
    AssessmentInline,
    FigureInline,
    InvolvementInline,
    LinkInline,
    MembershipInline,
    ParticipationInline,
    PlaceInline,
)
from .search import search_incidents

WHAT, WHEN, DESK = gettext_lazy("What"), gettext_lazy("When"), gettext_lazy("Desk")

WHAT_FIELDS = (
    "title",
    "summary",
    ("event_type", "sub_event_type"),
    ("extent", "civilian_harm"),
    ("tags", "language"),
)


class IncidentForm(NarrativeForm):
    def said_on(self) -> date | None:
        """The day on which the reports read were published, where it is one day."""
        if self.instance.pk is None:
            return None
        days = set(self.instance.citations.values_list("report__published_on", flat=True))
        return days.pop() if len(days) == 1 else None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "sub_event_type" in self.fields:
            self.fields["sub_event_type"].choices = _sub_events_by_event()  # type: ignore[attr-defined]
        restricted = self.instance.origin_row_id is not None and self.instance.licence == Licence.RESTRICTED
        if restricted and "licence" in self.fields:
            self.fields["licence"].disabled = True
            self.fields["licence"].help_text = gettext_lazy(
                "It was imported under this licence, which does not allow publication, and keeps it."
            )


def _sub_events_by_event() -> list[Any]:
    """Sub-event types under the event type they belong to, so that a wrong pair is hard to choose."""
    groups = [
        (EventType(event).label, [(sub.value, SubEventType(sub).label) for sub in subs])
        for event, subs in SUB_EVENTS.items()
    ]
    return [("", "---------"), *groups]


@admin.register(Incident)
class IncidentAdmin(AdoptingMixin, IncidentColumns, NarrativeAdmin):
    form = IncidentForm
    list_display = (
        "public", "title", "when", "where", "who", "killed", "grade", "extent_in_a_word", "state_mark", "edited",
    )  # fmt: skip
    list_display_links = ("public", "title")
    list_filter = (
        "state",
        YearFilter,
        "event_type",
        "extent",
        "civilian_harm",
        GradeFilter,
        VoiceFilter,
        MineFilter,
    )
    sortable_by = ("public", "when", "edited")
    search_help_text = gettext_lazy("Id, title, any name of an actor or a place, in any script.")
    change_list_template = "admin/desk/incident_list.html"
    actions = ("publish_selected", "adopt_selected")
    inlines = (
        PlaceInline, ParticipationInline, FigureInline, AssessmentInline, CitationInline, LinkInline, MembershipInline,
        InvolvementInline, TranslationInline, IdentifierInline, ReviewNoteInline,
    )  # fmt: skip
    fieldsets = (
        (WHAT, {"fields": WHAT_FIELDS}),
        (WHEN, {"fields": WHEN_FIELDS}),
        (DESK, {"fields": ("licence", "note")}),
    )  # fmt: skip
    sections = (
        SectionPlan("what", WHAT, fieldset=True),
        SectionPlan("when", WHEN, fieldset=True),
        SectionPlan("where", gettext_lazy("Where"), rows=(IncidentLocation,)),
        SectionPlan("who", gettext_lazy("Who"), rows=(Participation,)),
        SectionPlan(
            "how-many", gettext_lazy("Casualties and assessments"), rows=(AssessedFigure, Assessment)
        ),
        SectionPlan(
            "claims",
            gettext_lazy("Reports and claims"),
            rows=(Citation,),
            template="admin/desk/claims_of_incident.html",
        ),
        SectionPlan("links", gettext_lazy("Links"), rows=(IncidentLink, EpisodeMembership, ExternalId)),
        SectionPlan("more", gettext_lazy("Persons and translations"), rows=(Involvement, Translation)),
        SectionPlan("review", gettext_lazy("Review"), rows=(ReviewNote,)),
        SectionPlan("desk", DESK, fieldset=True),
    )

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path(
                "fast-lane/",
                view(FastLaneView.as_view(model_admin=self)),
                name="incidents_incident_fast_lane",
            ),
            path("read-date/", view(read_date_view), name="incidents_read_date"),
            path("read-casualties/", view(read_casualties_view), name="incidents_read_casualties"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Incident]:
        incidents = super().get_queryset(request)
        match = request.resolver_match
        return (
            with_columns(incidents)
            if match and match.url_name == "incidents_incident_changelist"
            else incidents
        )

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        return search_incidents(rows, text)

    def as_lookup(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        return (
            lookup_queryset(Incident).filter(pk__in=rows.values("pk")).order_by("-occurred_earliest", "-pk")
        )

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        if not acting_user(request).can(Capability.PUBLISH):
            actions.pop("publish_selected", None)
        if not acting_user(request).can(Capability.APPROVE):
            actions.pop("adopt_selected", None)
        return actions

    @admin.action(description=gettext_lazy("Publish the approved ones among them"))
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[Incident]) -> None:
        approved = list(queryset.filter(state=WorkflowState.APPROVED).order_by("pk"))
        try:
            number = publish_batch(incidents=approved, by=acting_user(request)) if approved else 0
        except Refused as refusal:
            for problem in refusal.problems:
                self.message_user(request, str(problem), messages.ERROR)
            return
        message = ngettext("%(n)s incident published.", "%(n)s incidents published.", number) % {"n": number}
        self.message_user(request, message, messages.SUCCESS if number else messages.WARNING)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kw: Any
    ) -> HttpResponse:
        incident = context["original"]
        if incident is not None:
            claims = claims_of(incident)
            context |= {
                "claims": claims,
                "claim_kinds": claim_kinds(Counter(line.claim.kind for line in claims)),
            }
        return super().render_change_form(request, context, *args, **kw)
