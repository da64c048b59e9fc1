"""From counts to lines: codes and names of their countries and divisions."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping

import msgspec

from ...record import document as d
from ...record.reading import State, bodies
from .cells import Cell, cells
from .columns import ConflictEvent
from .countries import countries
from .parameters import PCODE, Asked

_location = msgspec.json.Decoder(d.LocationDocument)


def events(asked: Asked) -> list[ConflictEvent]:
    """Two queries: the counts, and the divisions that they name."""
    found = asked.query().apply().filter(*asked.conditions)
    counted = list(cells(found, kinds=asked.kinds, level=asked.level, limit=asked.limit, offset=asked.offset))
    divisions = {one for cell in counted for one in (cell.admin1_id, cell.admin2_id) if one}
    codes = _codes(divisions, asked.state)
    return [_event(cell, codes, str(asked.state.epoch)) for cell in counted]


def _codes(divisions: set[str], state: State) -> dict[str, str]:
    """OCHA's place codes of divisions, by public id."""
    documents = (_location.decode(body) for body in bodies(divisions, state).values())
    return {one.id: code.value for one in documents for code in one.external_ids if code.scheme == PCODE}


def _event(cell: Cell, codes: Mapping[str, str], resource: str) -> ConflictEvent:
    country = countries().get(cell.country)
    last = monthrange(cell.month.year, cell.month.month)[1]
    return ConflictEvent(
        location_ref=country.number if country else None,
        location_code=country.iso3 if country else cell.country,
        location_name=country.name if country else cell.country,
        has_hrp=None,
        in_gho=None,
        admin1_ref=_ref(cell.admin1_id),
        admin1_code=codes.get(cell.admin1_id or ""),
        admin1_name=cell.admin1,
        provider_admin1_name=cell.admin1,
        admin2_ref=_ref(cell.admin2_id),
        admin2_code=codes.get(cell.admin2_id or ""),
        admin2_name=cell.admin2,
        provider_admin2_name=cell.admin2,
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
