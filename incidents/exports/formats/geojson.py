"""GeoJSON (RFC 7946): a feature for each place of an incident that has a point; without any, one without geometry.

What only sums up (a series, an aggregate) is no point on a map: its features have no geometry, as in the map layers,
and keep the place's coordinates as properties.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from ...codebook import Extent
from ...record import document as d
from ..reader import Reader, Writable
from ..selection import BODIES_AT_ONCE, Selection
from ..sinks import Measured, RowWriter
from ..tables.locations import divisions
from .ndjson import completeness, trailer_of

DIVISIONS = ("admin1_id", "admin1", "admin2_id", "admin2", "admin3_id", "admin3")

_encode = msgspec.json.Encoder(decimal_format="number").encode


class _Places(msgspec.Struct):
    """All that is read of a document here; the rest is skipped."""

    locations: list[d.Place]


_read_places = msgspec.json.Decoder(_Places).decode


def geojson_of(selection: Selection, reader: Reader, out: Writable) -> int:
    """Write one FeatureCollection and return its number of features. Its last member tells that it is whole."""
    measured = Measured(out)
    rows = RowWriter(measured)
    rows.add(b'{"type":"FeatureCollection","features":[')
    for feature in _features(selection, reader):
        rows.write(b",\n" + feature if rows.number else b"\n" + feature)
    rows.add(b"\n]")
    rows.flush()
    out.write(b',"attest":' + _encode(completeness(selection, rows.number, measured)) + b"}\n")
    return rows.number


def geojson_lines_of(selection: Selection, reader: Reader, out: Writable, *, trailer: bool = False) -> int:
    """One feature on each line."""
    measured = Measured(out)
    rows = RowWriter(measured if trailer else out)
    for feature in _features(selection, reader):
        rows.write(feature + b"\n")
    rows.flush()
    if trailer:
        out.write(trailer_of(selection, rows.number, measured) + b"\n")
    return rows.number


def _features(selection: Selection, reader: Reader) -> Iterator[bytes]:
    names = [column.name for column in selection.columns]
    for *values, body in reader.rows(selection.documents_sql(), at_once=BODIES_AT_ONCE):
        yield from features_of(dict(zip(names, values, strict=True)), body)


def features_of(row: dict[str, Any], body: str | bytes) -> Iterator[bytes]:
    """The features of one incident. What is of the place takes the place of what was of the main place."""
    places = _read_places(body).locations
    pointed = [(n, place) for n, place in enumerate(places) if place.point is not None]
    shown: list[tuple[int, d.Place | None]] = [*pointed] or [(0, None)]
    for position, place in shown:
        yield _encode(
            {
                "type": "Feature",
                "id": f"{row['public_id']}/{position}",
                "geometry": _geometry(place) if row["extent"] == Extent.SINGLE else None,
                "properties": row | _of_the_place(row, place, position, len(pointed)),
            }
        )


def _geometry(place: d.Place | None) -> dict[str, Any] | None:
    if place is None or place.point is None:
        return None
    return {"type": "Point", "coordinates": [place.point.lon, place.point.lat]}


def _of_the_place(row: dict[str, Any], place: d.Place | None, position: int, features: int) -> dict[str, Any]:
    """``features`` says among how many features the incident's figures are repeated."""
    common = {"place": position, "features": max(features, 1)}
    if place is None:
        return common | {"place_role": None}
    own = {
        "country": place.country,
        "location_id": place.location.id,
        "location": place.location.name,
        "location_type": place.type,
        "place_words": place.words,
        "radius_km": place.radius_km,
        "lat": place.point and place.point.lat,
        "lon": place.point and place.point.lon,
        **dict(zip(DIVISIONS, divisions(place), strict=True)),
    }
    return {name: value for name, value in own.items() if name in row} | common | {"place_role": place.role}
