"""Actors, their names, and their relations to each other."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Func, Q, Value
from django.utils.translation import gettext_lazy as _

from incidents.codebook import ActorKind, Certainty, NameKind, RelationKind, Script

from .fields import AlternateName, Publishable, coded, coded_field, folded, ordered, tracked
from .reports import Report


@tracked(exclude=("folded",))
class Actor(Publishable):
    """An organised actor. Unknown perpetrators, civilians and protesters are described, not listed here."""

    name = models.CharField(max_length=200, help_text=_("Main name, as the record calls it."))
    kind = coded_field(ActorKind, _("What the actor is."))
    country = models.CharField(
        max_length=2, blank=True, help_text=_("Two-letter code (ISO 3166-1) of the country it belongs to.")
    )
    active_from = models.DateField(null=True, blank=True, help_text=_("First day it is known to exist."))
    active_until = models.DateField(null=True, blank=True, help_text=_("Last day it is known to exist."))
    description = models.TextField(blank=True, help_text=_("One or two neutral sentences. Public."))
    folded = folded("name")

    class Meta:
        verbose_name = _("actor")
        verbose_name_plural = _("actors")
        ordering = ("name", "pk")
        constraints = (
            coded("actor", "kind", ActorKind),
            ordered("actor", "active_from", "active_until"),
        )
        indexes = (
            GinIndex(OpClass("folded", name="gin_trgm_ops"), name="actor_folded"),
            models.Index(fields=("name", "id"), name="actor_by_name"),
        )

    def __str__(self) -> str:
        return self.name


@tracked(exclude=("folded",))
class ActorName(AlternateName):
    """Another name of an actor."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="names", help_text=_("Whose name it is."))
    kind = coded_field(NameKind, _("What kind of name it is."), default=NameKind.ALIAS)
    script = coded_field(Script, _("Script it is written in."), default=Script.LATIN)
    used_by = models.CharField(
        max_length=200, blank=True, help_text=_("Who uses this name, if not everybody.")
    )
    folded = folded("name")

    class Meta:
        verbose_name = _("name of an actor")
        verbose_name_plural = _("names of actors")
        ordering = ("pk",)
        constraints = (
            coded("actorname", "kind", NameKind),
            coded("actorname", "script", Script),
            models.UniqueConstraint(fields=("actor", "name", "language"), name="actorname_once"),
        )
        indexes = (GinIndex(OpClass("folded", name="gin_trgm_ops"), name="actorname_folded"),)

    def __str__(self) -> str:
        return self.name


@tracked()
class ActorRelation(models.Model):
    """A tie from one actor to another, for a time: "NDF, backed by the Syrian government"."""

    actor = models.ForeignKey(
        Actor,
        models.CASCADE,
        related_name="relations",
        help_text=_("The actor that the sentence begins with."),
    )
    kind = coded_field(RelationKind, _("How the first is tied to the second."))
    other = models.ForeignKey(
        Actor, models.PROTECT, related_name="relations_from_others", help_text=_("The actor it is tied to.")
    )
    start = models.DateField(null=True, blank=True, help_text=_("First day; empty where unknown."))
    end = models.DateField(null=True, blank=True, help_text=_("Last day; empty where unknown or lasting."))
    certainty = coded_field(Certainty, _("How sure the tie is."), default=Certainty.PROBABLE)
    reports: "models.ManyToManyField[Report, ActorRelationCitation]" = models.ManyToManyField(
        "Report",
        through="ActorRelationCitation",
        related_name="actor_relations",
        help_text=_("What it rests on."),
    )
    public_note = models.CharField(max_length=300, blank=True, help_text=_("On whose word. Public."))

    class Meta:
        verbose_name = _("relation between actors")
        verbose_name_plural = _("relations between actors")
        ordering = ("pk",)
        constraints = (
            coded("actorrelation", "kind", RelationKind),
            coded("actorrelation", "certainty", Certainty),
            ordered("actorrelation", "start", "end"),
            models.CheckConstraint(
                name="actorrelation_not_to_itself",
                condition=~Q(actor=models.F("other")),
                violation_error_message=_("An actor is not tied to itself."),
            ),
            ExclusionConstraint(
                name="actorrelation_one_parent",
                expressions=(
                    ("actor", RangeOperators.EQUAL),
                    (
                        Func(
                            "start", "end", Value("[]"), function="daterange", output_field=DateRangeField()
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ),
                condition=Q(kind=RelationKind.PART_OF),
                violation_error_message=_(
                    "An actor is part of one other at a time; end the earlier relation first."
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.actor} {RelationKind(self.kind).label} {self.other}"


@tracked()
class ActorRelationCitation(models.Model):
    """A report on which a relation rests."""

    relation = models.ForeignKey(
        ActorRelation, models.CASCADE, related_name="citations", help_text=_("Relation.")
    )
    report = models.ForeignKey(
        "Report", models.PROTECT, related_name="relation_citations", help_text=_("Report that says so.")
    )

    class Meta:
        verbose_name = _("citation of a relation")
        verbose_name_plural = _("citations of relations")
        constraints = (models.UniqueConstraint(fields=("relation", "report"), name="relationcitation_once"),)

    def __str__(self) -> str:
        return f"{self.relation}: {self.report}"
