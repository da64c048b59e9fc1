"""The JSON Schema says what the canonical text is."""

from __future__ import annotations

import json
from typing import Any, Literal, get_origin

import jsonschema  # comes with openapi-spec-validator
import pytest

from incidents.codebook import vocabulary
from incidents.record import document as d
from incidents.record.schema import document_schema

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
        if key not in d.IncidentDocument.ADDED_LATER
    )


def test_the_texts_of_the_first_editions_are_valid_too():
    document = json.loads(d.encode(EXAMPLES[d.LOCATION_FORMAT]))
    (above, *_others) = document["within"]
    del above["type"]
    assert d.decode(json.dumps(document)).within[0].type == ""  # type: ignore[union-attr]
    validator(d.LOCATION_FORMAT).validate(document)
    above["type"] = ""
    validator(d.LOCATION_FORMAT).validate(document)
    above["type"] = "village"
    assert list(validator(d.LOCATION_FORMAT).iter_errors(document))


def strings_of(value: Any) -> list[dict[str, Any]]:
    """What a key's schema says of its texts, whether there is one, none or a list of them."""
    parts = [value, *value.get("anyOf", ()), *([value["items"]] if "items" in value else ())]
    return [part for part in parts if part.get("type") == "string"]


@pytest.mark.parametrize("name", list(d.SHAPES))
def test_codes_and_days_are_no_mere_texts(name: str):
    described = document_schema(name)["$defs"]
    for struct in d.structs_in(d.SHAPES[name]):
        for key in struct.__struct_fields__:
            notation = d.notation_of(struct, key)
            for text in strings_of(described[struct.__name__]["properties"][key]):
                codes = (
                    list(vocabulary(notation.vocabulary).codes.values)
                    if notation and notation.vocabulary
                    else None
                )
                assert text.get("enum", [])[: len(codes or ())] == (codes or text.get("enum", []))
                assert ("enum" in text) == bool(
                    codes or get_origin(struct.__annotations__.get(key)) is Literal
                )
                assert (text.get("format") == "date") == bool(notation and notation.written is d.Written.DAY)
