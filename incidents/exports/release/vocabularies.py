"""The codebook, and JSON Schemas of documents and features, as files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from ...codebook import SUB_EVENTS, VOCABULARIES
from ...record.document import SHAPES
from ...record.schema import document_schema
from .features import collection_schema

COLUMNS = ("vocabulary", "value", "label", "definition", "within", "acled", "ucdp")
MEANINGS = {
    "vocabulary": "Name of the vocabulary.",
    "value": "The code as it stands in the data.",
    "label": "What people call it.",
    "definition": "When the code is used.",
    "within": "The code above it: the event type of a sub-event type.",
    "acled": "The nearest code of ACLED (2024); not an identity.",
    "ucdp": "The nearest code of UCDP GED (23.1); not an identity.",
}

_EVENT_TYPE_OF = {sub_event: event for event, sub_events in SUB_EVENTS.items() for sub_event in sub_events}


def files() -> Iterator[tuple[str, str]]:
    """Paths and texts."""
    yield "codebook.json", pretty(list(_vocabularies()))
    yield "codebook.csv", _table()
    for name in SHAPES:
        yield f"schema/{name.replace('/', '-')}.json", pretty(document_schema(name))
    yield "schema/incidents.geojson.json", pretty(collection_schema())


def pretty(value: Any) -> str:
    """JSON for people: two spaces, letters as they are, a line feed at the end."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _vocabularies() -> Iterator[dict[str, Any]]:
    for vocabulary in VOCABULARIES.values():
        codes = [_code(code) for code in vocabulary]
        yield {
            "name": vocabulary.name,
            "title": str(vocabulary.title),
            "purpose": str(vocabulary.purpose),
            "codes": codes,
        }


def _code(code: Any) -> dict[str, str | None]:
    return {
        "value": code.value,
        "label": str(code.label),
        "definition": str(code.definition),
        "within": _EVENT_TYPE_OF.get(code),
        "acled": code.crosswalk.acled or None,
        "ucdp": code.crosswalk.ucdp or None,
    }


def _table() -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for vocabulary in _vocabularies():
        writer.writerows([vocabulary["name"], *code.values()] for code in vocabulary["codes"])
    return out.getvalue()
