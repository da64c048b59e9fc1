"""Small turns of phrase from a column to a document: an empty text is ``null``, a day is ISO 8601."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from incidents.codebook import DatePrecision, TimeOfDay
from incidents.models import Episode, ExternalId, Incident
from incidents.record import document as d


def some(text: str) -> str | None:
    return text or None


def day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def period(start: date | None, end: date | None) -> d.Period:
    return d.Period(start=day(start), end=day(end))


def occurred(
    earliest: date, latest: date, precision: str, time_of_day: str = "", words: str = ""
) -> d.Occurred:
    return d.Occurred(
        earliest=earliest.isoformat(),
        latest=latest.isoformat(),
        precision=precision or DatePrecision.DAY,
        time_of_day=None if time_of_day in ("", TimeOfDay.UNKNOWN) else time_of_day,
        words=some(words),
    )


def occurred_of(told: Incident | Episode) -> d.Occurred:
    return occurred(
        told.occurred_earliest,
        told.occurred_latest,
        told.occurred_precision,
        told.occurred_time_of_day,
        told.occurred_words,
    )


def texts(told: Incident | Episode, field: str) -> d.Text:
    """Title or summary by language; languages without a text are left out."""
    by_language = {told.language: getattr(told, field)}
    by_language |= {one.language: getattr(one, field) for one in told.translations.all()}
    return {language: text for language, text in sorted(by_language.items()) if text}


def codes(identifiers: Iterable[ExternalId]) -> list[d.Code]:
    return [d.Code(scheme=one.scheme, value=one.value, match=one.match) for one in identifiers]
