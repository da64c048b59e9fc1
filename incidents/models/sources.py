"""Sources: how far they are trusted, and whom they stand close to."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.codebook import AffiliationKind, Certainty, Reliability, SourceKind

from .fields import Publishable, coded, coded_field, folded, ordered, text_list, tracked


@tracked(exclude=("folded",))
class Source(Publishable):
    """A voice that reports: an agency, a monitor, a party's press office, a dataset, a person."""

    name = models.CharField(max_length=200, help_text=_("Name as it is known."))
    aliases = text_list(_("Other names and short forms, separated by commas."))
    kind = coded_field(SourceKind, _("What the source is."))
    country = models.CharField(
        max_length=2, blank=True, help_text=_("Two-letter code (ISO 3166-1) of its seat.")
    )
    languages = text_list(_("Language tags (BCP 47), separated by commas."))
    website = models.URLField(max_length=500, blank=True, help_text=_("Public address."))
    confidential = models.BooleanField(
        default=False, help_text=_("Its name never becomes public; its claims appear unnamed.")
    )
    withhold_claims = models.BooleanField(
        default=False, help_text=_("Not even its claims become public. Only for confidential sources.")
    )
    disclosure_basis = models.CharField(
        max_length=300,
        blank=True,
        help_text=_("For a private person who may be named: who decided so, and on what ground."),
    )
    folded = folded("name")

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ("name", "pk")
        constraints = (
            coded("source", "kind", SourceKind),
            models.CheckConstraint(
                name="source_withheld_is_confidential",
                condition=Q(withhold_claims=False) | Q(confidential=True),
                violation_error_message=_("Only a confidential source can be withheld altogether."),
            ),
            models.CheckConstraint(
                name="source_private_person_protected",
                condition=~Q(kind=SourceKind.PERSON) | Q(confidential=True) | ~Q(disclosure_basis=""),
                violation_error_message=_(
                    "A private person is confidential unless a ground for naming is given."
                ),
            ),
            models.CheckConstraint(
                name="source_confidential_unpublished",
                condition=Q(confidential=False) | Q(public_id__isnull=True),
                violation_error_message=_(
                    "This source is public already: withhold it before making it confidential."
                ),
            ),
        )
        indexes = (
            GinIndex(OpClass("folded", name="gin_trgm_ops"), name="source_folded"),
            models.Index(fields=("name", "id"), name="source_by_name"),
        )

    def __str__(self) -> str:
        return self.name


@tracked()
class SourceReliability(models.Model):
    """How far a source was trusted from a day on; a judgement of the desk, never published."""

    source = models.ForeignKey(
        Source, models.CASCADE, related_name="reliabilities", help_text=_("The source judged.")
    )
    grade = coded_field(Reliability, _("Admiralty grade; F means that it cannot be judged."))
    since = models.DateField(help_text=_("From which day this judgement holds."))
    reason = models.TextField(blank=True, help_text=_("Why."))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", help_text=_("Who judged.")
    )

    class Meta:
        verbose_name = _("reliability of a source")
        verbose_name_plural = _("reliability of sources")
        ordering = ("-since",)
        constraints = (
            coded("sourcereliability", "grade", Reliability),
            models.UniqueConstraint(fields=("source", "since"), name="sourcereliability_once_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.source}: {self.grade} ({self.since})"


@tracked()
class SourceAffiliation(models.Model):
    """A tie between a source and an actor: "ANHA, called aligned with the SDF, on Rudaw's word"."""

    source = models.ForeignKey(
        Source, models.CASCADE, related_name="affiliations", help_text=_("The source.")
    )
    kind = coded_field(AffiliationKind, _("How it is tied to the actor."))
    actor = models.ForeignKey(
        "Actor", models.PROTECT, related_name="affiliated_sources", help_text=_("The actor it is tied to.")
    )
    start = models.DateField(null=True, blank=True, help_text=_("First day; empty where unknown."))
    end = models.DateField(null=True, blank=True, help_text=_("Last day; empty where unknown or lasting."))
    certainty = coded_field(Certainty, _("How sure the tie is."), default=Certainty.PROBABLE)
    according_to = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="affiliations_reported",
        help_text=_("On whose word, if it is not common knowledge."),
    )

    class Meta:
        verbose_name = _("affiliation of a source")
        verbose_name_plural = _("affiliations of sources")
        ordering = ("pk",)
        constraints = (
            coded("sourceaffiliation", "kind", AffiliationKind),
            coded("sourceaffiliation", "certainty", Certainty),
            ordered("sourceaffiliation", "start", "end"),
        )

    def __str__(self) -> str:
        return f"{self.source} {AffiliationKind(self.kind).label} {self.actor}"
