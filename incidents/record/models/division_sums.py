"""Sums by month, division and kind of conflict event, kept as ``sums.summaries`` keeps them: what OCHA's tools ask for.

The kinds are those of the Humanitarian Data Exchange, which are made of ACLED's. They overlap, so that an incident is
in several rows; it is in one division and one month, or in none: what lasted from one month into the next counts in
the first, what only happened *some time* within several months in none, since no month of them can be named. Series and
aggregates are sums already and are left out.
"""

from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ...codebook import CivilianHarm, DatePrecision, EventType, Extent
from ...codebook.violence import ORGANISED, POLITICAL
from ..projection.terms import violence
from .monthly_sums import FLAT, start_of
from .summary import Summary


class ConflictKind(StrEnum):
    CIVILIANS = "civilian_targeting"
    DEMONSTRATION = "demonstration"
    POLITICAL = "political_violence"


def _array(codes: list[str]) -> str:
    return f"ARRAY[{', '.join(repr(str(code)) for code in codes)}]"


_CONDITIONS = {
    ConflictKind.CIVILIANS: f"flat.event_type = '{EventType.CIVILIANS}' OR flat.event_type = '{EventType.EXPLOSION}'"
    f" AND flat.civilian_harm = '{CivilianHarm.TARGETED}'",
    ConflictKind.DEMONSTRATION: f"flat.event_type = '{EventType.DEMONSTRATION}'",
    # The same as codebook.violence.is_political.
    ConflictKind.POLITICAL: f"flat.event_type = ANY({_array([*POLITICAL])})"
    f" OR flat.event_type = '{EventType.UNCLEAR}' AND entry.terms && {_array([violence(pair) for pair in ORGANISED])}",
}
_KINDS = ", ".join(f"('{kind}', {condition})" for kind, condition in _CONDITIONS.items())
_MONTH, _LAST_MONTH = start_of("month", "flat.date_from"), start_of("month", "flat.date_to")

MONTHLY_DIVISION = Summary(
    "record_monthly_division",
    f"{FLAT} CROSS JOIN LATERAL (VALUES {_KINDS}) AS kind (code, holds)",
    {
        "first": _MONTH,
        "country": "flat.country",
        "admin1": "flat.admin1_id",
        "admin2": "flat.admin2_id",
        "kind": "kind.code",
    },
    {
        "incidents": "1",
        "killed_best": "coalesce(flat.killed_best, 0)",
        "killed_bests": "(flat.killed_best IS NOT NULL)::int",
    },
    f"kind.holds AND flat.extent = '{Extent.SINGLE}' AND flat.country IS NOT NULL"
    f" AND (flat.date_precision = '{DatePrecision.DAY}' OR {_MONTH} = {_LAST_MONTH})",
)

SUMMARIES = (MONTHLY_DIVISION,)


class MonthlyDivision(models.Model):
    first = models.DateField(help_text=_("First day of the month."))
    country = models.TextField()
    admin1 = models.TextField(null=True, help_text=_("Id of the first division."))
    admin2 = models.TextField(null=True, help_text=_("Id of the second division."))
    kind = models.TextField()
    incidents = models.BigIntegerField()
    killed_best = models.BigIntegerField()
    killed_bests = models.BigIntegerField(help_text=_("How many of them have a best figure."))

    class Meta:
        app_label = "record"
        db_table = "record_monthly_division"
        verbose_name = _("sum by month and division")
        verbose_name_plural = _("sums by month and division")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["first", "country", "admin1", "admin2", "kind"],
                name="monthly_division_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.first} {self.country} {self.kind}: {self.incidents}"
