"""From counts to lines: codes and names of their countries and divisions."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from ...countries import countries
from ...record import document as d
from ...record.reading import State, bodies
from .cells import ConflictCount, cells
from .columns import ConflictEvent
from .parameters import PCODE, HapiRequest

_location = msgspec.json.Decoder(d.LocationDocument)


class NamedDivision(NamedTuple):
    name: str
    code: str | None


def events(request: HapiRequest) -> list[ConflictEvent]:
    """The counts, then the divisions that they name, as they were called in that state."""
    counted = cells(request)
    named = {division for cell in counted for division in (cell.admin1, cell.admin2) if division}
    divisions = _divisions(named, request.state)
    return [_event(cell, divisions, str(request.state.epoch)) for cell in counted]


def _divisions(named: set[str], state: State) -> dict[str, NamedDivision]:
    """By public id."""
    documents = (_location.decode(body) for body in bodies(named, state).values())
    return {location.id: NamedDivision(location.name, _code(location)) for location in documents}


def _code(location: d.LocationDocument) -> str | None:
    return next(
        (identifier.value for identifier in location.external_ids if identifier.scheme == PCODE), None
    )


def _event(cell: ConflictCount, divisions: Mapping[str, NamedDivision], resource: str) -> ConflictEvent:
    country = countries().get(cell.country)
    last = monthrange(cell.month.year, cell.month.month)[1]
    unnamed = NamedDivision("", None)
    first, second = (
        divisions.get(division, unnamed) if division else None for division in (cell.admin1, cell.admin2)
    )
    return ConflictEvent(
        location_ref=country.number if country else None,
        location_code=country.iso3 if country else cell.country,
        location_name=country.name if country else cell.country,
        has_hrp=None,
        in_gho=None,
        admin1_ref=_ref(cell.admin1),
        admin1_code=first.code if first else None,
        admin1_name=first.name if first else None,
        provider_admin1_name=first.name if first else None,
        admin2_ref=_ref(cell.admin2),
        admin2_code=second.code if second else None,
        admin2_name=second.name if second else None,
        provider_admin2_name=second.name if second else None,
        admin_level=cell.level,
        resource_hdx_id=resource,
        event_type=cell.kind,
        events=cell.events,
        fatalities=cell.fatalities,
        reference_period_start=f"{cell.month.isoformat()}T00:00:00",
        reference_period_end=f"{cell.month.replace(day=last).isoformat()}T23:59:59",
    )


def _ref(public_id: str | None) -> int | None:
    return int(public_id.rpartition("-")[2]) if public_id else None
