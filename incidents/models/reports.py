"""Reports and their texts, version by version, with citations and passages."""

import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from incidents.codebook import Triage

from .fields import coded, coded_field, exactly_one, folded, language_field, not_in_future, report_id, tracked


@tracked(exclude=("folded",))
class Report(models.Model):
    """One publication: an article, a statement, a post, a broadcast."""

    public_id = models.CharField(
        max_length=16,
        unique=True,
        default=report_id,
        editable=False,
        help_text=_("The same in every edition."),
    )
    source = models.ForeignKey(
        "Source", models.PROTECT, related_name="reports", help_text=_("Who published it.")
    )
    title = models.CharField(max_length=300, help_text=_("Headline, or a few words that tell it apart."))
    byline = models.CharField(max_length=200, blank=True, help_text=_("Named author, if any. Public."))
    dateline = models.CharField(max_length=200, blank=True, help_text=_("Place named at its head. Internal."))
    url = models.URLField(max_length=1000, blank=True, help_text=_("Where it was published."))
    archive_url = models.URLField(max_length=1000, blank=True, help_text=_("Where a copy is archived."))
    published_on = models.DateField(
        null=True, blank=True, validators=[not_in_future], help_text=_("Day of publication.")
    )
    retrieved_at = models.DateTimeField(null=True, blank=True, help_text=_("When it was fetched or read."))
    language = language_field(
        _("Language tag (BCP 47) of the report; empty where it is not known."), blank=True
    )
    triage = coded_field(Triage, _("How far it has been worked on."), default=Triage.NEW)
    duplicate_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="duplicates",
        help_text=_("Same text as."),
    )
    note = models.TextField(
        _("internal note"), blank=True, help_text=_("For colleagues only; never published.")
    )
    created_at = models.DateTimeField(auto_now_add=True, help_text=_("When it was entered."))
    folded = folded("title", "byline")

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ("-published_on", "-pk")
        constraints = (coded("report", "triage", Triage),)
        indexes = (
            GinIndex(OpClass("folded", name="gin_trgm_ops"), name="report_folded"),
            models.Index(fields=("-published_on", "-id"), name="report_by_day"),
            models.Index(fields=("url",), name="report_by_url"),
        )

    def __str__(self) -> str:
        day = f", {self.published_on}" if self.published_on else ""
        return f"{self.title} ({self.source.name}{day})"


@tracked()
class ReportText(models.Model):
    """The text of a report as it read at one time. Never changed: a change is a new version."""

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="texts", help_text=_("The report it is the text of.")
    )
    version = models.PositiveSmallIntegerField(help_text=_("Counts from 1."))
    text = models.TextField(help_text=_("The text, or our paraphrase of it. Never published."))
    sha256 = models.CharField(
        max_length=64, editable=False, help_text=_("SHA-256 of the text in UTF-8, hex.")
    )
    captured_at = models.DateTimeField(auto_now_add=True, help_text=_("When this version was stored."))

    class Meta:
        verbose_name = _("text of a report")
        verbose_name_plural = _("texts of reports")
        ordering = ("report", "version")
        constraints = (
            models.UniqueConstraint(fields=("report", "version"), name="reporttext_version_once"),
            models.CheckConstraint(
                name="reporttext_sha256_hex",
                condition=Q(sha256__regex="^[0-9a-f]{64}$"),
                violation_error_message=_("The digest must be 64 hexadecimal digits."),
            ),
        )
        triggers = (pgtrigger.Protect(name="reporttext_immutable", operation=pgtrigger.Update),)

    def __str__(self) -> str:
        return f"{self.report} v{self.version}"


@tracked()
class Citation(models.Model):
    """That a report was read for an incident or an episode, or that a dataset lists it."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="citations", help_text=_("Report read."))
    incident = models.ForeignKey(
        "Incident", models.CASCADE, null=True, blank=True, related_name="citations", help_text=_("Incident.")
    )
    episode = models.ForeignKey(
        "Episode", models.CASCADE, null=True, blank=True, related_name="citations", help_text=_("Episode.")
    )

    coded = models.BooleanField(
        _("only listed by the dataset"),
        default=False,
        help_text=_("A dataset lists it as its source; untick this once somebody here has read it. Public."),
    )

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ("pk",)
        constraints = (
            exactly_one("citation", "of_one_subject", "incident", "episode"),
            models.UniqueConstraint(
                fields=("report", "incident"),
                condition=Q(incident__isnull=False),
                name="citation_incident_once",
                violation_error_message=_("This report is cited already."),
            ),
            models.UniqueConstraint(
                fields=("report", "episode"),
                condition=Q(episode__isnull=False),
                name="citation_episode_once",
                violation_error_message=_("This report is cited already."),
            ),
        )

    def __str__(self) -> str:
        return str(self.report)


@tracked()
class Passage(models.Model):
    """The characters of a report's text on which a claim rests; ``end`` is not included."""

    claim = models.ForeignKey(
        "Claim", models.CASCADE, related_name="passages", help_text=_("The claim that rests on it.")
    )
    text = models.ForeignKey(
        ReportText, models.PROTECT, related_name="passages", help_text=_("Version of the report's text.")
    )
    start = models.PositiveIntegerField(help_text=_("First character, counted from 0."))
    end = models.PositiveIntegerField(help_text=_("Character after the last."))

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ("text", "start")
        constraints = (
            models.CheckConstraint(
                name="passage_not_empty",
                condition=Q(start__lt=F("end")),
                violation_error_message=_("A passage has at least one character."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.start}–{self.end}"
