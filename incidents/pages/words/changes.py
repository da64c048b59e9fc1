"""What changed between two editions, item by item, in words.

Each document is written down as sections of keyed lines; comparing two is then the same for every subject.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.utils.translation import gettext as _

from ...codebook import GradeAbout
from ...record import document as d
from ...record.words import claims, codes, dates, figures, origins

Lines = dict[tuple[str, str], str]
"""Text of each item, by section and key; the order is the order of reading."""


@dataclass(frozen=True)
class Change:
    """``before`` is empty for what was added, ``after`` for what was removed."""

    section: str
    before: str
    after: str


def between(before: d.Document, after: d.Document) -> list[Change]:
    """The changes a reader would notice; a last line says so where there are only others."""
    old, new = lines(before), lines(after)
    keys = [*new, *(key for key in old if key not in new)]
    found = [
        Change(key[0], old.get(key, ""), new.get(key, "")) for key in keys if old.get(key) != new.get(key)
    ]
    if not found and _without_edition(before) != _without_edition(after):
        found.append(Change(_("Details"), "", _("Names, links or codes were brought up to date.")))
    return found


def lines(document: d.Document) -> Lines:
    match document:
        case d.IncidentDocument():
            return _incident(document)
        case d.EpisodeDocument():
            return _episode(document)
        case d.ActorDocument():
            return _actor(document)
        case d.LocationDocument():
            return _location(document)
        case d.SourceDocument():
            return _source(document)
        case d.CoverageDocument():
            return _coverage(document)
    return {}


def _incident(one: d.IncidentDocument) -> Lines:
    return {
        **_texts(_("Title"), one.title),
        **_texts(_("Summary"), one.summary),
        **_one(_("Event type"), codes.label(one.event_type, "event_type")),
        **_one(_("Sub-event type"), codes.label(one.sub_event_type, "sub_event_type")),
        **_one(_("Extent"), codes.label(one.extent, "extent")),
        **_one(_("Harm to civilians"), codes.label(one.civilian_harm, "civilian_harm")),
        **_one(_("When"), dates.when(one.occurred)),
        **_all(_("Where"), one.locations, lambda p: (p.location.id + p.role, _place(p))),
        **_all(_("Who"), one.participants, lambda p: (_who(p) + p.role, _part(p))),
        **_all(
            _("Assessed figure"), one.casualties, lambda f: (_cell(f), f"{_cell(f)}: {figures.of_figure(f)}")
        ),
        **_all(_("Grade"), one.grades, lambda g: (g.about, _grade(g))),
        **_all(_("Independent origins"), one.independence, lambda i: (i.about, _independence(i))),
        **_all(_("Claim"), one.claims, lambda c: (c.id, _claim(c))),
        **_all(_("Report"), one.reports, lambda r: (r.id, _report(r))),
        **_all(_("Episode"), one.episodes, lambda e: (e.id, e.name)),
        **_all(_("Related incident"), one.related, lambda r: (r.incident.id + r.kind, _related(r))),
        **_all(_("Person"), one.persons, lambda p: (p.id, p.name)),
        **_all(_("Tag"), one.tags, lambda t: (t, t)),
        **_codes_elsewhere(one.external_ids),
    }


def _episode(one: d.EpisodeDocument) -> Lines:
    return {
        **_texts(_("Title"), one.title),
        **_texts(_("Summary"), one.summary),
        **_one(_("Kind"), codes.label(one.kind, "episode_kind")),
        **_one(_("When"), dates.when(one.occurred)),
        **_all(_("Actor"), one.actors, lambda a: (a.id, a.name)),
        **_all(_("Where"), one.locations, lambda p: (p.id, p.name)),
        **_all(_("Report"), one.reports, lambda r: (r.id, _report(r))),
        **_codes_elsewhere(one.external_ids),
    }


def _actor(one: d.ActorDocument) -> Lines:
    return {
        **_one(_("Name"), one.name),
        **_texts(_("Description"), one.description),
        **_one(_("Kind"), codes.label(one.kind, "actor_kind")),
        **_one(_("Country"), one.country or ""),
        **_one(_("Active"), dates.period(one.active)),
        **_names(one.names),
        **_all(_("Relation"), one.relations, lambda r: (r.kind + r.direction + r.actor.id, _relation(r))),
        **_codes_elsewhere(one.external_ids),
    }


def _location(one: d.LocationDocument) -> Lines:
    return {
        **_one(_("Name"), one.name),
        **_one(_("Type"), codes.label(one.type, "location_type")),
        **_one(_("Within"), ", ".join(place.name for place in one.within)),
        **_one(_("Point"), f"{one.point.lat}, {one.point.lon}" if one.point else ""),
        **_one(_("Radius in km"), str(one.radius_km or "")),
        **_names(one.names),
        **_codes_elsewhere(one.external_ids),
    }


def _source(one: d.SourceDocument) -> Lines:
    return {
        **_one(_("Name"), one.name),
        **_one(_("Kind"), codes.label(one.kind, "source_kind")),
        **_one(_("Website"), one.website or ""),
        **_one(_("Languages"), ", ".join(one.languages)),
        **_names(one.names),
        **_all(_("Affiliation"), one.affiliations, lambda a: (a.kind + a.actor.id, _affiliation(a))),
    }


def _coverage(one: d.CoverageDocument) -> Lines:
    return {
        **_one(_("Name"), one.name),
        **_texts(_("Description"), one.description),
        **_all(_("Area"), one.areas, lambda a: (a.location.id, a.location.name)),
        **_one(_("Monitored"), dates.period(d.Period(start=one.since, end=one.until))),
        **_one(_("Complete up to"), dates.day_of(one.coded_until)),
        **_all(_("Event type"), one.event_types, lambda t: (t, codes.label(t, "event_type"))),
        **_one(_("Languages"), ", ".join(one.languages)),
        **_all(_("Source"), one.sources, lambda s: (s.id, s.name)),
        **_texts(_("Backlog"), one.backlog),
    }


def _one(section: str, text: str) -> Lines:
    return {(section, ""): text} if text else {}


Item = TypeVar("Item")


def _all(section: str, items: Iterable[Item], line: Callable[[Item], tuple[str, str]]) -> Lines:
    found: Lines = {}
    for item in items:
        key, text = line(item)
        # Two items may share a key, such as two figures of one cell: keep both.
        while (section, key) in found:
            key += "+"
        found[section, key] = text
    return found


def _texts(section: str, text: d.Text) -> Lines:
    return {(section, language): said for language, said in text.items()}


def _names(names: list[d.Name]) -> Lines:
    return _all(_("Name"), names, lambda n: (n.text, f"{n.text} ({codes.lower(n.kind, 'name_kind')})"))


def _codes_elsewhere(found: list[d.Code]) -> Lines:
    return _all(_("Code elsewhere"), found, lambda c: (c.scheme + c.value, f"{c.scheme} {c.value}"))


def _place(place: d.Place) -> str:
    role = codes.lower(place.role, "place_role")
    if place.radius_km is None:
        return _("%(place)s (%(role)s)") % {"place": place.location.name, "role": role}
    known = {"place": place.location.name, "role": role, "km": place.radius_km}
    return _("%(place)s (%(role)s, within %(km)s km)") % known


def _who(participant: d.Participant) -> str:
    return participant.actor.name if participant.actor else (participant.description or "")


def _part(one: d.Participant) -> str:
    return _("%(who)s: %(role)s, %(standing)s, %(side)s") % {
        "who": _who(one),
        "role": codes.lower(one.role, "role"),
        "standing": codes.lower(one.standing, "standing"),
        "side": codes.lower(one.side, "side"),
    }


def _cell(figure: d.Figure) -> str:
    whose = claims.whose(figure.belongs_to)
    parts = [codes.label(figure.outcome, "outcome"), codes.lower(figure.status, "casualty_status"), whose]
    return ", ".join(part for part in parts if part)


def _grade(grade: d.Grade) -> str:
    return _("%(question)s: %(grade)s. %(reason)s") % {
        "question": codes.label(grade.about, "grade_about"),
        "grade": codes.lower(grade.grade, "grade"),
        "reason": grade.reason,
    }


def _independence(one: d.Independence) -> str:
    return f"{GradeAbout(one.about).label if one.about in GradeAbout.values else one.about}: {origins.count(one)}"


def _claim(claim: d.AnyClaim) -> str:
    said = {"content": claims.content(claim), "claimant": origins.claimant_name(claim.claimant)}
    return _("%(content)s — according to %(claimant)s") % said


def _report(report: d.ReportRef) -> str:
    parts = [report.title, report.source.name if report.source else "", dates.day_of(report.published_on)]
    return ", ".join(part for part in parts if part) or _("a report that is not named")


def _related(one: d.Related) -> str:
    return f"{codes.label(one.kind, 'link_kind')}: {one.incident.name}"


def _relation(one: d.Relation) -> str:
    parts = [f"{codes.label(one.kind, 'relation_kind')}: {one.actor.name}", dates.period(one.period)]
    return ", ".join(part for part in parts if part)


def _affiliation(one: d.SourceAffiliationPart) -> str:
    parts = [f"{codes.label(one.kind, 'affiliation_kind')}: {one.actor.name}", dates.period(one.period)]
    return ", ".join(part for part in parts if part)


def _without_edition(document: d.Document) -> dict[str, object]:
    return {name: getattr(document, name) for name in document.__struct_fields__ if name != "edition"}
