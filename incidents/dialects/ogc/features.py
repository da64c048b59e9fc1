"""GeoJSON features (RFC 7946) from rows and documents."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from ...codebook import Extent
from ...record import document as d
from ...record.filters.raw_rows import raw_rows
from ...record.models import EntrySet
from ...record.reading import Subject
from .links import Addresses
from .properties import ROW_COLUMNS

Feature = dict[str, Any]
BETWEEN = "; "

_COLUMNS = {
    Subject.INCIDENT: ("edition_id", "public_id", *(f"row__{name}" for name in ROW_COLUMNS)),
    Subject.LOCATION: ("edition_id", "edition__body"),
}


def rows_of(
    entries: EntrySet, subject: Subject, key: Iterable[str]
) -> list[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    """For each entry its place in the order, and what its feature is made from. One query."""
    key = tuple(key)
    columns = entries.values_list(*key, *_COLUMNS[subject])
    rows = raw_rows(columns) if subject is Subject.LOCATION else list(columns)
    return [(row[: len(key)], row[len(key) :]) for row in rows]


def feature(subject: Subject, row: tuple[Any, ...], addresses: Addresses) -> Feature:
    return _incident(row, addresses) if subject is Subject.INCIDENT else _location(row, addresses)


def _incident(row: tuple[Any, ...], addresses: Addresses) -> Feature:
    sequence, public_id, *values = row
    properties = dict(zip(ROW_COLUMNS, values, strict=True))
    properties |= {"sequence": sequence, "url": addresses.page("incidents", public_id)}
    # A series or a sum happened at no one point; where it is said to have been stays among the properties.
    is_at_a_point = properties["extent"] == Extent.SINGLE
    return _feature(public_id, properties, is_at_a_point=is_at_a_point)


def _location(row: tuple[Any, ...], addresses: Addresses) -> Feature:
    sequence, body = row
    place = cast(d.LocationDocument, d.decode(body))
    properties = {
        "name": place.name,
        "names": BETWEEN.join(dict.fromkeys([place.name, *(name.text for name in place.names)])),
        "type": place.type,
        "country": place.country,
        "within": BETWEEN.join(area.name for area in place.within),
        "lat": float(place.point.lat) if place.point else None,
        "lon": float(place.point.lon) if place.point else None,
        "radius_km": place.radius_km,
        "external_ids": BETWEEN.join(f"{code.scheme}:{code.value}" for code in place.external_ids),
        "sequence": sequence,
        "url": addresses.page("locations", place.id),
    }
    return _feature(place.id, properties)


def _feature(public_id: str, properties: dict[str, Any], *, is_at_a_point: bool = True) -> Feature:
    lat, lon = properties["lat"], properties["lon"]
    has_point = is_at_a_point and lat is not None
    return {
        "type": "Feature",
        "id": public_id,
        "geometry": {"type": "Point", "coordinates": [lon, lat]} if has_point else None,
        "properties": properties,
    }
