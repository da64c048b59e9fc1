"""Statements that enter staged rows into the desk's tables: everything that hangs on an incident, table by table."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from django.db import connection

from incidents.codebook import ClaimKind
from incidents.models import (
    CODED_FIELDS,
    AssessedFigure,
    Citation,
    Claim,
    ExternalId,
    FigureClaim,
    Incident,
    IncidentLocation,
    Participation,
    SourceMention,
)
from incidents.models.fields import claim_id

from .coded import CodedClaim, StagedRow
from .writing import TableCopy, new_keys

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
DELETE FROM incidents_sourcemention WHERE incident_id = ANY(%(incidents)s);
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


_COLUMNS = {
    "title": ("title", "text"),
    "title_is_built": ("title_is_built", "boolean"),
    "summary": ("summary", "text"),
    "event_type": ("event_type", "text"),
    "sub_event_type": ("sub_event_type", "text"),
    "civilian_harm": ("civilian_harm", "text"),
    "violence_type": ("violence_type", "text"),
    "extent": ("extent", "text"),
    "occurred_earliest": ("earliest", "date"),
    "occurred_latest": ("latest", "date"),
    "occurred_precision": ("precision", "text"),
    "tags": ("tags", "text[]"),
}
"""An incident's own columns, each with the field of a row that it holds, and its type."""

_REWRITE = f"""
UPDATE incidents_incident incident
SET {", ".join(f"{column} = given.{column}" for column in _COLUMNS)},
    coded_fields = %(coded)s, licence = %(licence)s, revision = revision + 1, updated_at = now()
FROM jsonb_to_recordset(%(rows)s::jsonb)
    AS given (id bigint, {", ".join(f"{column} {kind}" for column, (_field, kind) in _COLUMNS.items())})
WHERE incident.id = given.id
"""  # noqa: S608 - our own words
_ORIGINS = """
UPDATE incidents_incident incident
SET origin_row_id = given.origin, state = given.state, licence = %(licence)s, updated_at = now()
FROM unnest(%(incidents)s::bigint[], %(origins)s::bigint[], %(states)s::text[]) AS given (id, origin, state)
WHERE incident.id = given.id
"""


@dataclass(frozen=True, slots=True)
class Entering:
    """A staged row and the incident that it is about."""

    incident: int
    row: StagedRow


def enter_incidents(
    entries: Sequence[tuple[Entering, int, str | None]], *, state: str, licence: str, by: int, own: bool
) -> None:
    """New incidents, each with the key of its dataset row and the public id it is about to be published under.

    Unless they are the desk's ``own`` coding, what they say stands as the dataset coded it.
    """
    incidents = TableCopy(
        Incident, "id", "origin_row_id", "public_id", "language", *_COLUMNS,
        state=state, licence=licence, created_by_id=by, coded_fields=_coded_fields(own),
    )  # fmt: skip
    codes = TableCopy(ExternalId, "scheme", "value", "match", "incident_id")
    for entry, dataset_row, public_id in entries:
        values = (getattr(entry.row, field) for field, _kind in _COLUMNS.values())
        incidents.add(entry.incident, dataset_row, public_id, entry.row.language, *values)
        for code in entry.row.codes:
            codes.add(*code, entry.incident)
    incidents.write()
    codes.write()


def _coded_fields(own: bool) -> list[str]:
    return [] if own else list(CODED_FIELDS)


def rewrite(entries: Sequence[Entering], *, dataset: str, licence: str, own: bool) -> None:
    """Incidents that are there as their newer rows have them. Nobody has edited them."""
    rows = [
        {"id": entry.incident}
        | {column: getattr(entry.row, field) for column, (field, _kind) in _COLUMNS.items()}
        for entry in entries
    ]
    clear_parts([entry.incident for entry in entries])
    with connection.cursor() as cursor:
        encoded = msgspec.json.encode(rows).decode()
        cursor.execute(_REWRITE, {"rows": encoded, "coded": _coded_fields(own), "licence": licence})
    _rewrite_codes(entries)
    enter_parts(entries, dataset, own=own)


def set_origins(rows: Iterable[tuple[int, int, str]], licence: str) -> None:
    """Incidents with the dataset row that they follow from now on, and their state."""
    incidents, origins, states = zip(*rows, strict=True)
    with connection.cursor() as cursor:
        given = {"incidents": list(incidents), "origins": list(origins), "states": list(states)}
        cursor.execute(_ORIGINS, {**given, "licence": licence})


