"""GED event as UCDP's service writes it: names, order and types of the columns."""

from __future__ import annotations

import msgspec


class GedEvent(msgspec.Struct, frozen=True):
    """``None`` is unknown; a text that there is none of is empty, as it is there."""

    id: int
    relid: str
    year: int
    active_year: bool | None
    code_status: str
    type_of_violence: int | None
    conflict_dset_id: str
    conflict_new_id: int | None
    conflict_name: str
    dyad_dset_id: str
    dyad_new_id: int | None
    dyad_name: str
    side_a_dset_id: str
    side_a_new_id: int | None
    side_a: str
    side_b_dset_id: str
    side_b_new_id: int | None
    side_b: str
    number_of_sources: int
    source_article: str
    source_office: str
    source_date: str
    source_headline: str
    source_original: str
    where_prec: int | None
    where_coordinates: str
    where_description: str
    adm_1: str
    adm_2: str
    latitude: float | None
    longitude: float | None
    geom_wkt: str
    priogrid_gid: int | None
    country: str
    country_id: int | None
    region: str
    event_clarity: int
    date_prec: int | None
    date_start: str
    date_end: str
    deaths_a: int | None
    deaths_b: int | None
    deaths_civilians: int | None
    deaths_unknown: int | None
    best: int | None
    high: int | None
    low: int | None
    gwnoa: str
    gwnob: str


class GedEnvelope(msgspec.Struct, frozen=True, omit_defaults=True):
    """A page of the response. At the ends the addresses are empty texts, not null.

    ``Notes`` are ours, and there only where something was left out or is not known.
    """

    TotalCount: int
    TotalPages: int
    PreviousPageUrl: str
    NextPageUrl: str
    Result: list[GedEvent]
    Notes: list[str] = []
