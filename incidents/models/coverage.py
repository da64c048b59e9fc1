"""Coverage: what is monitored, where, since when, of what kind, from which sources, and how far the coding has got."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.codebook import EventType

from .fields import Publishable, folded, ordered, text_list, tracked


@tracked(exclude=("folded",))
class Coverage(Publishable):
    """A statement that, in these areas and days, everything of these types was recorded that these sources tell."""

    name = models.CharField(
        max_length=200, help_text=_("What the statement is called, such as “Hasaka province, 2021”. Public.")
    )
    description = models.TextField(
        blank=True, help_text=_("What is recorded, by which rule, and what is left out. Public.")
    )
    since = models.DateField(help_text=_("First day that is monitored."))
    until = models.DateField(
        null=True, blank=True, help_text=_("Last day that is monitored; empty while it goes on.")
    )
    coded_until = models.DateField(
        null=True,
        blank=True,
        help_text=_("Last day up to which everything is published; empty while nothing is complete."),
    )
    event_types = ArrayField(
        models.CharField(max_length=40, choices=EventType.choices),
        default=list,
        blank=True,
        help_text=_("Codes of the event types that are recorded, separated by commas; empty: all."),
    )
    languages = text_list(_("Language tags (BCP 47) of what is read, separated by commas."))
    backlog = models.TextField(
        blank=True, help_text=_("What is known to be missing, and when it will be entered. Public.")
    )
    retracted = models.BooleanField(
        default=False,
        db_default=False,
        editable=False,
        help_text=_("Taken back as a whole; a correction puts it in force again."),
    )
    folded = folded("name")

    class Meta:
        verbose_name = _("coverage")
        verbose_name_plural = _("coverage")
        ordering = ("name", "pk")
        constraints = (
            models.CheckConstraint(
                name="coverage_event_types_coded",
                condition=Q(event_types__contained_by=EventType.values),
                violation_error_message=_("This code is not in the codebook."),
            ),
            ordered("coverage", "since", "until"),
            ordered("coverage", "since", "coded_until"),
            ordered("coverage", "coded_until", "until"),
        )

    def __str__(self) -> str:
        return self.name


@tracked()
class CoverageArea(models.Model):
    """A place that is monitored with everything that lies in it."""

    coverage = models.ForeignKey(
        Coverage, models.CASCADE, related_name="areas", help_text=_("The statement.")
    )
    location = models.ForeignKey(
        "Location", models.PROTECT, related_name="coverage_areas", help_text=_("Place, with all within it.")
    )

    class Meta:
        verbose_name = _("area of a coverage")
        verbose_name_plural = _("areas of coverage")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("coverage", "location"), name="coveragearea_once"),)

    def __str__(self) -> str:
        return f"{self.coverage}: {self.location}"


@tracked()
class CoverageSource(models.Model):
    """A source that is read throughout."""

    coverage = models.ForeignKey(
        Coverage, models.CASCADE, related_name="monitored", help_text=_("The statement.")
    )
    source = models.ForeignKey(
        "Source", models.PROTECT, related_name="coverage_sources", help_text=_("Source that is read.")
    )

    class Meta:
        verbose_name = _("source of a coverage")
        verbose_name_plural = _("sources of coverage")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("coverage", "source"), name="coveragesource_once"),)

    def __str__(self) -> str:
        return f"{self.coverage}: {self.source}"
