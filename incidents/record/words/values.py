"""Anything that may stand in a document, in words: codes, days, references, and whole rows of a list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from .. import document as d
from . import claims, codes, dates, figures, keys, origins

BETWEEN = "; "


@dataclass(frozen=True)
class NumberGroup:
    """Numbers that only say something together, such as the ends of a range."""

    keys: tuple[str, ...]
    words: Callable[[Any], str]


GROUPS: dict[type[msgspec.Struct], NumberGroup] = {
    d.Figure: NumberGroup(("low", "best", "high"), figures.of_figure),
    d.CasualtyClaim: NumberGroup(
        ("minimum", "best", "maximum"),
        lambda claim: figures.claimed(claim.minimum, claim.best, claim.maximum),
    ),
    d.Independence: NumberGroup(("count", "non_party"), origins.count),
}

_NAMED_BY: dict[type[msgspec.Struct], str] = dict(claims.NAMED_BY) | {
    d.Participant: "actor",
    d.Figure: "outcome status belongs_to",
    d.Grade: "about",
    d.Independence: "about",
    d.Origin: "claimant",
    d.Place: "location",
    d.CoveredArea: "location",
    d.Related: "kind direction incident",
    d.Relation: "kind direction actor",
    d.Affiliation: "kind actor",
    d.SourceAffiliationPart: "kind actor",
    d.NamedPerson: "name",
    d.Happening: "outcome",
    d.Name: "text",
    d.Code: "scheme value",
    d.ReportRef: "title source published_on",
    d.Provenance: "dataset version",
}
"""Keys that ``name_of`` says all about."""


def words_of(value: Any, notation: d.Notation | None = None, *, is_inside: bool = False) -> str:
    """A value in words, empty for nothing; ``notation`` says how the texts in it are written."""
    if value is None or value in ("", [], {}):
        return ""
    match value:
        case bool():
            return _("yes") if value else _("no")
        case list():
            return BETWEEN.join(words_of(part, notation, is_inside=is_inside) for part in value)
        case dict():
            return BETWEEN.join(f"{language}: {text}" for language, text in value.items())
        case msgspec.Struct():
            return _phrase(value) if is_one_thing(value) else row(value, is_inside=is_inside)
        case str() if notation and notation.vocabulary:
            return codes.label(value, notation.vocabulary)
        case str() if notation and notation.written is d.Written.DAY:
            return dates.day_of(value)
    return str(value)


def is_one_thing(value: Any) -> bool:
    """Whether it reads better whole than key by key."""
    return isinstance(
        value, d.Ref | d.Area | d.Point | d.Occurred | d.Period | d.Claimant | d.Belonging | d.Passage
    )


def _phrase(value: msgspec.Struct) -> str:
    match value:
        case d.Ref() | d.Area():
            return value.name
        case d.Point():
            return f"{value.lat}, {value.lon}"
        case d.Occurred():
            words = _("in words: %(words)s") % {"words": value.words} if value.words else ""
            return BETWEEN.join(part for part in (dates.when(value), words) if part)
        case d.Period():
            return dates.period(value)
        case d.Claimant():
            return origins.claimant_name(value)
        case d.Belonging():
            return claims.whose(value)
        case d.Passage():
            return _("characters %(start)s to %(end)s") % {"start": value.start, "end": value.end}
    return exact(value)


def exact(value: Any) -> str:
    """Key by key with its codes and ids as they stand: for what would read the same in better words."""
    match value:
        case None:
            return ""
        case list():
            return BETWEEN.join(map(exact, value))
        case msgspec.Struct():
            parts = ((key, exact(getattr(value, key))) for key in value.__struct_fields__)
            return BETWEEN.join(f"{keys.lower(key)}: {text}" for key, text in parts if text)
    return str(value)


def row(value: msgspec.Struct, *, is_inside: bool = False) -> str:
    """A row of a list: what it is called, and all else that it says; in brackets where it stands inside another."""
    name, group = name_of(value), GROUPS.get(type(value))
    together, named = set(group.keys) if group else set(), set(_NAMED_BY.get(type(value), "").split())
    details = [(keys.lower("number"), group.words(value))] if group and not together & named else []
    for key in value.__struct_fields__:
        part = getattr(value, key)
        if part is not False and key not in {"id"} | named | together:
            details.append((keys.lower(key), words_of(part, d.notation_of(type(value), key), is_inside=True)))
    parts = [f"{label}: {text}" for label, text in details if text and text != name]
    if is_inside and name and parts:
        return f"{name} ({', '.join(parts)})"
    return BETWEEN.join([name, *parts] if name else parts)


def name_of(value: Any) -> str:
    """What a row is called among others of its list; empty for what is no row."""
    if isinstance(value, d.AnyClaim):
        parts = {"content": claims.content(value), "claimant": origins.claimant_name(value.claimant)}
        return _("%(content)s — according to %(claimant)s") % parts
    match value:
        case d.Participant():
            return value.actor.name if value.actor else (value.description or "")
        case d.Figure():
            status = codes.lower(value.status, "casualty_status")
            return _listed(codes.label(value.outcome, "outcome"), status, claims.whose(value.belongs_to))
        case d.Grade() | d.Independence():
            return codes.label(value.about, "grade_about")
        case d.Origin():
            return origins.claimant_name(value.claimant)
        case d.Place() | d.CoveredArea():
            return value.location.name
        case d.Related(direction="from"):
            kind = codes.lower(value.kind, "link_kind")
            return _("%(other)s — %(kind)s this incident") % {"other": value.incident.name, "kind": kind}
        case d.Related():
            return f"{codes.label(value.kind, 'link_kind')}: {value.incident.name}"
        case d.Relation(direction="from"):
            kind = codes.lower(value.kind, "relation_kind")
            return _("%(other)s — %(kind)s this actor") % {"other": value.actor.name, "kind": kind}
        case d.Relation() | d.Affiliation():
            return f"{codes.label(value.kind, 'relation_kind')}: {value.actor.name}"
        case d.SourceAffiliationPart():
            return f"{codes.label(value.kind, 'affiliation_kind')}: {value.actor.name}"
        case d.NamedPerson():
            return value.name
        case d.Happening():
            return codes.label(value.outcome, "outcome")
        case d.Name():
            return value.text
        case d.Code():
            return f"{value.scheme} {value.value}"
        case d.ReportRef():
            source = value.source.name if value.source else ""
            title = _listed(value.title or "", source, dates.day_of(value.published_on))
            return title or _("a report that is not named")
        case d.Provenance():
            return f"{value.dataset} {value.version}"
    return ""


def _listed(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
