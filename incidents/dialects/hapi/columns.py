"""Row of the response: names, order and types of the columns, and OCHA's HXL tags for them."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO

import msgspec

from ...spreadsheets import harmless


class ConflictEvent(msgspec.Struct, frozen=True):
    """Events of one kind in one month and division. ``None`` is unknown."""

    location_ref: int | None
    location_code: str
    location_name: str
    has_hrp: bool | None
    in_gho: bool | None
    admin1_ref: int | None
    admin1_code: str | None
    admin1_name: str | None
    provider_admin1_name: str | None
    admin2_ref: int | None
    admin2_code: str | None
    admin2_name: str | None
    provider_admin2_name: str | None
    admin_level: int
    resource_hdx_id: str
    event_type: str
    events: int
    fatalities: int | None
    reference_period_start: str
    reference_period_end: str


HXL = {
    "location_ref": "#country+id",
    "location_code": "#country+code",
    "location_name": "#country+name",
    "has_hrp": "#meta+has_hrp",
    "in_gho": "#meta+in_gho",
    "admin1_ref": "#adm1+id",
    "admin1_code": "#adm1+code",
    "admin1_name": "#adm1+name",
    "provider_admin1_name": "#adm1+name+provider",
    "admin2_ref": "#adm2+id",
    "admin2_code": "#adm2+code",
    "admin2_name": "#adm2+name",
    "provider_admin2_name": "#adm2+name+provider",
    "admin_level": "#adm+level",
    "resource_hdx_id": "#meta+resource_id",
    "event_type": "#event+type",
    "events": "#indicator+event+num",
    "fatalities": "#affected+killed",
    "reference_period_start": "#date+start",
    "reference_period_end": "#date+end",
}
"""As OCHA's own files of conflict events are tagged (hxlstandard.org, version 1.1)."""


def as_csv(events: Iterable[ConflictEvent], *, hxl: bool) -> bytes:
    """A header and, if asked for, the tags below it; unknown values are empty."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(ConflictEvent.__struct_fields__)
    if hxl:
        writer.writerow(HXL[name] for name in ConflictEvent.__struct_fields__)
    writer.writerows(map(harmless, msgspec.structs.astuple(event)) for event in events)
    return text.getvalue().encode()