def _rewrite_codes(entries: Sequence[Entering]) -> None:
    """Outside ids of incidents that are there, as their newer rows give them; those of other schemes stay."""
    codes = [(entry.incident, *code) for entry in entries for code in entry.row.codes]
    names = ("incidents", "schemes", "values", "matches")
    with connection.cursor() as cursor:
        cursor.execute(_CODES, dict(zip(names, map(list, zip(*codes, strict=True)), strict=True)))


def clear_parts(incidents: Collection[int]) -> None:
    """Take out what a row put in, before its newer state is entered. Nobody has edited these incidents."""
    with connection.cursor() as cursor:
        cursor.execute(_CLEAR, {"incidents": list(incidents)})


def enter_parts(entries: Sequence[Entering], dataset: str, *, own: bool) -> None:
    """Places, participants, reports, claims and figures of incidents that are there, in the order of their rows."""
    _enter_places_and_participants(entries)
    _enter_sources(entries, own=own)
    _enter_claims_and_figures(entries, dataset, own=own)


def _enter_places_and_participants(entries: Sequence[Entering]) -> None:
    places = TableCopy(
        IncidentLocation, "incident_id", "location_id", "role", "radius_km", "words", "lat", "lon"
    )
    participants = TableCopy(
        Participation,
        *("incident_id", "actor_id", "description", "described_kind"),
        *("role", "side", "standing", "certainty"),
    )
    for entry in entries:
        incident, row = entry.incident, entry.row
        for place in row.places:
            places.add(
                incident, place.where, place.role, place.radius_km, place.words, place.lat, place.lon
            )  # fmt: skip
        for part in row.parts:
            participants.add(
                incident, part.who, part.description, part.described_kind,
                part.role, part.side, part.standing, part.certainty,
            )  # fmt: skip
    for table in (places, participants):
        table.write()


def _enter_sources(entries: Sequence[Entering], *, own: bool) -> None:
    """Reports, and whom the rows name as their sources. A dataset's have not been read here."""
    citations = TableCopy(Citation, "incident_id", "report_id", coded=not own)
    mentions = TableCopy(SourceMention, "incident_id", "source_id", "description")
    for entry in entries:
        for report in dict.fromkeys(entry.row.reports):
            citations.add(entry.incident, report)
        for mention in entry.row.mentions:
            mentions.add(entry.incident, mention.source, "" if mention.source else mention.named)
    for table in (citations, mentions):
        table.write()


def _enter_claims_and_figures(entries: Sequence[Entering], dataset: str, *, own: bool) -> None:
    claims = TableCopy(
        Claim,
        *("id", "public_id", "incident_id", "claimant_source_id", "report_id", "basis"),
        *("derived_from_id", "outcome", "status", "belongs_to_side", "minimum", "best", "maximum", "within_id"),
        kind=ClaimKind.CASUALTY.value,
    )  # fmt: skip
    figures = TableCopy(
        AssessedFigure,
        *("id", "incident_id", "outcome", "status", "belongs_to_side", "low", "best", "high", "rationale"),
        coded=not own,
    )
    grounds = TableCopy(FigureClaim, "figure_id", "claim_id")
    claim_keys = new_keys(Claim, sum(len(entry.row.claims) for entry in entries))
    figure_keys = new_keys(AssessedFigure, sum(len(entry.row.figures) for entry in entries))
    for entry in entries:
        keys = {claim.slot: next(claim_keys) for claim in entry.row.claims}
        for claim in entry.row.claims:
            claims.add(*_claim_columns(entry, claim, keys, dataset))
        for figure in entry.row.figures:
            key = next(figure_keys)
            figures.add(
                key, entry.incident, figure.outcome, figure.status, figure.side,
                figure.low, figure.best, figure.high, figure.rationale,
            )  # fmt: skip
            for slot in figure.rests_on:
                grounds.add(key, keys[slot])
    for table in (claims, figures, grounds):
        table.write()


def _claim_columns(
    entry: Entering, claim: CodedClaim[int], keys: dict[str, int], dataset: str
) -> tuple[Any, ...]:
    """``keys`` are those of the row's claims by their slots."""
    return (
        keys[claim.slot],
        claim_id(dataset, entry.row.key, claim.slot),
        entry.incident,
        claim.claimant,
        None if claim.report is None else entry.row.reports[claim.report],
        claim.basis,
        keys[claim.derived_from] if claim.derived_from else None,
        claim.outcome,
        claim.status,
        claim.side,
        claim.minimum,
        claim.best,
        claim.maximum,
        keys[claim.within] if claim.within else None,
    )
