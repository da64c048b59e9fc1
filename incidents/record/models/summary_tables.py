"""Tables of sums by period: ``monthly_sums`` says what they hold, ``sums.summaries`` how they are kept."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


def _sum() -> models.BigIntegerField[int, int]:
    return models.BigIntegerField()


def _count() -> models.IntegerField[int, int]:
    """Of incidents: half as wide, and PostgreSQL adds such numbers up several times faster."""
    return models.IntegerField()


def _found_by(name: str, area: str) -> models.Index:
    """For answers about one country or one governorate."""
    return models.Index(fields=[area, "first"], name=name)


class SummaryState(models.Model):
    """Which state of the record the sums of a table are those of."""

    name = models.TextField(_("table"), primary_key=True)
    sequence = models.BigIntegerField(_("sequence"), help_text=_("0 where it was never built."))

    class Meta:
        app_label = "record"
        db_table = "record_summary"
        verbose_name = _("state of a summary")
        verbose_name_plural = _("states of summaries")

    def __str__(self) -> str:
        return f"{self.name} at {self.sequence}"


class PeriodSums(models.Model):
    """The columns that are summed; ``figures``, ``bests`` and ``highs`` count incidents that have such a figure."""

    first = models.DateField(help_text=_("First day of the period in which the first possible day lies."))
    fit = models.SmallIntegerField(
        help_text=_(
            "0: lies in this period; 1: in the longer one around it; 2: in neither, its days being unsharp."
        )
    )
    extent = models.TextField()
    incidents = _count()
    killed_low = _sum()
    killed_best = _sum()
    killed_high = _sum()
    killed_figures = _count()
    killed_bests = _count()
    killed_highs = _count()
    wounded_low = _sum()
    wounded_best = _sum()
    wounded_high = _sum()
    wounded_figures = _count()
    wounded_bests = _count()
    wounded_highs = _count()
    killed_civilians_low = _sum()
    killed_civilians_best = _sum()
    killed_civilians_high = _sum()
    killed_civilians_figures = _count()
    killed_civilians_bests = _count()
    killed_civilians_highs = _count()
    wounded_civilians_low = _sum()
    wounded_civilians_best = _sum()
    wounded_civilians_high = _sum()
    wounded_civilians_figures = _count()
    wounded_civilians_bests = _count()
    wounded_civilians_highs = _count()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.first} {self.extent}: {self.incidents}"


def _by(name: str, *keys: str) -> list[models.BaseConstraint]:
    return [
        models.UniqueConstraint(fields=["first", "fit", "extent", *keys], name=name, nulls_distinct=False)
    ]


class MonthlyKind(PeriodSums):
    event_type = models.TextField()
    sub_event_type = models.TextField()

    class Meta:
        app_label = "record"
        db_table = "record_monthly_kind"
        verbose_name = _("sum by month and kind")
        verbose_name_plural = _("sums by month and kind")
        constraints: ClassVar = _by("monthly_kind_once", "event_type", "sub_event_type")


class MonthlyGrade(PeriodSums):
    several = models.BooleanField()
    country = models.TextField(null=True)
    grade = models.TextField(null=True)

    class Meta:
        app_label = "record"
        db_table = "record_monthly_grade"
        verbose_name = _("sum by month, country and grade")
        verbose_name_plural = _("sums by month, country and grade")
        constraints: ClassVar = _by("monthly_grade_once", "several", "country", "grade")
        indexes: ClassVar = [_found_by("monthly_grade_country", "country")]


class MonthlyArea(PeriodSums):
    several = models.BooleanField()
    country = models.TextField(null=True)
    admin1 = models.TextField(null=True)
    event_type = models.TextField()

    class Meta:
        app_label = "record"
        db_table = "record_monthly_area"
        verbose_name = _("sum by month and area")
        verbose_name_plural = _("sums by month and area")
        constraints: ClassVar = _by("monthly_area_once", "several", "country", "admin1", "event_type")
        indexes: ClassVar = [
            _found_by("monthly_area_country", "country"),
            _found_by("monthly_area_admin1", "admin1"),
        ]


class MonthlyActor(PeriodSums):
    several = models.BooleanField()
    country = models.TextField(null=True)
    actor = models.TextField(null=True)

    class Meta:
        app_label = "record"
        db_table = "record_monthly_actor"
        verbose_name = _("sum by month, country and actor")
        verbose_name_plural = _("sums by month, country and actor")
        constraints: ClassVar = _by("monthly_actor_once", "several", "country", "actor")
        indexes: ClassVar = [_found_by("monthly_actor_country", "country")]


class DailyCountry(PeriodSums):
    several = models.BooleanField()
    country = models.TextField(null=True)

    class Meta:
        app_label = "record"
        db_table = "record_daily_country"
        verbose_name = _("sum by day and country")
        verbose_name_plural = _("sums by day and country")
        constraints: ClassVar = _by("daily_country_once", "several", "country")
        indexes: ClassVar = [_found_by("daily_country_country", "country")]


class MonthlyTerm(PeriodSums):
    several = models.BooleanField()
    country = models.TextField(null=True)
    event_type = models.TextField()
    term = models.TextField()

    class Meta:
        app_label = "record"
        db_table = "record_monthly_term"
        verbose_name = _("sum by month, country, event type and term")
        verbose_name_plural = _("sums by month, country, event type and term")
        constraints: ClassVar = _by("monthly_term_once", "several", "country", "event_type", "term")
        indexes: ClassVar = [_found_by("monthly_term_term", "term")]
