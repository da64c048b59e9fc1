"""Projection of an incident document to one flat row: what spreadsheets, statistics and maps are made of.

Counts are of people. A range is ``low <= best <= high``; empty is unknown and 0 is none. Like the rest of the index
it is a pure function of the document, so that it can be rebuilt and checked. One column, ``issued_at``, comes from
the log.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from ...codebook import (
    DIVISIONS,
    HELD,
    IN_THE_ACT,
    OPPOSED_SIDES,
    CasualtyStatus,
    GradeAbout,
    Outcome,
    PlaceRole,
    Role,
    decided,
    selected,
)
from .. import document as d
from .deaths import civilians_claimed
from .full_text import in_one_language
from .opponents import marked

BETWEEN = "; "

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
    "episodes", "tags", "dataset", "dataset_version", "licence", "dataset_row", "dataset_type", "sources_named",
    "review", "reviewed_on", "event_type_by", "civilian_harm_by", "figures_by", "external_ids",
)  # fmt: skip
"""Columns that come from the document, in the order of ``values_of``."""


def values_of(document: d.Document) -> tuple[Any, ...] | None:
    """One value for each of ``COLUMNS``; ``None`` for whatever is no incident."""
    if not isinstance(document, d.IncidentDocument):
        return None
    occurred = document.occurred
    return (
        *(document.id, document.edition.number, document.edition.kind),
        *(in_one_language(document.title), in_one_language(document.summary)),
        *(document.extent, document.event_type, document.sub_event_type, document.civilian_harm),
        *(date.fromisoformat(occurred.earliest), date.fromisoformat(occurred.latest)),
        *(occurred.precision, occurred.time_of_day),
        *_place_values(document.locations),
        *_participant_values(document.participants),
        *_casualty_values(document),
        *_evidence_values(document),
        *_provenance_values(document),
    )


def main_place(places: list[d.Place]) -> d.Place | None:
    """The first scene or, where none is known, the first place of another role."""
    return next((place for place in places if place.role == PlaceRole.SCENE), places[0] if places else None)


def _place_values(places: list[d.Place]) -> Iterator[Any]:
    place = main_place(places)
    if place is None:
        yield from [None] * 14
    else:
        around = {area.type: (area.id, area.name) for area in place.within}
        around[place.type] = (place.location.id, place.location.name)
        yield place.country
        for level in DIVISIONS:
            yield from around.get(level, (None, None))
        yield from (place.location.id, place.location.name, place.type, place.words)
        yield from (None, None) if place.point is None else (float(place.point.lat), float(place.point.lon))
        yield place.radius_km
    yield len(places)


def _participant_values(participants: list[d.Participant]) -> Iterator[Any]:
    yield _names(participant for participant in participants if participant.role == Role.ATTACKER)
    yield _names(participant for participant in participants if participant.role == Role.TARGET)
    acting = [participant for participant in participants if participant.role in IN_THE_ACT]
    for side in OPPOSED_SIDES:
        yield _names_of_side([participant for participant in acting if participant.side == side])
    yield _names(participant for participant in participants if _is_other(participant))
    yield len(participants)


def _names_of_side(participants: list[d.Participant]) -> str:
    """Who is established on a side stands there once, whatever else it is said to have done for that side."""
    established = {
        participant.actor.id
        for participant in participants
        if participant.actor and participant.standing in HELD
    }
    return _names(
        participant
        for participant in participants
        if participant.standing in HELD
        or participant.actor is None
        or participant.actor.id not in established
    )


def _is_other(participant: d.Participant) -> bool:
    """Mediators, the merely mentioned, and third sides that neither attacked nor were attacked."""
    is_third = participant.side not in OPPOSED_SIDES and participant.role not in {Role.ATTACKER, Role.TARGET}
    return is_third or participant.role not in IN_THE_ACT


def _names(participants: Iterable[d.Participant]) -> str:
    """Each with its standing wherever the part is not established: an allegation never stands unmarked."""
    return BETWEEN.join(dict.fromkeys(map(marked, participants)))


def _casualty_values(document: d.IncidentDocument) -> Iterator[int | None]:
    for outcome in _COUNTED_HARM:
        for status in (None, CasualtyStatus.CIVILIAN):
            total = d.total(document.casualties, outcome, status)
            if total == d.Total() and outcome == Outcome.KILLED and status:
                total = d.Total(best=civilians_claimed(document))
            yield from (total.low, total.best, total.high)


def _evidence_values(document: d.IncidentDocument) -> Iterator[Any]:
    """Grades, independent origins, and what the record rests on."""
    grades = {grade.about: grade.grade for grade in document.grades}
    yield from map(grades.get, _GRADES)
    occurrence = [part for part in document.independence if part.about == GradeAbout.OCCURRENCE]
    yield from (occurrence[0].count, occurrence[0].non_party) if occurrence else (0, 0)
    reporting = [report.source.name for report in document.reports if report.source]
    claiming = [claim.claimant.source.name for claim in document.claims if claim.claimant.source]
    yield BETWEEN.join(dict.fromkeys([*reporting, *claiming]))
    yield from (len(document.reports), len(document.claims))


def _provenance_values(document: d.IncidentDocument) -> Iterator[Any]:
    yield BETWEEN.join(episode.name for episode in document.episodes)
    yield BETWEEN.join(document.tags)
    origin = document.origin
    if origin:
        yield from (origin.dataset, origin.version, origin.licence, origin.row, origin.violence_type)
        yield BETWEEN.join(filter(None, map(_source_named, origin.sources_named)))
    else:
        yield from (*[None] * 5, "")
    review = document.reviewed
    yield from (review.result, date.fromisoformat(review.on)) if review else (None, None)
    yield from (document.by.event_type, document.by.civilian_harm)
    yield BETWEEN.join(dict.fromkeys(figure.by for figure in document.casualties))
    yield BETWEEN.join(f"{code.scheme}:{code.value}" for code in document.external_ids)


def _source_named(claimant: d.Claimant) -> str:
    """Empty where naming it could harm."""
    return claimant.source.name if claimant.source else claimant.description or ""
