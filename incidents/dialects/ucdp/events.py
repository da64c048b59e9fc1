"""GED event from an incident's document. A pure function of documents, and the only definition of the columns."""

from __future__ import annotations

from datetime import date

from msgspec.structs import asdict

from ...codebook import HELD, DatePrecision, Extent, ViolenceType
from ...record import document as d
from ...record.projection.deaths import deaths_of
from ...record.projection.violence import Dyad, dyad_of, violence_of
from .columns import GedEvent
from .numbers import CONFLICT, DYAD, EVENT, number_in, number_of
from .sides import Actors, sides_of
from .sources import sources_of
from .where import place_of

CLEAR, CHECK_TYPE, CHECK_DYAD = "Clear", "Check type of violence", "Check dyad"
WITHIN_A_MONTH, LONGER = 4, 5
DAYS_OF_A_MONTH = 31


def event_of(document: d.IncidentDocument, actors: Actors) -> GedEvent:
    """``actors`` are the documents of those who took part, as far as they are published."""
    dyad = dyad_of(document)
    first, second = sides_of(dyad, actors)
    kind = violence_of(document)
    deaths = deaths_of(document, dyad)
    dyad_name = f"{first.name} - {second.name}"
    return GedEvent(
        id=number_of(document.id, document.external_ids, EVENT),
        relid=document.id,
        year=int(document.occurred.earliest[:4]),
        active_year=None,
        code_status=_code_status(kind, dyad),
        type_of_violence=type_number(kind),
        conflict_dset_id="",
        conflict_new_id=number_in(document.external_ids, CONFLICT),
        conflict_name=dyad_name,
        dyad_dset_id="",
        dyad_new_id=number_in(document.external_ids, DYAD),
        dyad_name=dyad_name,
        side_a_dset_id="",
        side_a_new_id=first.number,
        side_a=first.name,
        side_b_dset_id="",
        side_b_new_id=second.number,
        side_b=second.name,
        event_clarity=1 if document.extent == Extent.SINGLE else 2,
        date_prec=date_precision(document.occurred),
        date_start=_midnight(document.occurred.earliest),
        date_end=_midnight(document.occurred.latest),
        deaths_a=deaths.a,
        deaths_b=deaths.b,
        deaths_civilians=deaths.civilians,
        deaths_unknown=deaths.unknown,
        best=deaths.best,
        high=deaths.high,
        low=deaths.low,
        gwnoa=first.state,
        gwnob=second.state,
        **asdict(sources_of(document)),
        **asdict(place_of(document)),
    )


def type_number(kind: ViolenceType | None) -> int | None:
    """1, 2 or 3; ``None`` while it is not determined."""
    number = kind.crosswalk.ucdp if kind else ""
    return int(number) if number else None


def date_precision(occurred: d.Occurred) -> int | None:
    """``date_prec``, ``None`` where it is not stated. An irregular period goes by its length, as in the codebook."""
    if occurred.precision != DatePrecision.PERIOD:
        code = DatePrecision(occurred.precision).crosswalk.ucdp
        return int(code) if code else None
    first, last = (date.fromisoformat(day) for day in (occurred.earliest, occurred.latest))
    return WITHIN_A_MONTH if (last - first).days < DAYS_OF_A_MONTH else LONGER


def _code_status(kind: ViolenceType | None, dyad: Dyad) -> str:
    """Clear, or what a reader should look at before using the row."""
    if type_number(kind) is None:
        return CHECK_TYPE
    sides = dyad.first if dyad.one_sided else [*dyad.first, *dyad.second]
    return CLEAR if all(participant.standing in HELD for participant in sides) else CHECK_DYAD


def _midnight(day: str) -> str:
    return f"{day}T00:00:00"
