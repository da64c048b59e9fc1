"""Rows on the incident form: where, who, how many, how surely, whom it concerns, what it is tied to."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from incidents.codebook import GIVEN_HERE, GradeAbout, GradeValue, Standing
from incidents.editorial.grades import REMEDY, independence_of, lack_of_origins
from incidents.models import (
    AssessedFigure,
    Assessment,
    EpisodeMembership,
    IncidentLink,
    IncidentLocation,
    Involvement,
    Participation,
)

from ..base import DeskCards, DeskInline
from ..claims.picker import CasualtyRestingFormSet, RestingForm, RestingFormSet
from ..formsets import DeskFormSet
from ..imprecise_dates import ImpreciseDateForm, ImpreciseFields, date_words_field


class PlaceInline(DeskInline):
    model = IncidentLocation
    fields = ("location", "role", "radius_km", "words")
    autocomplete_fields = ("location",)
    verbose_name_plural = _("places")
    rows_when_new = 1


class ParticipationForm(RestingForm):
    """The standing “coded” is a dataset's to give: it is offered where the row has it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.standing != Standing.CODED and "standing" in self.fields:
            field: Any = self.fields["standing"]
            field.choices = [(standing.value, standing.label) for standing in GIVEN_HERE]


class ParticipationInline(DeskCards):
    model = Participation
    form = ParticipationForm
    formset = RestingFormSet
    fields = (
        ("actor", "description", "described_kind"),
        ("role", "side", "standing", "certainty"),
        "rests_on",
    )
    autocomplete_fields = ("actor",)
    verbose_name_plural = _("participants")
    rows_when_new = 2

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("grounds")


class FigureInline(DeskCards):
    model = AssessedFigure
    form = RestingForm
    formset = CasualtyRestingFormSet
    fields = (
        ("outcome", "status", "belongs_to_actor", "belongs_to_side"),
        ("low", "best", "high", "rationale"),
        "rests_on",
    )
    autocomplete_fields = ("belongs_to_actor",)
    verbose_name_plural = _("assessed figures")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("grounds")


class AssessmentFormSet(DeskFormSet):
    """A grade that asks for independent origins is held against the claims as they are saved."""

    def clean(self) -> None:
        super().clean()
        graded = [
            form
            for form in self.extra_forms
            if form.has_changed() and not form.errors and form not in self.deleted_forms
        ]
        if not graded:
            return
        independence = independence_of(self.instance)
        for form in graded:
            about, grade = GradeAbout(form.cleaned_data["about"]), GradeValue(form.cleaned_data["grade"])
            if lack := lack_of_origins(independence, about, grade):
                form.add_error("grade", f"{lack} {REMEDY}")


class AssessmentInline(DeskInline):
    """A history: a new judgement is added below the old ones, none is changed."""

    model = Assessment
    formset = AssessmentFormSet
    fields = ("about", "grade", "reason", "by", "at")
    readonly_fields = ("by", "at")
    can_delete = False
    verbose_name_plural = _("assessments: the newest of each question holds")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class InvolvementForm(ImpreciseDateForm):
    when = date_words_field(ImpreciseFields("earliest", "latest", "precision"))
    imprecise = ImpreciseFields("earliest", "latest", "precision")


class InvolvementInline(DeskInline):
    model = Involvement
    form = InvolvementForm
    fields = ("person", "outcome", "when", "earliest", "latest", "precision", "certainty", "claim")
    autocomplete_fields = ("person",)
    classes = ("collapse",)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "claim" and field is not None:
            field.queryset = field.queryset.filter(incident_id=request.resolver_match.kwargs.get("object_id"))  # type: ignore[union-attr]
        return field


class LinkInline(DeskInline):
    model = IncidentLink
    fk_name = "incident"
    fields = ("kind", "other", "basis", "certainty")
    autocomplete_fields = ("other",)


class MembershipInline(DeskInline):
    model = EpisodeMembership
    fields = ("episode",)
    autocomplete_fields = ("episode",)
    verbose_name_plural = _("episodes")
