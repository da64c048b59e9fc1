"""The widget for imprecise dates: one line that reads dates as people write them, beside the exact fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.codebook import DatePrecision, TimeOfDay
from incidents.dates import ImpreciseDate, fits
from incidents.intake.date_words import EXAMPLES, NotADate, read_date, say_date

from .forms import DeskForm


@dataclass(frozen=True)
class ImpreciseFields:
    """Which fields of the form make up one imprecise date."""

    earliest: str
    latest: str
    precision: str
    time_of_day: str = ""
    required: bool = False

    @property
    def names(self) -> list[str]:
        return [name for name in (self.earliest, self.latest, self.precision, self.time_of_day) if name]


class ImpreciseDateInput(forms.TextInput):
    """With JavaScript, the exact fields are filled in while one types; without, when the form is saved."""

    def __init__(self, parts: ImpreciseFields) -> None:
        super().__init__(
            attrs={
                "class": "vTextField imprecise-date",
                "autocomplete": "off",
                "data-earliest": parts.earliest,
                "data-latest": parts.latest,
                "data-precision": parts.precision,
                "data-time-of-day": parts.time_of_day,
            }
        )

    class Media:
        js = ("admin-attest/imprecise-date.js",)


def said_field(parts: ImpreciseFields) -> forms.CharField:
    return forms.CharField(
        label=_("When"),
        required=False,
        max_length=100,
        widget=ImpreciseDateInput(parts),
        help_text=_("Write it as you would say it: %(examples)s. It fills in the exact fields.")
        % {"examples": EXAMPLES},
    )


class ImpreciseDateForm(DeskForm):
    """A form with one imprecise date; ``said`` names the line that is read."""

    imprecise: ClassVar[ImpreciseFields]
    said: ClassVar[str] = "when"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.imprecise.names:
            if name in self.fields:
                self.fields[name].required = False
        if self.said in self.fields and (value := self._kept_date()):
            self.initial[self.said] = say_date(value)

    def _kept_date(self) -> ImpreciseDate | None:
        first, last = (
            getattr(self.instance, name) for name in (self.imprecise.earliest, self.imprecise.latest)
        )
        if not (first and last):
            return None
        return ImpreciseDate(first, last, self._kept_precision(), self._kept_time_of_day())

    def _kept_precision(self) -> DatePrecision:
        return DatePrecision(getattr(self.instance, self.imprecise.precision) or DatePrecision.DAY)

    def _kept_time_of_day(self) -> TimeOfDay:
        name = self.imprecise.time_of_day
        return TimeOfDay((name and getattr(self.instance, name)) or TimeOfDay.UNKNOWN)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        said = cleaned.get(self.said, "")
        if said and self.said in self.changed_data:
            self._read(cleaned, said)
        self._complete(cleaned)
        return cleaned

    def _read(self, cleaned: dict[str, Any], said: str) -> None:
        try:
            value = read_date(said)
        except NotADate as problem:
            self.add_error(self.said, str(problem))
            return
        read = {"earliest": value.earliest, "latest": value.latest, "precision": value.precision.value}
        cleaned.update({getattr(self.imprecise, part): given for part, given in read.items()})
        time_of_day = self.imprecise.time_of_day
        if time_of_day and value.time_of_day != TimeOfDay.UNKNOWN:
            cleaned[time_of_day] = value.time_of_day.value

    def _complete(self, cleaned: dict[str, Any]) -> None:
        """One day given stands for both; the precision has a value where there is a date."""
        parts = self.imprecise
        first, last = cleaned.get(parts.earliest), cleaned.get(parts.latest)
        cleaned[parts.earliest], cleaned[parts.latest] = first or last, last or first
        if not (first or last):
            self._say_missing()
            return
        cleaned[parts.precision] = cleaned.get(parts.precision) or DatePrecision.DAY.value
        if not cleaned[parts.latest] < cleaned[parts.earliest] and not fits(
            cleaned[parts.earliest], cleaned[parts.latest], cleaned[parts.precision]
        ):
            label = DatePrecision(cleaned[parts.precision]).label
            self.add_error(
                parts.precision, _("These days are too far apart for “%(label)s”.") % {"label": label}
            )

    def _say_missing(self) -> None:
        if self.imprecise.required and self.said not in self.errors:
            self.add_error(self.said, _("Say when, as well as it is known. Examples: %s.") % EXAMPLES)
