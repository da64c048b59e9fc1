"""The JSON Schema says what the canonical text is."""

from __future__ import annotations

import json
from typing import Any

import jsonschema  # comes with openapi-spec-validator
import pytest

from incidents.codebook import vocabulary
from incidents.record import document as d
from incidents.record.schema import CODED, components, document_schema

from . import documents as make

EXAMPLES: dict[str, Any] = {
    d.INCIDENT_FORMAT: make.incident(
        locations=[make.place(), make.place(make.RAQQA, lat=None)],
        participants=[make.participant(member_of=[make.AANES]), make.participant(None, description="gunmen")],
        casualties=[make.killed(1, None, 3)],
        claims=[make.statement()],
        reports=[make.report(None)],
        grades=[make.grade("confirmed")],
    ),
    d.EPISODE_FORMAT: make.episode(),
    d.ACTOR_FORMAT: make.actor(names=["ISF"]),
    d.LOCATION_FORMAT: make.location(),
    d.SOURCE_FORMAT: make.source(aligned_with=[make.NDF]),
    d.COVERAGE_FORMAT: make.coverage(event_types=["battle"], languages=["ar"]),
    d.TOMBSTONE_FORMAT: d.Tombstone(
        id="INC-000001",
        format=d.TOMBSTONE_FORMAT,
        edition=d.EditionRef(number=2, kind="merged"),
        url=f"{make.SITE}/incidents/INC-000001/",
        status="merged",
        into="INC-000002",
    ),
}


def validator(name: str) -> jsonschema.Draft202012Validator:
    schema = document_schema(name)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )


@pytest.mark.parametrize("name", list(d.SHAPES))
def test_canonical_texts_are_valid(name: str):
    validator(name).validate(json.loads(d.encode(EXAMPLES[name])))


@pytest.mark.parametrize(
    "change",
    [
        {"format": "attest.incident/2"},
        {"event_type": "skirmish"},
        {"extent": None},
        {"grades": [{"about": "occurrence", "grade": "confirmed", "reason": "", "assessed_on": "in April"}]},
        {"locations": [{"location": None}]},
    ],
)  # fmt: skip
def test_other_texts_are_not(change: dict[str, Any]):
    document = json.loads(d.encode(EXAMPLES[d.INCIDENT_FORMAT]))
    assert list(validator(d.INCIDENT_FORMAT).iter_errors(document | change))


def test_every_key_is_required():
    document = json.loads(d.encode(EXAMPLES[d.INCIDENT_FORMAT]))
    assert all(
        list(validator(d.INCIDENT_FORMAT).iter_errors({k: v for k, v in document.items() if k != key}))
        for key in document
    )


def test_every_coded_key_exists():
    _, schemas = components()
    for (struct, key), name in CODED.items():
        assert key in schemas[struct]["properties"]
        assert vocabulary(name).codes.values


def test_openapi_gets_components_that_refer_to_each_other():
    references, schemas = components("#/components/schemas/{name}")
    assert references[d.INCIDENT_FORMAT] == {"$ref": "#/components/schemas/IncidentDocument"}
    assert {"Place", "Figure", "CasualtyClaim", "Tombstone"} <= set(schemas)
