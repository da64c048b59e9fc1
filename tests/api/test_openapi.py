"""The description of the API: valid, complete, and true of the answers."""

from __future__ import annotations

import json
import re

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from bench.april import incident as april
from incidents.exports.views import formats_of
from incidents.record import document
from incidents.record.filters.grammar import fields_of
from incidents.record.schema import document_schema
from incidents.record.subjects import Subject
from tests.record import documents as make

from .conftest import CLASH, MERGED, RETRACTED

RICH = "INC-000020"


@pytest.fixture
def described(get, db):
    return get("schema/").json()


def schema_of(described, path, status="200"):
    content = described["paths"][f"/api/v1/{path}"]["get"]["responses"][status]["content"]
    (body,) = content.values()
    return {**body["schema"], "components": described["components"]}


def check(described, path, answer, status="200"):
    """The answer is what the description says of this address."""
    Draft202012Validator(schema_of(described, path, status)).validate(json.loads(answer.content))


def test_the_description_is_valid_openapi_3_1(described):
    assert described["openapi"].startswith("3.1")
    validate(described)


def test_every_address_is_described(described):
    of_collections = {
        f"/api/v1/{folder}/{rest}"
        for folder in (subject.folder for subject in Subject)
        for rest in ("", "{public_id}/", "{public_id}/editions/", "{public_id}/editions/{number}/")
    }
    others = {
        "/api/v1/",
        "/api/v1/aggregate/",
        "/api/v1/changes/",
        "/api/v1/map/",
        "/api/v1/cite/",
        "/api/v1/codebook/",
        "/api/v1/codebook/{name}/",
        "/api/v1/releases/",
        "/api/v1/releases/{name}/",
        "/api/v1/releases/{first}...{second}/",
    }

    exports = {
        f"/api/v1/{subject.folder}.{format.suffix}" for subject in Subject for format in formats_of(subject)
    }

    assert set(described["paths"]) == of_collections | others | exports


def test_every_parameter_of_a_path_says_what_it_is(described):
    for path, operations in described["paths"].items():
        parameters = [entry for entry in operations["get"].get("parameters", ()) if entry["in"] == "path"]
        assert {entry["name"] for entry in parameters} == set(re.findall(r"{(\w+)}", path))
        assert all(entry.get("description") for entry in parameters), path


@pytest.mark.parametrize("subject", Subject)
def test_every_parameter_of_the_grammar_is_described_with_its_help(described, subject):
    told = {
        parameter["name"]: parameter
        for parameter in described["paths"][f"/api/v1/{subject.folder}/"]["get"]["parameters"]
    }
    fields = fields_of(subject)

    assert list(told) == list(fields)
    assert all(told[name]["description"].startswith(str(fields[name].help_text)) for name in fields)
    assert all(told[name]["schema"]["type"] == "array" for name in fields if fields[name].several)


def test_a_rich_incident_is_as_described(get, described, record):
    make.publish(april(RICH, "https://attest.example/incidents/INC-000020/"))

    check(described, "incidents/{public_id}/", get(f"incidents/{RICH}/"))
    check(described, "incidents/", get("incidents/", count="exact", limit=2))
    check(described, "incidents/{public_id}/editions/{number}/", get(f"incidents/{RICH}/editions/1/"))


def test_a_document_that_lacks_a_key_is_not_as_described(described):
    validator = Draft202012Validator(schema_of(described, "incidents/{public_id}/"))

    assert not validator.is_valid({"id": RICH})
    with pytest.raises(AssertionError):
        assert validator.is_valid({"id": 1})


@pytest.mark.parametrize(
    "path, address",
    [
        ("", ""),
        ("episodes/", "episodes/"),
        ("episodes/{public_id}/", "episodes/EPI-000001/"),
        ("actors/", "actors/"),
        ("actors/{public_id}/", "actors/ACT-000001/"),
        ("locations/", "locations/"),
        ("locations/{public_id}/", "locations/LOC-000003/"),
        ("sources/", "sources/"),
        ("sources/{public_id}/", "sources/SRC-000001/"),
        ("incidents/{public_id}/editions/", f"incidents/{CLASH}/editions/"),
        ("incidents/{public_id}/editions/{number}/", f"incidents/{RETRACTED}/editions/2/"),
        ("map/", "map/?zoom=5"),
        ("changes/", "changes/?limit=1000"),
        ("changes/", "changes/?bodies=false&limit=2"),
        ("codebook/", "codebook/"),
        ("codebook/{name}/", "codebook/event_type/"),
    ],
)
def test_answers_are_as_described(get, described, record, path, address):
    check(described, path, get(address))


@pytest.mark.parametrize(
    "path, address, status",
    [
        ("incidents/", "incidents/?limit=x", "400"),
        ("changes/", "changes/?epoch=00000000-0000-0000-0000-000000000001", "409"),
        ("incidents/{public_id}/", "incidents/INC-999999/", "404"),
        ("incidents/{public_id}/", f"incidents/{MERGED}/", "410"),
    ],
)
def test_problems_are_as_described(client, described, record, path, address, status):
    check(described, path, client.get(f"/api/v1/{address}"), status)


def test_everyone_may_read_and_a_token_is_optional(described):
    assert described["paths"]["/api/v1/incidents/"]["get"]["security"] == [{"token": []}, {}]
    assert described["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


def test_coordinates_are_numbers_and_unknown_is_null(described):
    schemas = described["components"]["schemas"]

    assert schemas["Point"]["properties"]["lat"]["type"] == "number"
    assert {"type": "null"} in schemas["Figure"]["properties"]["best"]["anyOf"]


def test_coded_keys_name_their_vocabulary_and_no_others_do(described):
    schemas = described["components"]["schemas"]

    assert schemas["Participant"]["properties"]["standing"]["x-vocabulary"] == "standing"
    assert schemas["EditionEntry"]["properties"]["kind"]["x-vocabulary"] == "edition_kind"
    for part in {part for shape in document.SHAPES.values() for part in document.structs_in(shape)}:
        for key, field in schemas[part.__name__]["properties"].items():
            notation = document.notation_of(part, key)
            assert field.get("x-vocabulary") == (notation.vocabulary if notation else None)


def test_documents_are_described_as_their_json_schema_says(described):
    schemas = described["components"]["schemas"]
    said_of_fields = ("x-vocabulary", "description")

    for name in document.SHAPES:
        for part, schema in document_schema(name)["$defs"].items():
            assert schemas[part]["required"] == schema["required"]
            for key, field in schema["properties"].items():
                text = json.dumps(field).replace("#/$defs/", "#/components/schemas/")
                expected = {
                    name: value for name, value in json.loads(text).items() if name not in said_of_fields
                }
                told = schemas[part]["properties"][key]
                assert {name: value for name, value in told.items() if name not in said_of_fields} == expected


def test_each_operation_has_a_name_of_its_own(described):
    names = [path["get"]["operationId"] for path in described["paths"].values()]

    assert len(set(names)) == len(names)


def test_the_description_names_no_outside_host(get, db):
    assert b"https://" not in get("schema/").content
