"""Our answers against the standard's own JSON schemas, where they lie beside the project."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from django.conf import settings
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.dialects.ogc.conftest import CLASH

SCHEMAS = settings.BASE_DIR.parent / "shared" / "data" / "ogc" / "openapi" / "schemas"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not SCHEMAS.is_dir(), reason="The schemas of OGC API – Features are not at hand."),
]

ITEMS = "collections/incidents/items"


def read(name: str) -> Any:
    """One schema. Its ``type: null`` is a null to YAML, and meant as a word."""
    return _mended(yaml.safe_load((SCHEMAS / name).read_text()))


def _mended(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: "null" if key == "type" and part is None else _mended(part) for key, part in value.items()
        }
    if isinstance(value, list):
        return ["null" if part is None else _mended(part) for part in value]
    return value


@pytest.fixture(scope="module")
def validator():
    def found(uri: str) -> Resource[Any]:
        return Resource.from_contents(read(uri.rpartition("/")[2]), default_specification=DRAFT202012)

    registry: Registry[Any] = Registry(retrieve=found)  # type: ignore[call-arg]  # attrs tells mypy less than it takes

    def validate(answer: Any, name: str) -> None:
        schema = {"$id": f"https://schemas.example/{name}", **read(name)}
        Draft202012Validator(schema, registry=registry).validate(answer.json())

    return validate


@pytest.mark.parametrize(
    "address, name",
    [
        ("", "landingPage.yaml"),
        ("conformance", "confClasses.yaml"),
        ("collections", "collections.yaml"),
        ("collections/incidents", "collection.yaml"),
        ("collections/locations", "collection.yaml"),
        (ITEMS, "featureCollectionGeoJSON.yaml"),
        ("collections/locations/items", "featureCollectionGeoJSON.yaml"),
        (f"{ITEMS}/{CLASH}", "featureGeoJSON.yaml"),
        ("nothing", "exception.yaml"),
        (f"{ITEMS}?limit=x", "exception.yaml"),
    ],
)
def test_the_answer_is_valid(get, record, validator, address, name):
    validator(get(f"/ogc/{address}"), name)


def test_errors_are_valid_in_version_1_0_as_well(get, record):
    """There an exception has a code, and perhaps a description."""
    whole = yaml.safe_load((SCHEMAS.parent / "ogcapi-features-1.yaml").read_text())
    exception = whole["components"]["schemas"]["exception"]

    Draft202012Validator(exception).validate(get(ITEMS, limit="x").json())


def test_the_checks_can_fail(get, validator):
    with pytest.raises(Exception, match="required property"):
        validator(get("conformance"), "landingPage.yaml".replace("landingPage", "collection"))
