"""``datapackage.json``: the files of a bundle as a Data Package (Frictionless Data), with what each column means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings

from ...record.instants import instant
from ...record.models.releases import Release
from ..columns import Column, ValueType
from ..datasets import SourceDataset, all_terms
from . import vocabularies
from .about import ABSTRACT, KEYWORDS, reference_of
from .manifest import TableFile, WrittenFile

FIELD_TYPES = {
    ValueType.WORDS: "string",
    ValueType.CODE: "string",
    ValueType.WHOLE: "integer",
    ValueType.DECIMAL: "number",
    ValueType.DAY: "date",
    ValueType.INSTANT: "datetime",
}
MEDIA_TYPES = {
    ".csv": "text/csv",
    ".geojson": "application/geo+json",
    ".json": "application/json",
    ".ndjson": "application/x-ndjson",
    ".parquet": "application/vnd.apache.parquet",
    ".txt": "text/plain",
    ".cff": "application/yaml",
}
KEYS = {
    "incidents.csv": ["public_id"],
    "actors.csv": ["public_id"],
    "locations.csv": ["public_id"],
    "sources.csv": ["public_id"],
    "episodes.csv": ["public_id"],
    "codebook.csv": ["vocabulary", "value"],
}

_NO_NAME = re.compile(r"[^a-z0-9._-]+")


def descriptor(
    release: Release,
    datasets: list[SourceDataset],
    tables: list[TableFile],
    written: Mapping[str, WrittenFile],
) -> dict[str, Any]:
    """Tables with their fields; the other files with their size and digest."""
    reference = reference_of(release)
    columns = {table.path: table.columns for table in tables} | {"codebook.csv": _codebook_columns()}
    return {
        "name": _name(f"{settings.SITE_NAME}-{release.name}"),
        "id": reference.url,
        "title": reference.title,
        "description": ABSTRACT,
        "version": release.name,
        "created": instant(release.issued_at),
        "homepage": settings.SITE_URL,
        "keywords": list(KEYWORDS),
        "licenses": [{"name": terms.spdx, "path": terms.address} for terms in all_terms(datasets)],
        "sources": [
            {"title": dataset.title or dataset.name, "version": dataset.version} for dataset in datasets
        ],
        "contributors": [{"title": reference.author, "role": "author"}],
        "resources": [_resource(file, columns.get(path)) for path, file in sorted(written.items())],
    }


def media_type(path: str) -> str:
    return MEDIA_TYPES.get(PurePosixPath(path).suffix, "text/plain")


def _resource(file: WrittenFile, columns: list[Column] | None) -> dict[str, Any]:
    resource: dict[str, Any] = {
        "name": _name(file.path),
        "path": file.path,
        "format": PurePosixPath(file.path).suffix.removeprefix("."),
        "mediatype": media_type(file.path),
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
    }
    if columns is None:
        # Whole documents are no table, though programs take the lines of an .ndjson for rows.
        return resource | {"type": "file"}
    schema: dict[str, Any] = {"fields": [_field(column) for column in columns], "missingValues": [""]}
    if file.path in KEYS:
        schema["primaryKey"] = KEYS[file.path]
    return resource | {"profile": "tabular-data-resource", "encoding": "utf-8", "schema": schema}


def _field(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "type": FIELD_TYPES[column.kind],
        "description": str(column.meaning),
    }


def _codebook_columns() -> list[Column]:
    return [Column(name, ValueType.CODE, vocabularies.MEANINGS[name], "") for name in vocabularies.COLUMNS]


def _name(words: str) -> str:
    return _NO_NAME.sub("-", words.lower()).strip("-")
