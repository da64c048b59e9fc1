"""Rows in the shape of ACLED's, made up: no event in them has happened."""

from __future__ import annotations

from typing import Any

from incidents.codebook.acled import COLUMNS
from incidents.intake.imports.acled.coder import Acled
from incidents.intake.imports.engine.coded import CodedRow

EVENT: dict[str, Any] = {
    "event_id_cnty": "SYR1", "event_date": "2021-04-20", "year": "2021", "time_precision": "1",
    "disorder_type": "Political violence", "event_type": "Battles", "sub_event_type": "Armed clash",
    "actor1": "Northern Brigade", "assoc_actor_1": "", "inter1": "Rebel group",
    "actor2": "Military Forces of Syria (2000-2024)", "assoc_actor_2": "", "inter2": "State forces",
    "interaction": "State forces-Rebel group", "civilian_targeting": "", "iso": "760", "region": "Middle East",
    "country": "Syria", "admin1": "Homs", "admin2": "Rastan", "admin3": "Talbiseh", "location": "Milltown",
    "latitude": "34.8025", "longitude": "36.7076", "geo_precision": "1", "source": "The Monitor; Homs Eye",
    "source_scale": "Other-New media", "notes": "On 20 April 2021, the two clashed at the mill. Four were killed.",
    "fatalities": "4", "tags": "", "timestamp": "1650000000",
}  # fmt: skip


def event(**changed: Any) -> dict[str, Any]:
    return {**EVENT, **{name: str(value) for name, value in changed.items()}}


def coded(**changed: Any) -> CodedRow:
    return Acled("test", COLUMNS).code(event(**changed))
