"""Dates of the desk as interval values, and in words."""

from __future__ import annotations

from incidents.codebook import DatePrecision, TimeOfDay
from incidents.dates import ImpreciseDate
from incidents.models.fields import Occurring


def occurred(row: Occurring) -> ImpreciseDate:
    return ImpreciseDate(
        row.occurred_earliest,
        row.occurred_latest,
        DatePrecision(row.occurred_precision),
        TimeOfDay(row.occurred_time_of_day),
    )
