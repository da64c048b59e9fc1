"""From staged rows to the desk's tables: everything that hangs on an incident, table by table.

A claim's public id is made from dataset, row and slot, so that a row that is taken in again, or undone and taken in
once more, keeps the ids that others may have cited.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import connection

from incidents.codebook import ClaimKind
from incidents.models import (
    AssessedFigure,
    Citation,
    Claim,
    ExternalId,
    FigureClaim,
    Incident,
    IncidentLocation,
    Participation,
)

from .staging import StagedClaim, StagedRow
from .writing import KeyPool, TableCopy

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

_CLEAR = """
DELETE FROM incidents_figureclaim WHERE figure_id IN (
    SELECT id FROM incidents_assessedfigure WHERE incident_id = ANY(%(incidents)s)
);
DELETE FROM incidents_participationclaim WHERE participation_id IN (
    SELECT id FROM incidents_participation WHERE incident_id = ANY(%(incidents)s)
);
DELETE FROM incidents_assessedfigure WHERE incident_id = ANY(%(incidents)s);
DELETE FROM incidents_participation WHERE incident_id = ANY(%(incidents)s);
DELETE FROM incidents_incidentlocation WHERE incident_id = ANY(%(incidents)s);
DELETE FROM incidents_citation WHERE incident_id = ANY(%(incidents)s);
DELETE FROM incidents_claim WHERE incident_id = ANY(%(incidents)s);
"""

# What the row does not give any more goes, what is new comes, and the rest keeps its history.
_CODES = """
CREATE TEMPORARY TABLE given_codes ON COMMIT DROP AS
SELECT * FROM unnest(%(incidents)s::bigint[], %(schemes)s::text[], %(values)s::text[], %(matches)s::text[])
    AS given (incident_id, scheme, value, match);
DELETE FROM incidents_externalid row WHERE incident_id IN (SELECT incident_id FROM given_codes)
    AND scheme IN (SELECT scheme FROM given_codes)
    AND (incident_id, scheme, value) NOT IN (SELECT incident_id, scheme, value FROM given_codes);
INSERT INTO incidents_externalid (scheme, value, match, incident_id)
SELECT scheme, value, match, incident_id FROM given_codes given
WHERE NOT EXISTS (
    SELECT FROM incidents_externalid row
    WHERE (row.incident_id, row.scheme, row.value) = (given.incident_id, given.scheme, given.value)
);
DROP TABLE given_codes;
"""


@dataclass(frozen=True, slots=True)
class Entering:
    """A staged row and the incident that it is about."""

    incident: int
    key: str
    row: StagedRow


def claim_id_of(dataset: str, key: str, slot: str) -> str:
    """The public id of a dataset's claim: 60 bits of a hash, the same in every run."""
    number = int.from_bytes(sha256(f"{dataset}\n{key}\n{slot}".encode()).digest()[:8]) >> 4
    return "CLM-" + "".join(_ALPHABET[(number >> shift) & 31] for shift in range(55, -1, -5))


def enter_incidents(
    rows: Sequence[tuple[Entering, int, str | None]], *, state: str, licence: str, by: int
) -> None:
    """New incidents, each with the key of its dataset row and the public id it is about to be published under."""
    table = TableCopy(
        Incident,
        *("id", "origin_row_id", "public_id", "title", "summary", "language", "event_type", "sub_event_type"),
        *("civilian_harm", "extent", "occurred_earliest", "occurred_latest", "occurred_precision", "tags"),
        state=state, licence=licence, created_by_id=by,
    )  # fmt: skip
    codes = TableCopy(ExternalId, "scheme", "value", "match", "incident_id")
    for one, dataset_row, public_id in rows:
        row = one.row
        table.add(
            one.incident, dataset_row, public_id, row.title, row.summary, row.language, row.event_type,
            row.sub_event_type, row.civilian_harm, row.extent, row.earliest, row.latest, row.precision, row.tags,
        )  # fmt: skip
        for code in row.codes:
            codes.add(*code, one.incident)
    table.write()
    codes.write()


