"""The formats of an export: what each is called, and what writes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..reader import Reader, Writable
from ..selection import Selection
from .csv import csv_of
from .geojson import geojson_lines_of, geojson_of
from .ndjson import ndjson_of
from .parquet import parquet_of
from .xlsx import xlsx_of


@dataclass(frozen=True)
class Extras:
    """What a format may add to itself."""

    trailer: bool = False
    bom: bool = False


@dataclass(frozen=True)
class Format:
    """``write`` returns the number of rows. ``understands`` names the parameters beside the filters."""

    suffix: str
    media_type: str
    name: str
    write: Callable[[Selection, Reader, Writable, Extras], int]
    understands: tuple[str, ...]
    packed: bool = False
    """Compressed in itself, so that gzip would only warm the room."""


TABLE = ("rows", "columns")

FORMATS = [
    Format(
        "csv",
        "text/csv; charset=utf-8; header=present",
        "CSV",
        lambda selection, reader, out, extras: csv_of(selection, reader, out, mark=extras.bom),
        (*TABLE, "bom"),
    ),
    Format(
        "hxl.csv",
        # libhxl knows no other parameter than the charset, and would not read it.
        "text/csv; charset=utf-8",
        "HXL",
        lambda selection, reader, out, extras: csv_of(selection, reader, out, tags=True, mark=extras.bom),
        (*TABLE, "bom"),
    ),
    Format(
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "Excel",
        lambda selection, reader, out, extras: xlsx_of(selection, reader, out),
        TABLE,
        packed=True,
    ),
    Format(
        "parquet",
        "application/vnd.apache.parquet",
        "Parquet",
        lambda selection, reader, out, extras: parquet_of(selection, reader, out),
        TABLE,
        packed=True,
    ),
    Format(
        "geojson",
        "application/geo+json",
        "GeoJSON",
        lambda selection, reader, out, extras: geojson_of(selection, reader, out),
        ("columns",),
    ),
    Format(
        "geojsonl",
        "application/x-ndjson",
        "GeoJSON Lines",
        lambda selection, reader, out, extras: geojson_lines_of(
            selection, reader, out, trailer=extras.trailer
        ),
        ("columns", "trailer"),
    ),
    Format(
        "ndjson",
        "application/x-ndjson",
        "NDJSON",
        lambda selection, reader, out, extras: ndjson_of(selection, reader, out, trailer=extras.trailer),
        ("trailer",),
    ),
]
