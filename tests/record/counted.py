"""Aggregates counted again in plain Python, from the documents alone: what the database's answers are held to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import product
from typing import Any

from incidents.codebook import Extent
from incidents.record import document as d
from incidents.record.models import Entry
from incidents.record.models.measures import HARMS, INCIDENTS, PARTS, columns_of
from incidents.record.states import State
from incidents.record.subjects import Subject
from incidents.record.sums.aggregates.counting import AggregateRow
from incidents.record.sums.aggregates.parameters import AggregateRequest


def documents_at(state: State) -> list[d.IncidentDocument]:
    entries = Entry.objects.of(Subject.INCIDENT).at(state.sequence).select_related("edition")
    documents = [d.decode(entry.edition.body or "") for entry in entries]
    return [document for document in documents if isinstance(document, d.IncidentDocument)]


def counted(request: AggregateRequest, documents: Iterable[d.IncidentDocument]) -> list[AggregateRow]:
    """The lines that the rules of docs/aggregates.md give."""
    sums_by_key: dict[tuple[Any, ...], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    columns = [
        column for measure in dict.fromkeys((INCIDENTS, *request.measures)) for column in columns_of(measure)
    ]
    for document in documents:
        sums = _sums(document)
        for keys in product(*(_values(request, dimension, document) for dimension in request.by)):
            for column in columns:
                sums_by_key[(*keys, document.extent)][column] += sums[column]
    lines = [AggregateRow(keys[:-1], keys[-1], dict(sums)) for keys, sums in sums_by_key.items()]
    return sorted(lines, key=_order)


def _order(line: AggregateRow) -> tuple[Any, ...]:
    keys = tuple((key is None, "" if key is None else str(key)) for key in line.keys)
    return (*keys, Extent.values.index(line.extent))


def _sums(document: d.IncidentDocument) -> dict[str, int]:
    sums = {INCIDENTS: 1}
    for harm in HARMS:
        outcome, _underscore, status = harm.partition("_")
        total = d.total(document.casualties, outcome, "civilian" if status else None)
        ends = (total.low, total.best, total.high)
        has_any = any(end is not None for end in ends)
        values = (*(end or 0 for end in ends), has_any, total.best is not None, total.high is not None)
        sums |= {f"{harm}_{part}": int(value) for part, value in zip(PARTS, values, strict=True)}
    return sums


def _values(request: AggregateRequest, dimension: str, document: d.IncidentDocument) -> list[Any]:
    if dimension == request.unit:
        return list(_periods(request, document))
    match dimension:
        case "country":
            return _areas(request, document, lambda place: place.country)
        case "admin1":
            return _areas(request, document, _division)
        case "grade":
            return [next((grade.grade for grade in document.grades if grade.about == "occurrence"), None)]
        case "actor":
            return _actors(document)
    return [getattr(document, dimension)]


def _areas(request: AggregateRequest, document: d.IncidentDocument, area_of: Any) -> list[Any]:
    if request.each_place:
        return list({area_of(place) for place in document.locations if area_of(place)}) or [None]
    scenes = [place for place in document.locations if place.role == "scene"] or document.locations
    return [area_of(scenes[0])] if scenes else [None]


def _division(place: d.Place) -> str | None:
    if place.type == "admin1":
        return place.location.id
    return next((area.id for area in place.within if area.type == "admin1"), None)


def _actors(document: d.IncidentDocument) -> list[Any]:
    actors = {participant.actor.id for participant in document.participants if participant.actor}
    actors |= {
        tie.actor.id
        for participant in document.participants
        for tie in participant.affiliations
        if tie.kind != "backed_by"
    }
    return list(actors) or [None]


def _periods(request: AggregateRequest, document: d.IncidentDocument) -> Iterator[date | None]:
    first, last = date.fromisoformat(document.occurred.earliest), date.fromisoformat(document.occurred.latest)
    unit = request.unit or ""
    if request.overlap:
        begin, finish = request.days
        begin, finish = max(first, begin or first), min(last, finish or last)
        days = (begin + timedelta(days=n) for n in range((finish - begin).days + 1))
        yield from {_start(unit, day) for day in days}
    elif document.occurred.precision == "day" or _start(unit, first) == _start(unit, last):
        yield _start(unit, first)
    else:
        yield None


def _start(unit: str, day: date) -> date:
    """Not by the code under test."""
    match unit:
        case "year":
            return date(day.year, 1, 1)
        case "month":
            return date(day.year, day.month, 1)
        case "week":
            return date.fromisocalendar(*day.isocalendar()[:2], 1)
    return day
