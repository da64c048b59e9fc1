"""Persons: what happened to them, and whether they may be named."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from incidents.codebook import AgeBand, Certainty, DatePrecision, Outcome, PublicationBasis, Sex

from .fields import coded, coded_field, folded, ordered, person_id, tracked


@tracked(exclude=("folded",))
class Person(models.Model):
    """Somebody whose name is known. Not to be named in public unless a ground is given."""

    public_id = models.CharField(
        max_length=16,
        unique=True,
        default=person_id,
        editable=False,
        help_text=_("The same in every edition."),
    )
    name = models.CharField(
        max_length=200, help_text=_("Name as it is known. Never public without a ground.")
    )
    age_band = coded_field(AgeBand, _("Age, as far as it is known."), blank=True)
    sex = coded_field(Sex, _("Sex, as far as it is known."), blank=True)
    occupation = models.CharField(
        max_length=100, blank=True, help_text=_("Occupation. Public with the name.")
    )
    basis = coded_field(
        PublicationBasis, _("Ground for naming the person in public."), default=PublicationBasis.NONE
    )
    basis_note = models.TextField(
        blank=True, help_text=_("Who consented and for what, or where the name is public. Never published.")
    )
    basis_set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        help_text=_("Who decided."),
    )  # fmt: skip
    basis_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        help_text=_("The second person who confirmed it; needed for minors, detainees and sexual violence."),
    )  # fmt: skip
    note = models.TextField(
        _("internal note"), blank=True, help_text=_("For colleagues only; never published.")
    )
    folded = folded("name")

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        ordering = ("name", "pk")
        constraints = (
            coded("person", "age_band", AgeBand, blank=True),
            coded("person", "sex", Sex, blank=True),
            coded("person", "basis", PublicationBasis),
            models.CheckConstraint(
                name="person_minor_confirmed_by_second",
                condition=Q(basis=PublicationBasis.NONE)
                | ~Q(age_band=AgeBand.CHILD)
                | Q(basis_confirmed_by__isnull=False),
                violation_error_message=_("A minor is named only when a second person has confirmed it."),
            ),
            models.CheckConstraint(
                name="person_basis_explained",
                condition=Q(basis=PublicationBasis.NONE) | ~Q(basis_note=""),
                violation_error_message=_("Say who consented, or where the name is public."),
            ),
            models.CheckConstraint(
                name="person_confirmed_by_another",
                condition=Q(basis_confirmed_by__isnull=True)
                | Q(basis_set_by__isnull=False) & ~Q(basis_confirmed_by=F("basis_set_by")),
                violation_error_message=_("The second person must be another one."),
            ),
        )
        indexes = (GinIndex(OpClass("folded", name="gin_trgm_ops"), name="person_folded"),)

    def __str__(self) -> str:
        return self.name


@tracked(exclude=("folded",))
class PersonName(models.Model):
    """Another name of a person; as protected as the first."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="names", help_text=_("Whose name it is."))
    name = models.CharField(max_length=200, help_text=_("The name as it is written."))
    folded = folded("name")

    class Meta:
        verbose_name = _("name of a person")
        verbose_name_plural = _("names of persons")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("person", "name"), name="personname_once"),)

    def __str__(self) -> str:
        return self.name


@tracked()
class Involvement(models.Model):
    """One stage of one person's life in an incident: abducted in one, found dead in another."""

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="involvements", help_text=_("The person.")
    )
    incident = models.ForeignKey(
        "Incident", models.CASCADE, related_name="involvements", help_text=_("The incident.")
    )
    outcome = coded_field(Outcome, _("What happened to the person."))
    earliest = models.DateField(
        null=True, blank=True, help_text=_("First day possible; empty where unknown.")
    )
    latest = models.DateField(null=True, blank=True, help_text=_("Last day possible; empty where unknown."))
    precision = coded_field(DatePrecision, _("How to read the two days."), default=DatePrecision.DAY)
    certainty = coded_field(
        Certainty, _("How sure we are that it was this person."), default=Certainty.PROBABLE
    )
    claim = models.ForeignKey(
        "Claim",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="involvements",
        help_text=_("The claim that says so."),
    )

    class Meta:
        verbose_name = _("person concerned")
        verbose_name_plural = _("persons concerned")
        ordering = ("earliest", "pk")
        constraints = (
            coded("involvement", "outcome", Outcome),
            coded("involvement", "precision", DatePrecision),
            coded("involvement", "certainty", Certainty),
            ordered("involvement", "earliest", "latest"),
            models.CheckConstraint(
                name="involvement_time_whole",
                condition=Q(earliest__isnull=True, latest__isnull=True)
                | Q(earliest__isnull=False, latest__isnull=False),
                violation_error_message=_("Give both the first and the last possible day, or neither."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}: {Outcome(self.outcome).label}"
