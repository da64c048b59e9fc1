"""Counts by country, month and kind of conflict, as docs/dialects-hapi.md defines them, from the documents alone."""

from __future__ import annotations

from collections import defaultdict

from incidents.record import document as d

from .facts import main_place, people

ISO3 = {"SY": "SYR", "TR": "TUR", "FJ": "FJI"}


def has_a_month(document: d.IncidentDocument) -> bool:
    days = document.occurred
    known = days.precision == "day" or days.earliest[:7] == days.latest[:7]
    return known and document.extent == "single" and bool(document.locations)


def monthly_sums(documents: list[d.IncidentDocument]) -> dict[tuple[str, ...], list[int | None]]:
    cells: defaultdict[tuple[str, ...], list[int | None]] = defaultdict(lambda: [0, None])
    for document in documents:
        for kind in _kinds(document):
            cell = cells[ISO3[country_of(document) or ""], document.occurred.earliest[:7], kind]
            cell[0] = (cell[0] or 0) + 1
            best = people(document, "killed")[1]
            if best is not None:
                cell[1] = (cell[1] or 0) + best
    return dict(cells)


def _kinds(document: d.IncidentDocument) -> set[str]:
    """docs/dialects-hapi.md; what is unclear needs two established sides, which the text of a dataset has."""
    kinds = {
        "battle": {"political_violence"},
        "explosion": {"political_violence"},
        "violence_against_civilians": {"political_violence", "civilian_targeting"},
        "demonstration": {"demonstration"},
    }.get(document.event_type, set())
    if document.event_type == "explosion" and document.civilian_harm == "targeted":
        kinds = kinds | {"civilian_targeting"}
    if document.event_type == "unclear" and _between_organised_actors(document):
        kinds = {"political_violence"}
    return kinds


def _between_organised_actors(document: d.IncidentDocument) -> bool:
    acting = [
        part for part in document.participants if part.standing == "assessed" and part.role != "mediator"
    ]
    kinds = {part.side: part.kind for part in acting if part.actor}
    if document.civilian_harm == "targeted" and not {"a", "b"} <= kinds.keys():
        return bool(kinds)
    return {"a", "b"} <= kinds.keys() and ("state_forces" in kinds.values() or "police" not in kinds.values())


def country_of(document: d.IncidentDocument) -> str | None:
    place = main_place(document)
    return place.country if place else None
