"""Every table of the desk has a history page that answers, whatever its columns hold."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.db import models
from django.test import Client
from django.urls import reverse
from factory.django import DjangoModelFactory

from tests import factories
from tests.factories import complete_incident

pytestmark = pytest.mark.django_db

NESTED = {"killed": {"low": 1, "named": ["a", {"b": None}]}, "rows": [1, 2.5, "شارع"], "empty": {}}


def fill_json(model: Any) -> None:
    """Give each JSON column something with an inside, so that the history holds it before and after."""
    for column in model._meta.concrete_fields:
        if isinstance(column, models.JSONField):
            model._base_manager.update(**{column.name: NESTED})


@pytest.fixture
def filled(reviewer) -> None:
    complete_incident(by=reviewer)
    for made_by in vars(factories).values():
        if isinstance(made_by, type) and issubclass(made_by, DjangoModelFactory):
            made_by()
            fill_json(made_by._meta.model)  # type: ignore[attr-defined]


def test_every_history_page_answers(manager, sign_in, filled):
    client: Client = sign_in(manager)
    seen = set()
    for model in admin.site._registry:
        for row in model._default_manager.all()[:3]:
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_history"
            response = client.get(reverse(name, args=[row.pk]))
            assert response.status_code == 200, (model, response.status_code)
            seen.add(model._meta.label)
            if model._meta.label == "incidents.DatasetRow":
                assert "killed: low: 1; named: a, b: None" in response.text
    assert {"incidents.ImportRun", "incidents.DatasetRow", "incidents.Incident", "accounts.User"} <= seen
    desk = {model._meta.label for model in admin.site._registry if model._meta.app_label == "incidents"}
    assert desk <= seen
