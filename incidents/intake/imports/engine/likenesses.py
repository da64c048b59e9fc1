"""New rows that look like an incident of another origin: the same day, place and number of people killed.

One event may come by two routes, from a dataset and from a list of the desk's own. Nothing is joined for a likeness: it
is told, and whoever imports decides.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _

from incidents.codebook import COUNTED_AS, Outcome
from incidents.editorial.compile import url_of
from incidents.editorial.subjects import OUT_OF_FORCE

from .coded import StagedRow

LIKE_ANOTHER = "like-another-incident"

KILLED = [outcome for outcome, counted in COUNTED_AS.items() if counted == Outcome.KILLED]
"""Outcomes whose people are among the killed."""

_LIKE = """
SELECT DISTINCT ON (event.line) event.line, incident.id, incident.public_id, dataset.title
FROM unnest(%(lines)s::integer[], %(earliest)s::date[], %(latest)s::date[], %(killed)s::integer[])
    AS event (line, earliest, latest, killed)
JOIN incidents_incident incident
    ON incident.occurred_earliest = event.earliest AND incident.occurred_latest = event.latest
LEFT JOIN incidents_datasetrow origin ON origin.id = incident.origin_row_id
LEFT JOIN incidents_dataset dataset ON dataset.id = origin.dataset_id
WHERE dataset.key IS DISTINCT FROM %(scheme)s AND incident.state <> ALL(%(closed)s)
    AND event.killed = (
        SELECT CASE WHEN bool_and(best IS NOT NULL) THEN sum(best) END FROM incidents_assessedfigure figure
        WHERE figure.incident_id = incident.id AND figure.outcome = ANY(%(outcomes)s)
    )
    AND EXISTS (
        SELECT FROM unnest(%(placed)s::integer[], %(places)s::bigint[], %(lats)s::float[], %(lons)s::float[])
            AS scene (line, location, lat, lon)
        JOIN incidents_location own ON own.id = scene.location
        JOIN incidents_incidentlocation other ON other.incident_id = incident.id
        JOIN incidents_location known ON known.id = other.location_id
        WHERE scene.line = event.line AND (
            other.location_id = scene.location
            OR (abs(coalesce(scene.lat, own.lat) - coalesce(other.lat, known.lat)) < %(near)s
                AND abs(coalesce(scene.lon, own.lon) - coalesce(other.lon, known.lon)) < %(near)s)
        )
    )
ORDER BY event.line, incident.id
"""
_NEAR = 0.03
"""Degrees between two points of one place: some three kilometres."""


def likenesses(rows: Mapping[int, StagedRow], scheme: str) -> dict[int, str]:
    """What each of the rows, by their lines, looks like: a sentence with an address. One query.

    Incidents made from the dataset ``scheme`` itself are left out: its rows are told apart by their identifiers.
    """
    events = [(line, row, _killed(row)) for line, row in rows.items()]
    known = [(line, row, killed) for line, row, killed in events if killed is not None]
    if not known:
        return {}
    scenes = [
        (line, place.where, place.lat, place.lon) for line, row, _killed in known for place in row.places
    ]
    lines, places, lats, lons = (list(column) for column in zip(*scenes, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            _LIKE,
            {
                "lines": [line for line, _row, _killed in known],
                "earliest": [row.earliest for _line, row, _killed in known],
                "latest": [row.latest for _line, row, _killed in known],
                "killed": [killed for _line, _row, killed in known],
                "placed": lines,
                "places": places,
                "lats": lats,
                "lons": lons,
                "near": _NEAR,
                "scheme": scheme,
                "closed": [str(state) for state in OUT_OF_FORCE],
                "outcomes": KILLED,
            },
        )
        return {line: _told(*other) for line, *other in cursor.fetchall()}


def address_of(incident: int, public_id: str | None) -> str:
    """Where an incident can be looked at: its page or, while it is not public, its form on the desk."""
    if public_id:
        return url_of("incident", public_id)
    path = reverse("admin:incidents_incident_change", args=[incident])
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def _killed(row: StagedRow) -> int | None:
    """The sum of the best figures of people killed; nothing where one is unknown or none is given."""
    best = [figure.best for figure in row.figures if figure.outcome in KILLED]
    numbers = [number for number in best if number is not None]
    return sum(numbers) if numbers and len(numbers) == len(best) else None


def _told(incident: int, public_id: str | None, dataset: str | None) -> str:
    return _("Same day, place and number of killed as %(address)s (%(origin)s). Is it the same event?") % {
        "address": address_of(incident, public_id),
        "origin": dataset or _("the desk's own"),
    }
