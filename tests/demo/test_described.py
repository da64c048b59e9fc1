"""The demo's documents are what the API's description says they are."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

pytestmark = pytest.mark.django_db


def test_every_document_of_the_demo_is_as_described(demo):
    described = json.loads(Client().get("/api/v1/schema/").content)

    for path in demo.paths.values():
        address = f"/api/v1/{path.split('/')[0]}/{{public_id}}/"
        answers = described["paths"][address]["get"]["responses"]["200"]
        schema = {**answers["content"]["application/json"]["schema"], "components": described["components"]}
        Draft202012Validator(schema).validate(json.loads(Client().get(f"/api/v1/{path}/").content))
