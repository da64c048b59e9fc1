"""Conversion of column values to those of documents: an empty text is ``null``, a day is ISO 8601."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from incidents.codebook import DatePrecision, TimeOfDay
from incidents.models import Episode, ExternalId, Incident
from incidents.record import document as d


def or_none(text: str) -> str | None:
    return text or None


def iso_date(value: date | None) -> str | None:
    return value.isoformat() if value else None


def period(start: date | None, end: date | None) -> d.Period:
    return d.Period(start=iso_date(start), end=iso_date(end))


def occurred(
    earliest: date, latest: date, precision: str, time_of_day: str = "", words: str = ""
) -> d.Occurred:
    return d.Occurred(
        earliest=earliest.isoformat(),
        latest=latest.isoformat(),
        precision=precision or DatePrecision.DAY,
        time_of_day=None if time_of_day in ("", TimeOfDay.UNKNOWN) else time_of_day,
        words=or_none(words),
    )


def occurred_of(narrative: Incident | Episode) -> d.Occurred:
    return occurred(
        narrative.occurred_earliest,
        narrative.occurred_latest,
        narrative.occurred_precision,
        narrative.occurred_time_of_day,
        narrative.occurred_words,
    )


def texts(narrative: Incident | Episode, field: str) -> d.Text:
    """Title or summary by language; languages without a text are left out."""
    by_language = {narrative.language: getattr(narrative, field)}
    by_language |= {row.language: getattr(row, field) for row in narrative.translations.all()}
    return {language: text for language, text in sorted(by_language.items()) if text}


def codes(identifiers: Iterable[ExternalId]) -> list[d.Code]:
    return [
        d.Code(scheme=row.scheme, value=row.value, match=row.match, name=row.name or None)
        for row in identifiers
    ]
