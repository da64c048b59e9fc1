"""An incident as one row of a table: what spreadsheets, statistics and maps are made of.

Counts are of people. A range is ``low <= best <= high``; empty is unknown and 0 is none. Like the rest of the index
it is a pure function of the document, so that it can be rebuilt and checked. One column, ``issued_at``, comes from
the log.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from ...codebook import (
    DIVISIONS,
    IN_THE_ACT,
    OPPOSED_SIDES,
    CasualtyStatus,
    GradeAbout,
    Outcome,
    PlaceRole,
    Role,
    Standing,
    decided,
    selected,
)
from .. import document as d

_GRADES: dict[str, str] = decided(
    GradeAbout,
    {
        GradeAbout.OCCURRENCE: "grade_occurrence",
        GradeAbout.RESPONSIBILITY: "grade_responsibility",
        GradeAbout.CASUALTIES: "grade_casualties",
        GradeAbout.PLACE_AND_TIME: "grade_place_time",
    },
)
_COUNTED_HARM = selected(
    Outcome,
    {Outcome.KILLED, Outcome.WOUNDED},
    others={
        Outcome.KILLED_OR_WOUNDED,
        Outcome.DIED_LATER,
        Outcome.MISSING,
        Outcome.DETAINED,
        Outcome.ABDUCTED,
        Outcome.RELEASED,
        Outcome.DISPLACED,
        Outcome.SEXUAL_VIOLENCE,
        Outcome.FOUND_DEAD,
    },
)
"""Outcomes that have columns; all of them stand in the document."""

COLUMNS = (
    "public_id", "edition_number", "edition_kind",
    "title", "summary", "extent", "event_type", "sub_event_type", "civilian_harm",
    "date_from", "date_to", "date_precision", "time_of_day",
    "country", "admin1_id", "admin1", "admin2_id", "admin2", "admin3_id", "admin3",
    "location_id", "location", "location_type", "place_words", "lat", "lon", "radius_km", "places",
    "attackers", "targets", "side_a", "side_b", "others", "participants",
    "killed_low", "killed_best", "killed_high",
    "killed_civilians_low", "killed_civilians_best", "killed_civilians_high",
    "wounded_low", "wounded_best", "wounded_high",
    "wounded_civilians_low", "wounded_civilians_best", "wounded_civilians_high",
    *_GRADES.values(),
    "origins", "non_party_origins", "sources", "reports", "claims",
    "episodes", "tags", "dataset", "dataset_version", "licence", "dataset_row", "external_ids",
)  # fmt: skip
"""Columns that come from the document, in the order of ``values_of``."""

BETWEEN = "; "


def values_of(document: d.Document) -> tuple[Any, ...] | None:
    """One value for each of ``COLUMNS``; ``None`` for whatever is no incident."""
    if not isinstance(document, d.IncidentDocument):
        return None
    return (
        *(document.id, document.edition.number, document.edition.kind),
        *_what(document),
        *_when(document.occurred),
        *_where(document.locations),
        *_who(document.participants),
        *_how_many(document.casualties),
        *_how_sure(document),
        *_whence(document),
    )


def _what(document: d.IncidentDocument) -> Iterator[Any]:
    yield from (_in_one_language(document.title), _in_one_language(document.summary))
    yield from (document.extent, document.event_type, document.sub_event_type, document.civilian_harm)


def _in_one_language(text: d.Text) -> str:
    return text.get("en") or next(iter(text.values()), "")


def _when(occurred: d.Occurred) -> Iterator[Any]:
    yield from (date.fromisoformat(occurred.earliest), date.fromisoformat(occurred.latest))
    yield from (occurred.precision, occurred.time_of_day)


def main_place(places: list[d.Place]) -> d.Place | None:
    """The first scene or, where none is known, the first place of another role."""
    return next((one for one in places if one.role == PlaceRole.SCENE), places[0] if places else None)


def _where(places: list[d.Place]) -> Iterator[Any]:
    place = main_place(places)
    if place is None:
        yield from [None] * 14
    else:
        yield place.country
        yield from _divisions(place)
        yield from (place.location.id, place.location.name, place.type, place.words)
        yield from (None, None) if place.point is None else (float(place.point.lat), float(place.point.lon))
        yield place.radius_km
    yield len(places)


def _divisions(place: d.Place) -> Iterator[str | None]:
    """Id and name of the first, second and third division that the place lies in or is."""
    around = {one.type: (one.id, one.name) for one in place.within}
    around[place.type] = (place.location.id, place.location.name)
    for level in DIVISIONS:
        yield from around.get(level, (None, None))


def _who(participants: list[d.Participant]) -> Iterator[Any]:
    yield _names(one for one in participants if one.role == Role.ATTACKER)
    yield _names(one for one in participants if one.role == Role.TARGET)
    for side in OPPOSED_SIDES:
        yield _side([one for one in participants if one.side == side and one.role in IN_THE_ACT])
    yield _names(one for one in participants if _has_no_column(one))
    yield len(participants)


def _side(participants: list[d.Participant]) -> str:
    """Who is established on a side stands there once, whatever else it is said to have done for that side."""
    known = {one.actor.id for one in participants if one.actor and one.standing == Standing.ASSESSED}
    return _names(
        one
        for one in participants
        if one.standing == Standing.ASSESSED or one.actor is None or one.actor.id not in known
    )


def _has_no_column(one: d.Participant) -> bool:
    """Mediators, the merely mentioned, and third sides that neither attacked nor were attacked."""
    stands_apart = one.side not in OPPOSED_SIDES and one.role not in {Role.ATTACKER, Role.TARGET}
    return stands_apart or one.role not in IN_THE_ACT


def _names(participants: Iterable[d.Participant]) -> str:
    return BETWEEN.join(dict.fromkeys(_name(one) for one in participants))


def _name(one: d.Participant) -> str:
    """The name, with its standing wherever the part is not established: an allegation never stands unmarked."""
    name = one.actor.name if one.actor else one.description or ""
    return name if one.standing == Standing.ASSESSED else f"{name} ({one.standing})"


def _how_many(figures: list[d.Figure]) -> Iterator[int | None]:
    for outcome in _COUNTED_HARM:
        for status in (None, CasualtyStatus.CIVILIAN):
            total = d.total(figures, outcome, status)
            yield from (total.low, total.best, total.high)


def _how_sure(document: d.IncidentDocument) -> Iterator[Any]:
    grades = {one.about: one.grade for one in document.grades}
    yield from map(grades.get, _GRADES)
    origins = next((one for one in document.independence if one.about == GradeAbout.OCCURRENCE), None)
    yield from (origins.count, origins.non_party) if origins else (0, 0)
    yield BETWEEN.join(dict.fromkeys(_sources(document)))
    yield from (len(document.reports), len(document.claims))


def _sources(document: d.IncidentDocument) -> Iterator[str]:
    yield from (one.source.name for one in document.reports if one.source)
    yield from (one.claimant.source.name for one in document.claims if one.claimant.source)


def _whence(document: d.IncidentDocument) -> Iterator[Any]:
    yield BETWEEN.join(one.name for one in document.episodes)
    yield BETWEEN.join(document.tags)
    origin = document.origin
    yield from (origin.dataset, origin.version, origin.licence, origin.row) if origin else [None] * 4
    yield BETWEEN.join(f"{one.scheme}:{one.value}" for one in document.external_ids)
