"""Datasets of others: their rows word for word, and their identifiers for our subjects."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.codebook import Licence, MatchKind

from .fields import coded, coded_field, exactly_one, tracked
from .licence_rules import dataset_keeps_restricted


@tracked()
class Dataset(models.Model):
    """One version of a published dataset."""

    key = models.SlugField(max_length=40, help_text=_("Short name, such as ucdp-ged."))
    version = models.CharField(max_length=40, help_text=_("Its version, such as 21.1."))
    title = models.CharField(max_length=200, help_text=_("Its full name."))
    licence = coded_field(Licence, _("On what terms it may be published."))
    citation = models.TextField(blank=True, help_text=_("How its makers want to be cited. Public."))
    own = models.BooleanField(
        default=False, help_text=_("It is the desk's own coding, kept in a file: its rows are ours.")
    )
    source = models.ForeignKey(
        "Source", models.PROTECT, null=True, blank=True, related_name="datasets", help_text=_("Who makes it.")
    )

    class Meta:
        verbose_name = _("dataset")
        verbose_name_plural = _("datasets")
        ordering = ("key", "version")
        triggers = (dataset_keeps_restricted(),)
        constraints = (
            coded("dataset", "licence", Licence),
            models.UniqueConstraint(fields=("key", "version"), name="dataset_version_once"),
        )

    def __str__(self) -> str:
        return f"{self.title} {self.version}"


@tracked()
class DatasetRow(models.Model):
    """A row as it was imported, word for word, with what was odd about it."""

    dataset = models.ForeignKey(
        Dataset, models.PROTECT, related_name="rows", help_text=_("The dataset it is from.")
    )
    key = models.CharField(max_length=100, help_text=_("Its identifier in the dataset."))
    verbatim = models.JSONField(help_text=_("All columns as given."))
    flags = ArrayField(
        models.CharField(max_length=60),
        default=list,
        blank=True,
        help_text=_("What had to be normalised, such as low-above-best."),
    )
    digest = models.CharField(
        max_length=64,
        blank=True,
        editable=False,
        help_text=_("SHA-256 of what was coded from it, hex."),
    )
    incident = models.ForeignKey(
        "Incident",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="dataset_rows",
        help_text=_("The incident that it speaks of."),
    )

    class Meta:
        verbose_name = _("dataset row")
        verbose_name_plural = _("dataset rows")
        ordering = ("dataset", "pk")
        constraints = (models.UniqueConstraint(fields=("dataset", "key"), name="datasetrow_once"),)

    def __str__(self) -> str:
        return f"{self.dataset}: {self.key}"


@tracked()
class SourceMention(models.Model):
    """Whom a dataset names as its source for an incident. What they said has not been read here: it is no claim."""

    incident = models.ForeignKey(
        "Incident", models.CASCADE, related_name="source_mentions", help_text=_("The incident.")
    )
    source = models.ForeignKey(
        "Source",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="mentions",
        help_text=_("The source, where it is known by the name that the dataset gives."),
    )
    description = models.CharField(
        max_length=200, blank=True, help_text=_("The dataset's words for it, where it is not. Public.")
    )

    class Meta:
        verbose_name = _("source named by the dataset")
        verbose_name_plural = _("sources named by the dataset")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                name="sourcemention_source_or_description",
                condition=Q(source__isnull=False, description="")
                | (Q(source__isnull=True) & ~Q(description="")),
                violation_error_message=_("Give a source or a description, not both."),
            ),
        )

    def __str__(self) -> str:
        return str(self.source) if self.source else self.description


@tracked()
class ExternalId(models.Model):
    """What somebody else calls it, and whether it is exactly the same thing."""

    scheme = models.CharField(max_length=60, help_text=_("Whose identifier, such as ucdp-ged or wikidata."))
    value = models.CharField(max_length=200, help_text=_("The identifier."))
    match = coded_field(MatchKind, _("Whether it is the same thing."), default=MatchKind.SAME)
    name = models.CharField(
        max_length=200, blank=True, db_default="", help_text=_("What it is called there. Public.")
    )
    incident = models.ForeignKey(
        "Incident",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="external_ids",
        help_text=_("Incident."),
    )
    episode = models.ForeignKey(
        "Episode", models.CASCADE, null=True, blank=True, related_name="external_ids", help_text=_("Episode.")
    )
    actor = models.ForeignKey(
        "Actor", models.CASCADE, null=True, blank=True, related_name="external_ids", help_text=_("Actor.")
    )
    location = models.ForeignKey(
        "Location",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="external_ids",
        help_text=_("Location."),
    )

    class Meta:
        verbose_name = _("external identifier")
        verbose_name_plural = _("external identifiers")
        ordering = ("scheme", "value")
        constraints = (
            coded("externalid", "match", MatchKind),
            exactly_one("externalid", "of_one_subject", "incident", "episode", "actor", "location"),
            *(
                models.UniqueConstraint(
                    fields=("scheme", "value", subject),
                    condition=Q(**{f"{subject}__isnull": False}),
                    name=f"externalid_{subject}_once",
                    violation_error_message=_("This identifier is there already."),
                )
                for subject in ("incident", "episode", "actor", "location")
            ),
        )
        indexes = (models.Index(fields=("scheme", "value"), name="externalid_by_value"),)

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"
