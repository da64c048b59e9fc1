"""Reads a date for the widget while one types, by the same rule as when the form is saved."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse

from incidents.codebook import DatePrecision
from incidents.intake.date_words import NotADate, read_date, say_date


def read_date_view(request: HttpRequest) -> JsonResponse:
    """The exact fields of the date, or what is wrong with the words."""
    try:
        value = read_date(request.GET.get("words", "")[:100])
    except NotADate as problem:
        return JsonResponse({"problem": str(problem)})
    return JsonResponse(
        {
            "earliest": value.earliest.isoformat(),
            "latest": value.latest.isoformat(),
            "precision": value.precision.value,
            "time_of_day": value.time_of_day.value,
            "said": f"{say_date(value)} — {DatePrecision(value.precision).label}",
        }
    )