def rewrite_codes(rows: Sequence[Entering]) -> None:
    """Outside ids of incidents that are there, as their newer rows give them; those of other schemes stay."""
    given = [(one.incident, *code) for one in rows for code in one.row.codes]
    names = ("incidents", "schemes", "values", "matches")
    with connection.cursor() as cursor:
        cursor.execute(_CODES, dict(zip(names, map(list, zip(*given, strict=True)), strict=True)))


def enter_parts(rows: Sequence[Entering], dataset: str) -> None:
    """Places, participants, reports, claims and figures of incidents that are there, in the order of their rows."""
    _places_and_parts(rows)
    _claims_and_figures(rows, dataset)


def clear_parts(incidents: Collection[int]) -> None:
    """Take out what a row put in, before its newer state is entered. Nobody has edited these incidents."""
    with connection.cursor() as cursor:
        cursor.execute(_CLEAR, {"incidents": list(incidents)})


def _places_and_parts(rows: Sequence[Entering]) -> None:
    places = TableCopy(
        IncidentLocation, "incident_id", "location_id", "role", "radius_km", "words", "lat", "lon"
    )
    parts = TableCopy(
        Participation,
        *("incident_id", "actor_id", "description", "described_kind"),
        *("role", "side", "standing", "certainty"),
    )
    citations = TableCopy(Citation, "incident_id", "report_id")
    for one in rows:
        for place in one.row.places:
            words = place.words
            places.add(one.incident, place.location, place.role, place.radius_km, words, place.lat, place.lon)
        for part in one.row.parts:
            parts.add(
                one.incident, part.actor, part.description, part.described_kind,
                part.role, part.side, part.standing, part.certainty,
            )  # fmt: skip
        for report in dict.fromkeys(one.row.reports):
            citations.add(one.incident, report)
    for table in (places, parts, citations):
        table.write()


def _claims_and_figures(rows: Sequence[Entering], dataset: str) -> None:
    claims = TableCopy(
        Claim,
        *("id", "public_id", "incident_id", "claimant_source_id", "claimant_described", "report_id", "basis"),
        *(
            "derived_from_id",
            "outcome",
            "status",
            "belongs_to_side",
            "minimum",
            "best",
            "maximum",
            "within_id",
        ),
        kind=ClaimKind.CASUALTY.value,
    )
    figures = TableCopy(
        AssessedFigure,
        *("id", "incident_id", "outcome", "status", "belongs_to_side", "low", "best", "high", "rationale"),
    )
    grounds = TableCopy(FigureClaim, "figure_id", "claim_id")
    claim_keys = KeyPool(Claim, sum(len(one.row.claims) for one in rows))
    figure_keys = KeyPool(AssessedFigure, sum(len(one.row.figures) for one in rows))
    for one in rows:
        slots = {claim.slot: claim_keys.next() for claim in one.row.claims}
        for claim in one.row.claims:
            claims.add(*_claim(one, claim, slots, dataset))
        for cell in one.row.figures:
            figure = figure_keys.next()
            figures.add(
                figure, one.incident, cell.outcome, cell.status, cell.side,
                cell.low, cell.best, cell.high, cell.rationale,
            )  # fmt: skip
            for slot in cell.rests_on:
                grounds.add(figure, slots[slot])
    for table in (claims, figures, grounds):
        table.write()


def _claim(one: Entering, claim: StagedClaim, slots: dict[str, int], dataset: str) -> tuple[Any, ...]:
    return (
        slots[claim.slot], claim_id_of(dataset, one.key, claim.slot), one.incident, claim.source, claim.described,
        claim.report, claim.basis, slots[claim.derived_from] if claim.derived_from else None, claim.outcome,
        claim.status, claim.side, claim.minimum, claim.best, claim.maximum,
        slots[claim.within] if claim.within else None,
    )  # fmt: skip
