"""Assessments: figures and grades that analysts conclude, with reason and claims; and figures as a dataset has them."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.codebook import CasualtyStatus, GradeAbout, GradeValue, Outcome, Side

from .claims import Claim
from .fields import at_most_one, coded, coded_field, ordered, tracked


@tracked()
class AssessedFigure(models.Model):
    """How many people came to one kind of harm, of one status and belonging. Cells never overlap."""

    incident = models.ForeignKey(
        "Incident", models.CASCADE, related_name="figures", help_text=_("The incident.")
    )
    outcome = coded_field(
        Outcome,
        _("What happened to them. Whoever died later of wounds is killed; those found dead count as killed."),
        default=Outcome.KILLED,
    )
    status = coded_field(
        CasualtyStatus, _("Civilians, combatants, or not known."), default=CasualtyStatus.UNKNOWN
    )
    belongs_to_actor = models.ForeignKey(
        "Actor",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assessed_figures",
        help_text=_("Whose people they were."),
    )
    belongs_to_side = coded_field(Side, _("Whose side they were on, where no actor is known."), blank=True)
    low = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("At least; empty is unknown, 0 is none.")
    )
    best = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("Best supported; empty is unknown, 0 is none.")
    )
    high = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("At most; empty is unknown, 0 is none.")
    )
    rationale = models.TextField(blank=True, help_text=_("Why these numbers, on which claims. Public."))
    coded = models.BooleanField(
        default=False,
        editable=False,
        help_text=_("Taken over from the dataset as it stands there, and not changed since."),
    )
    claims: "models.ManyToManyField[Claim, FigureClaim]" = models.ManyToManyField(
        "Claim", through="FigureClaim", related_name="figures", help_text=_("The claims chosen.")
    )

    class Meta:
        verbose_name = _("assessed figure")
        verbose_name_plural = _("assessed figures")
        ordering = ("pk",)
        constraints = (
            coded("assessedfigure", "outcome", Outcome),
            coded("assessedfigure", "status", CasualtyStatus),
            coded("assessedfigure", "belongs_to_side", Side, blank=True),
            ordered("assessedfigure", "low", "best"),
            ordered("assessedfigure", "best", "high"),
            ordered("assessedfigure", "low", "high"),
            at_most_one("assessedfigure", "belongs_to_one", "belongs_to_actor", "belongs_to_side"),
            models.CheckConstraint(
                name="assessedfigure_died_later_is_killed",
                condition=~Q(outcome=Outcome.DIED_LATER),
                violation_error_message=_("Count people who died later of wounds as killed."),
            ),
            models.UniqueConstraint(
                fields=("incident", "outcome", "status", "belongs_to_actor", "belongs_to_side"),
                name="assessedfigure_cell_once",
                nulls_distinct=False,
                violation_error_message=_("There is a figure for these people already; change that one."),
            ),
        )

    def __str__(self) -> str:
        ends = ["?" if end is None else str(end) for end in (self.low, self.best, self.high)]
        return f"{Outcome(self.outcome).label}: {ends[0] if len(set(ends)) == 1 else '–'.join(ends)}"


@tracked()
class FigureClaim(models.Model):
    """A claim on which an assessed figure rests."""

    figure = models.ForeignKey(
        AssessedFigure, models.CASCADE, related_name="grounds", help_text=_("The figure.")
    )
    claim = models.ForeignKey(
        "Claim", models.CASCADE, related_name="+", help_text=_("The claim it rests on.")
    )

    class Meta:
        verbose_name = _("claim behind a figure")
        verbose_name_plural = _("claims behind a figure")
        constraints = (models.UniqueConstraint(fields=("figure", "claim"), name="figureclaim_once"),)

    def __str__(self) -> str:
        return str(self.claim)


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def in_force(self) -> "AssessmentQuerySet":
        """The newest assessment of each question of each incident."""
        return self.order_by("incident_id", "about", "-at", "-pk").distinct("incident_id", "about")


@tracked()
class Assessment(models.Model):
    """How well one question about an incident is answered. A history: never overwritten, only followed."""

    incident = models.ForeignKey(
        "Incident", models.CASCADE, related_name="assessments", help_text=_("The incident.")
    )
    about = coded_field(GradeAbout, _("The question."))
    grade = coded_field(GradeValue, _("How well it is established."))
    reason = models.TextField(blank=True, help_text=_("Why. Public."))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", help_text=_("Who judged.")
    )
    at = models.DateTimeField(auto_now_add=True, help_text=_("When."))

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ("about", "-at", "-pk")
        constraints = (
            coded("assessment", "about", GradeAbout),
            coded("assessment", "grade", GradeValue),
            models.CheckConstraint(
                name="assessment_gives_a_reason",
                condition=Q(grade=GradeValue.NOT_ASSESSED) | ~Q(reason=""),
                violation_error_message=_("Say why, in a sentence."),
            ),
        )
        indexes = (
            models.Index(fields=("incident", "about", "-at"), name="assessment_latest"),
            models.Index(fields=("about", "grade", "incident"), name="assessment_by_grade"),
        )
        triggers = (pgtrigger.Protect(name="assessment_not_overwritten", operation=pgtrigger.Update),)

    def __str__(self) -> str:
        return f"{GradeAbout(self.about).label}: {GradeValue(self.grade).label}"
