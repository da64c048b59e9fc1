"""Template filters that say a part of a document in words. Each takes one typed thing and returns text."""

from datetime import datetime

from django import template
from django.utils import timezone

from ...countries import name_of
from ...record import document as d
from ...record.words import claims, codes, dates, figures, origins, voices
from ..words import texts

register = template.Library()


@register.filter
def when(occurred: d.Occurred) -> str:
    return dates.when(occurred)


@register.filter
def on_days(occurred: d.Occurred) -> str:
    return dates.on(occurred)


@register.filter
def day(value: str | datetime | None) -> str:
    """An ISO date, or the day (UTC) of an instant."""
    return dates.day(timezone.localtime(value).date()) if isinstance(value, datetime) else dates.day_of(value)


@register.filter
def period(value: d.Period | None) -> str:
    return dates.period(value) if value else ""


@register.filter
def monitored(coverage: d.CoverageDocument) -> str:
    """The days that a statement of coverage is about."""
    return dates.period(d.Period(start=coverage.since, end=coverage.until))


@register.filter
def figure(value: d.Figure | d.Total) -> str:
    return figures.of_figure(value)


@register.filter
def cell(number: int | None) -> str:
    return figures.cell(number)


@register.filter
def content(claim: d.AnyClaim) -> str:
    return claims.content(claim)


@register.filter
def whose(belongs_to: d.Belonging | None) -> str:
    return claims.whose(belongs_to)


@register.filter
def claimant(value: d.Claimant) -> str:
    return origins.claimant_name(value)


@register.filter
def claimant_ref(value: d.Claimant) -> d.Ref | None:
    return origins.claimant_ref(value)


@register.filter
def origin_standing(origin: d.Origin) -> str:
    return origins.standing_of(origin)


@register.filter
def origins_counted(independence: d.Independence) -> str:
    return origins.count(independence)


@register.filter
def voice(document: d.IncidentDocument) -> str:
    """Whose coding it is, and whether it was reviewed here; empty for our own."""
    return voices.of_incident(document)


@register.filter
def event_kind(document: d.IncidentDocument) -> str:
    return voices.event_kind(document)


@register.filter
def dataset_type(document: d.IncidentDocument) -> str:
    return voices.dataset_type(document)


@register.filter
def by_whom(by: str, origin: d.Provenance | None) -> str:
    """The dataset whose judgement it is; empty for the desk's."""
    return voices.by_whom(by, origin)


@register.filter
def said(text: d.Text) -> texts.Said:
    """The text in the language the reader gets, with that language."""
    return texts.chosen(text)


@register.filter
def label(code: str | None, vocabulary: str) -> str:
    return codes.label(code, vocabulary)


@register.filter
def small(code: str | None, vocabulary: str) -> str:
    """The label as it stands inside a sentence."""
    return codes.lower(code, vocabulary)


@register.filter
def definition(code: str | None, vocabulary: str) -> str:
    return codes.definition(code, vocabulary)


@register.filter
def name_direction(name: d.Name) -> str:
    return texts.direction(name.language, name.script)


@register.filter
def country(code: str | None) -> str:
    return name_of(code)
