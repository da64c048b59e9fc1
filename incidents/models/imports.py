"""Import runs: what each row of a file became, so that a run can be resumed, reported and undone."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.codebook import RowUndone, RowVerdict

from .datasets import Dataset, DatasetRow
from .fields import coded, coded_field, tracked


@tracked()
class ImportRun(models.Model):
    """One file, or one answer of a service, taken in as one batch."""

    dataset = models.ForeignKey(
        Dataset, models.PROTECT, related_name="runs", help_text=_("The dataset that was imported.")
    )
    importer = models.CharField(max_length=40, help_text=_("Which importer read it, such as ged."))
    source = models.CharField(max_length=1000, help_text=_("File or address it was read from."))
    rows = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("Rows read; empty while reading is not done.")
    )
    publishes = models.BooleanField(default=False, help_text=_("Whether the incidents go to the record."))
    made = models.JSONField(
        default=dict, blank=True, help_text=_("Actors, places, sources and reports that the run entered.")
    )
    new_references = models.JSONField(
        default=list,
        blank=True,
        help_text=_(
            "What it entered or asked about that was not known, each with the known ones nearest to it."
        ),
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", help_text=_("Who imported.")
    )
    started_at = models.DateTimeField(auto_now_add=True, help_text=_("When it began."))
    finished_at = models.DateTimeField(null=True, blank=True, help_text=_("When every row had its verdict."))
    undone_at = models.DateTimeField(null=True, blank=True, help_text=_("When it was taken back."))

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.pk}: {self.dataset}, {self.source}"


class ImportVerdict(models.Model):
    """What became of one row of a run, and of that when the run was taken back.

    Written in the transaction that takes the row in; the last two fields in the one that takes it back.
    """

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="verdicts", help_text=_("The run."))
    line = models.PositiveIntegerField(
        null=True,
        blank=True,
        help_text=_(
            "Line in which the row begins; of a workbook its number. Empty where only earlier files have the row."
        ),
    )
    key = models.CharField(max_length=100, blank=True, help_text=_("Its identifier in the dataset."))
    verdict = coded_field(RowVerdict, _("What became of it."))
    reason = models.TextField(blank=True, help_text=_("Why, where it was not simply taken in."))
    flags = ArrayField(
        models.CharField(max_length=60), default=list, blank=True, help_text=_("What was normalised.")
    )
    row = models.ForeignKey(
        DatasetRow,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="verdicts",
        help_text=_("The dataset row as it is kept."),
    )
    undone = coded_field(RowUndone, _("What became of it when the run was taken back."), blank=True)
    undone_reason = models.TextField(blank=True, help_text=_("Why it was kept then, or what was issued."))

    class Meta:
        verbose_name = _("verdict on a row")
        verbose_name_plural = _("verdicts on rows")
        ordering = ("run", "line")
        constraints = (
            coded("importverdict", "verdict", RowVerdict),
            coded("importverdict", "undone", RowUndone, blank=True),
            models.UniqueConstraint(fields=("run", "line"), name="importverdict_once"),
            models.CheckConstraint(
                name="importverdict_line_unless_gone",
                condition=Q(line__isnull=True, verdict__in=(RowVerdict.GONE, RowVerdict.RETRACTED))
                | (Q(line__isnull=False) & ~Q(verdict__in=(RowVerdict.GONE, RowVerdict.RETRACTED))),
                violation_error_message=_("A row has a line, unless only earlier files have it."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.line or self.key}: {self.verdict}"
