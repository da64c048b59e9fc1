"""Limits of the desk's columns: what a coded row holds that none of them could, found before it is staged."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import msgspec
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from incidents.folding import fold
from incidents.models import (
    Actor,
    ExternalId,
    Incident,
    IncidentLocation,
    Participation,
    Report,
    SourceMention,
)

from .coded import CodedRow, NamedPlace

LARGEST = 2**31 - 1
"""The greatest whole number that a column holds."""
WIDEST_KM = 2000

_encoder = msgspec.json.Encoder()


def misfit_in(row: CodedRow) -> str:
    """Why the row could not be entered, as a sentence; empty where it could. Raises ``UnicodeEncodeError``.

    PostgreSQL holds no zero characters, and UTF-8 no halves of characters.
    """
    if b"\\u0000" in _encoder.encode(row):
        return _("It holds a zero character, which the database cannot hold.")
    for what, name in _names(row):
        if not fold(name):
            return _("The %(what)s is called “%(name)s”, which is no name.") % {"what": _(what), "name": name}
    for what, text, longest in _texts(row):
        if len(text) > longest:
            beginning = text[:40]
            return _("The %(what)s “%(text)s…” has %(n)s characters; there is room for %(longest)s.") % {
                "what": _(what), "text": beginning, "n": len(text), "longest": longest,
            }  # fmt: skip
    for number in _numbers(row):
        if not 0 <= number <= LARGEST:
            return _("%(number)s is no number of people.") % {"number": number}
    for place in row.places:
        if place.radius_km is not None and not 0 <= place.radius_km <= WIDEST_KM:
            return _("A radius of %(km)s km is wider than any place.") % {"km": place.radius_km}
    return ""


def _numbers(row: CodedRow) -> Iterator[int]:
    ends = [end for claim in row.claims for end in (claim.minimum, claim.best, claim.maximum)]
    ends += [end for figure in row.figures for end in (figure.low, figure.best, figure.high)]
    yield from (end for end in ends if end is not None)


def _names(row: CodedRow) -> Iterator[tuple[str, str]]:
    """What each subject is that the row names, and its name."""
    for part in row.parts:
        if part.who:
            yield noop("actor"), part.who.name
    for spot in row.places:
        place: NamedPlace | None = spot.where
        while place is not None:
            yield noop("place"), place.name
            place = place.parent
    for report in row.reports:
        yield noop("source"), report.source.name
    for claim in row.claims:
        yield noop("source"), claim.claimant.name


def _texts(row: CodedRow) -> Iterator[tuple[str, str, int]]:
    """What each text of the row is, the text, and how long it may be. Names of all subjects have the same room."""
    for what, name in _names(row):
        yield what, name, _longest(Actor, "name")
    yield noop("title"), row.title, _longest(Incident, "title")
    for _scheme, value, _match in row.codes:
        yield noop("outside id"), value, _longest(ExternalId, "value")
    for spot in row.places:
        yield noop("place's words"), spot.words, _longest(IncidentLocation, "words")
    for part in row.parts:
        yield noop("participant"), part.description, _longest(Participation, "description")
    for report in row.reports:
        yield noop("report's title"), report.title, _longest(Report, "title")
        yield noop("report's address"), report.url, _longest(Report, "url")
    for mention in row.mentions:
        yield noop("source"), mention.named, _longest(SourceMention, "description")


@cache
def _longest(model: type[models.Model], field: str) -> int:
    length: int = model._meta.get_field(field).max_length  # type: ignore[union-attr, assignment]
    return length
