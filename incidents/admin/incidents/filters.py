"""Filters of the incident list. Each narrows by an index."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from incidents.codebook import GradeAbout, GradeValue, LocationType, WorkflowState
from incidents.models import Assessment, Incident, Location

Choices = list[tuple[str, Any]]
BEING_WORKED_ON = (
    WorkflowState.DRAFT,
    WorkflowState.IN_REVIEW,
    WorkflowState.CHANGES_REQUESTED,
    WorkflowState.APPROVED,
)


class MineFilter(admin.SimpleListFilter):
    title = _("last edited by")
    parameter_name = "mine"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [("1", _("me")), ("0", _("somebody else"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "1":
            return queryset.filter(updated_by=request.user.pk)
        return queryset.exclude(updated_by=request.user.pk) if self.value() == "0" else queryset


class GradeFilter(admin.SimpleListFilter):
    """By the newest assessment of whether it happened."""

    title = _("occurrence")
    parameter_name = "occurrence"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return list(GradeValue.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in GradeValue.values:
            return queryset
        if self.value() == GradeValue.NOT_ASSESSED:
            # Nothing goes public without a word on this, so only what is being worked on can lack one.
            graded = Assessment.objects.filter(incident=OuterRef("pk"), about=GradeAbout.OCCURRENCE)
            never_graded = Incident.objects.filter(~Exists(graded), state__in=BEING_WORKED_ON)
            keys = never_graded.order_by().values_list("pk")
            return queryset.filter(pk__in=_graded(GradeValue.NOT_ASSESSED).union(keys))
        return queryset.filter(pk__in=_graded(GradeValue(self.value() or "")))


def _graded(grade: GradeValue) -> QuerySet[Any, Any]:
    """Incidents whose newest assessment of the occurrence gives this grade."""
    judged = Assessment.objects.filter(about=GradeAbout.OCCURRENCE)
    newer = judged.filter(incident=OuterRef("incident")).filter(
        Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk"))
    )
    return judged.filter(~Exists(newer), grade=grade).order_by().values_list("incident")


class VoiceFilter(admin.SimpleListFilter):
    """By whose the coding is: the desk's, or a dataset's that nobody here has reviewed."""

    title = _("coding")
    parameter_name = "coding"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [
            ("desk", _("the desk's")),
            ("reviewed", _("a dataset's, reviewed")),
            ("dataset", _("a dataset's, not reviewed")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        theirs = Q(origin_row__dataset__own=False)
        looked_at = Q(adopted_on__isnull=False) | Q(changed_on__isnull=False)
        match self.value():
            case "desk":
                return queryset.exclude(theirs)
            case "reviewed":
                return queryset.filter(theirs & looked_at)
            case "dataset":
                return queryset.filter(theirs & ~looked_at)
        return queryset


class YearFilter(admin.SimpleListFilter):
    """By the year in which it began; a year is offered as far back as there are incidents."""

    title = _("year")
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        days = model_admin.model.objects.order_by("occurred_earliest").values_list(
            "occurred_earliest", flat=True
        )
        first, last = days.first(), days.last()
        return [(str(year), str(year)) for year in range(last.year, first.year - 1, -1)][:60] if first else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        year = self.value() or ""
        if not (year.isdecimal() and len(year) == 4 and year != "0000"):
            return queryset
        return queryset.filter(occurred_earliest__range=(f"{year}-01-01", f"{year}-12-31"))


class CountryFilter(admin.SimpleListFilter):
    """Countries of the gazetteer."""

    title = _("country")
    parameter_name = "country"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return list(
            Location.objects.filter(type=LocationType.COUNTRY).order_by("name").values_list("country", "name")
        )

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(country=self.value()) if self.value() else queryset
