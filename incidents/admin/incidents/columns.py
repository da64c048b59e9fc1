"""Columns of the incident list, drawn from rows that are fetched with the page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.codebook import (
    COUNTED_AS,
    Extent,
    GradeAbout,
    GradeValue,
    Outcome,
    PlaceRole,
    Standing,
    WorkflowState,
)
from incidents.intake.said_dates import say_date
from incidents.models import AssessedFigure, Assessment, Incident, IncidentLocation, Participation

from ..imprecise_dates import occurred

SHOWN = 3
"""Places and actors named in a line; the rest is counted."""
_KILLED = [outcome for outcome, counted_as in COUNTED_AS.items() if counted_as == Outcome.KILLED]


def with_columns(incidents: QuerySet[Incident]) -> QuerySet[Incident]:
    """Fetch what the columns show: four queries more, however many rows."""
    return incidents.select_related("updated_by").prefetch_related(
        Prefetch("places", IncidentLocation.objects.select_related("location"), to_attr="listed_places"),
        Prefetch("participations", Participation.objects.select_related("actor"), to_attr="listed_parts"),
        Prefetch("figures", AssessedFigure.objects.filter(outcome__in=_KILLED), to_attr="listed_killed"),
        Prefetch(
            "assessments",
            Assessment.objects.filter(about=GradeAbout.OCCURRENCE).order_by("incident_id", "-at", "-pk"),
            to_attr="listed_grades",
        ),
    )


class IncidentColumns:
    """Methods for ``list_display``."""

    @admin.display(description=gettext_lazy("id"), ordering="public_id")
    def public(self, incident: Incident) -> str:
        return incident.public_id or f"#{incident.pk}"

    @admin.display(description=gettext_lazy("when"), ordering="occurred_earliest")
    def when(self, incident: Incident) -> str:
        return say_date(occurred(incident))

    @admin.display(description=gettext_lazy("where"))
    def where(self, incident: Any) -> str:
        scenes = [place for place in incident.listed_places if place.role == PlaceRole.SCENE]
        return _some(str(place.location) for place in scenes or incident.listed_places)

    @admin.display(description=gettext_lazy("who"))
    def who(self, incident: Any) -> str:
        """Everybody once; with a mark where no part of theirs is established."""
        standings: dict[str, list[str]] = {}
        for part in incident.listed_parts:
            standings.setdefault(str(part.actor or part.description), []).append(part.standing)
        return _some(
            name if Standing.ASSESSED in of_actor else f"{name} ({str(Standing(of_actor[0]).label).lower()})"
            for name, of_actor in standings.items()
        )

    @admin.display(description=gettext_lazy("killed"))
    def killed(self, incident: Any) -> str:
        return killed_range(incident.listed_killed)

    @admin.display(description=gettext_lazy("occurrence"))
    def grade(self, incident: Any) -> str:
        grade = incident.listed_grades[0].grade if incident.listed_grades else GradeValue.NOT_ASSESSED
        return format_html('<span class="mark mark-{}">{}</span>', grade, GradeValue(grade).label)

    @admin.display(description=gettext_lazy("extent"))
    def extent_in_a_word(self, incident: Incident) -> str:
        return "" if incident.extent == Extent.SINGLE else str(Extent(incident.extent).label)

    @admin.display(description=gettext_lazy("state"))
    def state_mark(self, incident: Incident) -> str:
        return state_mark(incident.state)

    @admin.display(description=gettext_lazy("last edited by"), ordering="updated_at")
    def edited(self, incident: Incident) -> str:
        name = incident.updated_by or _("import")
        return format_html('{} <span class="quiet">{}</span>', name, incident.updated_at.date().isoformat())


def state_mark(state: str) -> str:
    return format_html('<span class="mark mark-{}">{}</span>', state, WorkflowState(state).label)


def killed_range(figures: Iterable[AssessedFigure]) -> str:
    """Low–best–high over disjoint cells; a question mark where any cell leaves the value open."""
    cells = list(figures)
    if not cells:
        return ""
    ends = [_sum(getattr(cell, end) for cell in cells) for end in ("low", "best", "high")]
    return ends[0] if len(set(ends)) == 1 else "–".join(ends)


def _sum(values: Iterable[int | None]) -> str:
    numbers = list(values)
    return "?" if None in numbers else str(sum(number for number in numbers if number is not None))


def _some(names: Iterable[str]) -> str:
    unique = list(dict.fromkeys(names))
    more = f" +{len(unique) - SHOWN}" if len(unique) > SHOWN else ""
    return ", ".join(unique[:SHOWN]) + more
