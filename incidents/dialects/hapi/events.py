"""Rows of the response: counts with codes and names of their countries and divisions."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from ...countries import countries
from ...record import document as d
from ...record.reading import bodies
from .cells import ConflictCount, count_conflicts
from .columns import ConflictEvent
from .parameters import PCODE, HapiRequest

_location = msgspec.json.Decoder(d.LocationDocument)


class NamedDivision(NamedTuple):
    """Name of a division and its P-code, if it has one."""

    name: str
    code: str | None


def conflict_events(request: HapiRequest) -> list[ConflictEvent]:
    """The counts, then the divisions that they name, as they were called in that state."""
    counts = count_conflicts(request)
    public_ids = {public_id for count in counts for public_id in (count.admin1, count.admin2) if public_id}
    divisions: dict[str, NamedDivision] = {}
    for body in bodies(public_ids, request.state).values():
        location = _location.decode(body)
        codes = [code.value for code in location.external_ids if code.scheme == PCODE]
        divisions[location.id] = NamedDivision(location.name, codes[0] if codes else None)
    return [_event(count, divisions, str(request.state.epoch)) for count in counts]


def _event(count: ConflictCount, divisions: Mapping[str, NamedDivision], resource: str) -> ConflictEvent:
    country = countries().get(count.country)
    last = monthrange(count.month.year, count.month.month)[1]
    unnamed = NamedDivision("", None)
    first, second = (
        divisions.get(public_id, unnamed) if public_id else None for public_id in (count.admin1, count.admin2)
    )
    return ConflictEvent(
        location_ref=country.number if country else None,
        location_code=country.iso3 if country else count.country,
        location_name=country.name if country else count.country,
        has_hrp=None,
        in_gho=None,
        admin1_ref=_ref(count.admin1),
        admin1_code=first.code if first else None,
        admin1_name=first.name if first else None,
        provider_admin1_name=first.name if first else None,
        admin2_ref=_ref(count.admin2),
        admin2_code=second.code if second else None,
        admin2_name=second.name if second else None,
        provider_admin2_name=second.name if second else None,
        admin_level=count.level,
        resource_hdx_id=resource,
        event_type=count.kind,
        events=count.events,
        fatalities=count.fatalities,
        reference_period_start=f"{count.month.isoformat()}T00:00:00",
        reference_period_end=f"{count.month.replace(day=last).isoformat()}T23:59:59",
    )


def _ref(public_id: str | None) -> int | None:
    return int(public_id.rpartition("-")[2]) if public_id else None
