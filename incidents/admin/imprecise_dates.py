"""Imprecise dates in the admin: a text field that reads dates as people write them, its form and its view."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, JsonResponse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from incidents.codebook import DatePrecision, TimeOfDay
from incidents.dates import ImpreciseDate, fits
from incidents.intake.date_words import EXAMPLES, NotADate, read_date
from incidents.intake.said_dates import say_date
from incidents.models.fields import Occurring

from .forms import DeskForm


@dataclass(frozen=True)
class ImpreciseFields:
    """Which fields of the form make up one imprecise date."""

    earliest: str
    latest: str
    precision: str
    time_of_day: str = ""
    clock: str = ""
    words: str = ""
    """Field of the report's own words, which keep a clock time where no field has it."""
    required: bool = False

    @property
    def names(self) -> list[str]:
        return [
            name
            for name in (self.earliest, self.latest, self.precision, self.time_of_day, self.clock)
            if name
        ]


class ImpreciseDateInput(forms.TextInput):
    """Text input that fills in the exact fields: while one types with JavaScript, on saving without."""

    def __init__(self, parts: ImpreciseFields) -> None:
        super().__init__(
            attrs={
                "class": "vTextField imprecise-date",
                "autocomplete": "off",
                "data-earliest": parts.earliest,
                "data-latest": parts.latest,
                "data-precision": parts.precision,
                "data-time-of-day": parts.time_of_day,
                "data-clock": parts.clock,
            }
        )

    class Media:
        js = ("admin-attest/imprecise-date.js",)


def date_words_field(parts: ImpreciseFields) -> forms.CharField:
    """The line in which a date is written in words."""
    return forms.CharField(
        label=_("When"),
        required=False,
        max_length=100,
        widget=ImpreciseDateInput(parts),
        help_text=_("Write it as you would say it: %(examples)s. It fills in the exact fields.")
        % {"examples": EXAMPLES},
    )


class ImpreciseDateForm(DeskForm):
    """A form with one imprecise date; ``words_field`` names the line that is read."""

    imprecise: ClassVar[ImpreciseFields]
    words_field: ClassVar[str] = "when"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.imprecise.names:
            if name in self.fields:
                self.fields[name].required = False
        if self.words_field in self.fields:
            if saved := self._saved_date():
                self.initial[self.words_field] = say_date(saved)
            if said_on := self.said_on():
                self.fields[self.words_field].widget.attrs["data-said-on"] = said_on.isoformat()

    def said_on(self) -> date | None:
        """The day of publication of what is coded, against which “yesterday” is read; unknown here."""
        return None

    def _saved_date(self) -> ImpreciseDate | None:
        row, parts = self.instance, self.imprecise
        first, last = getattr(row, parts.earliest), getattr(row, parts.latest)
        if not (first and last):
            return None
        precision = getattr(row, parts.precision) or DatePrecision.DAY
        time_of_day = (parts.time_of_day and getattr(row, parts.time_of_day)) or TimeOfDay.UNKNOWN
        clock = getattr(row, parts.clock) if parts.clock else None
        return ImpreciseDate(first, last, DatePrecision(precision), TimeOfDay(time_of_day), clock)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        words = cleaned.get(self.words_field, "")
        if words and self.words_field in self.changed_data:
            self._read_words(cleaned, words)
        self.complete_date(cleaned)
        return cleaned

    def _read_words(self, cleaned: dict[str, Any], words: str) -> None:
        parts = self.imprecise
        try:
            days = read_date(words, self.said_on())
        except NotADate as problem:
            self.add_error(self.words_field, str(problem))
            return
        cleaned[parts.earliest] = days.earliest
        cleaned[parts.latest] = days.latest
        cleaned[parts.precision] = days.precision.value
        if parts.time_of_day and days.time_of_day != TimeOfDay.UNKNOWN:
            cleaned[parts.time_of_day] = days.time_of_day.value
        if days.clock is not None and parts.clock:
            cleaned[parts.clock] = days.clock
        elif days.clock is not None and parts.words in self.fields and not cleaned.get(parts.words):
            cleaned[parts.words] = words

    def complete_date(self, cleaned: dict[str, Any]) -> None:
        """One day given stands for both; the precision has a value where there is a date."""
        parts = self.imprecise
        first, last = cleaned.get(parts.earliest), cleaned.get(parts.latest)
        cleaned[parts.earliest], cleaned[parts.latest] = first or last, last or first
        if not (first or last):
            if parts.required and self.words_field not in self.errors:
                self.add_error(
                    self.words_field, _("Say when, as well as it is known. Examples: %s.") % EXAMPLES
                )
            return
        cleaned[parts.precision] = cleaned.get(parts.precision) or DatePrecision.DAY.value
        if not cleaned[parts.latest] < cleaned[parts.earliest] and not fits(
            cleaned[parts.earliest], cleaned[parts.latest], cleaned[parts.precision]
        ):
            label = DatePrecision(cleaned[parts.precision]).label
            self.add_error(
                parts.precision, _("These days are too far apart for “%(label)s”.") % {"label": label}
            )


def read_date_view(request: HttpRequest) -> JsonResponse:
    """The exact fields of a date while one types, by the same rule as on saving; or what is wrong with the words."""
    try:
        said_on = parse_date(request.GET.get("said_on", ""))
    except ValueError:
        said_on = None
    try:
        days = read_date(request.GET.get("words", "")[:100], said_on)
    except NotADate as problem:
        return JsonResponse({"problem": str(problem)})
    return JsonResponse(
        {
            "earliest": days.earliest.isoformat(),
            "latest": days.latest.isoformat(),
            "precision": days.precision.value,
            "time_of_day": days.time_of_day.value,
            "clock": days.clock and days.clock.isoformat("minutes"),
            "said": f"{say_date(days)} — {DatePrecision(days.precision).label}",
        }
    )


def occurred(row: Occurring) -> ImpreciseDate:
    """When a row happened, as one value."""
    return ImpreciseDate(
        row.occurred_earliest,
        row.occurred_latest,
        DatePrecision(row.occurred_precision),
        TimeOfDay(row.occurred_time_of_day),
    )
