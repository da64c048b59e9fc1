"""ACLED's 31 columns from an incident's document. This is the only definition of them; filters look at its result.

``inter1``, ``inter2`` and ``interaction`` are numbers here, 0 where there is none; ``shown`` puts them in words.
Empty text is "not said". A number that is not known is ``None``, ``fatalities`` above all: 0 is known to be none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from ...codebook import DIVISIONS, HELD, CivilianHarm, EventType, Extent, GradeValue, Outcome, Role
from ...codebook.acled import COLUMNS, inter_name, interaction_name
from ...record import document as d
from ...record.projection.full_text import in_one_language
from ...record.projection.opponents import BETWEEN, groups, kinds_of, marked
from ...record.projection.rows import main_place
from ...record.projection.violence import violence_of
from . import crosswalk
from .partial_decoding import AnyIncident
from .regions import AcledCountry, country

SECOND_ACTOR = ("actor2", "assoc_actor_2", "inter2")
"""Columns that a monadic row, which is about one actor, does not have."""

_ACTOR_COLUMNS = frozenset(COLUMNS[7:15])

Value = str | int | float | None
Row = dict[str, Value]


def row_of(document: AnyIncident, issued_at: datetime, only: Collection[str] = frozenset(COLUMNS)) -> Row:
    """The columns of one incident, in ACLED's order. ``issued_at`` is when this edition of it was issued.

    ``only`` names columns that are wanted; those that cost nothing more may come with them.
    """
    place = main_place(document.locations)
    land = country(place.country if place else None)
    row: Row = {"event_id_cnty": document.id, **_date_columns(document.occurred), **_type_columns(document)}
    if not _ACTOR_COLUMNS.isdisjoint(only):
        row |= _actor_columns(document, land.name)
    row |= _place_columns(place, land)
    row["source"] = BETWEEN.join(
        dict.fromkeys(report.source.name for report in document.reports if report.source)
    )
    # Of what kind a source is stands in the source's own document, which changes without this one.
    row["source_scale"] = ""
    text = in_one_language(document.summary) or in_one_language(document.title)
    row["notes"] = f"{text} [{document.url}]"
    killed = d.total(document.casualties, Outcome.KILLED)
    row["fatalities"] = fatalities(killed)
    if "tags" in only:
        row["tags"] = BETWEEN.join(_tags(document, killed))
    row["timestamp"] = int(issued_at.timestamp())
    return row


def monadic(row: Row) -> list[Row]:
    """The same row once for each of its actors, who then stands in actor1."""
    first = {name: value for name, value in row.items() if name not in SECOND_ACTOR}
    if not row["actor2"]:
        return [first]
    turned = {"actor1": row["actor2"], "assoc_actor_1": row["assoc_actor_2"], "inter1": row["inter2"]}
    return [first, first | turned]


def shown(row: Row) -> Row:
    """With the kinds of actors in words, as ACLED shows them unless it is asked for numbers."""
    words: Row = {"interaction": interaction_name(int(row["interaction"] or 0))}
    words |= {name: inter_name(int(row[name] or 0)) for name in ("inter1", "inter2") if name in row}
    return row | words


def fatalities(killed: d.Total) -> int | None:
    """The best figure; without one the least that is known, as ACLED takes the cautious number; else unknown."""
    return killed.best if killed.best is not None else killed.low or None


def searched_notes(notes: str) -> str:
    """The part of notes that is looked through: of the address the id alone, or its words would be in all of them."""
    text, _opening, address = notes.rpartition(" [")
    return f"{text} {address.rstrip(']/').rpartition('/')[2]}"


def _date_columns(occurred: d.Occurred) -> Row:
    """The first day it may have been. Those that span or may span several say so in the tags."""
    return {
        "event_date": occurred.earliest,
        "year": int(occurred.earliest[:4]),
        "time_precision": crosswalk.time_precision(occurred.precision),
    }


def _type_columns(document: AnyIncident) -> Row:
    codes = document.event_type, document.sub_event_type
    violence = violence_of(document) if document.event_type == EventType.UNCLEAR else None
    return {
        "disorder_type": crosswalk.disorder_type(*codes, violence),
        "event_type": crosswalk.event_type(*codes),
        "sub_event_type": crosswalk.sub_event_type(*codes),
    }


def _actor_columns(document: AnyIncident, land: str) -> Row:
    first, second = groups(document, land)
    kinds = kinds_of(first, second)
    targeted = document.civilian_harm == CivilianHarm.TARGETED
    return {
        "actor1": first.actor.name,
        "assoc_actor_1": first.associates,
        "inter1": kinds.first,
        "actor2": second.actor.name,
        "assoc_actor_2": second.associates,
        "inter2": kinds.second,
        "interaction": kinds.interaction,
        "civilian_targeting": crosswalk.CIVILIAN_TARGETING if targeted else "",
    }


def _place_columns(place: d.Place | None, land: AcledCountry) -> Row:
    around = {area.type: area.name for area in place.within} if place else {}
    if place:
        around[place.type] = place.location.name
    point = place.point if place else None
    return {
        "iso": land.iso,
        "region": land.region_name,
        "country": land.name,
        **{level.value: around.get(level, "") for level in DIVISIONS},
        "location": place.location.name if place else "",
        "latitude": float(point.lat) if point else None,
        "longitude": float(point.lon) if point else None,
        "geo_precision": crosswalk.geo_precision(place.type) if place else None,
    }


def _tags(document: AnyIncident, killed: d.Total) -> Iterator[str]:
    """What ACLED's columns have no room for, as ``name=value``, and then our own tags."""
    if document.extent != Extent.SINGLE:
        yield f"extent={document.extent}"
    if document.occurred.latest != document.occurred.earliest:
        yield f"last day={document.occurred.latest}"
    yield from _doubts(document, killed)
    yield from (
        f"{grade.about}={grade.grade}" for grade in document.grades if grade.grade != GradeValue.NOT_ASSESSED
    )
    if origin := document.origin:
        yield f"origin={origin.dataset} {origin.version}".replace(";", ",")
        yield f"reviewed={document.reviewed.result if document.reviewed else 'no'}"
    yield from (tag.replace(";", ",") for tag in document.tags)


def _doubts(document: AnyIncident, killed: d.Total) -> Iterator[str]:
    if not killed.low and killed.best is None and killed.high is None:
        yield "fatalities=unknown"
    elif (killed.low, killed.high) != (None, None) and not killed.low == killed.best == killed.high:
        low, high = ("?" if end is None else str(end) for end in (killed.low, killed.high))
        yield f"fatalities={low} to {high}"
    for participant in document.participants:
        if participant.role == Role.ATTACKER and participant.standing not in HELD:
            yield f"attacker={marked(participant)}"
