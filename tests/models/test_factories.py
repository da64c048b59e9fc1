"""Every factory makes a row that the database accepts, and there is one for every model of the desk."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from factory.django import DjangoModelFactory

from tests import factories

FACTORIES: list[Any] = [
    value
    for value in vars(factories).values()
    if isinstance(value, type) and issubclass(value, DjangoModelFactory) and value is not DjangoModelFactory
]


@pytest.mark.parametrize("made_by", FACTORIES, ids=lambda value: value.__name__)
def test_a_factory_makes_a_row_that_also_validates(made_by, db):
    row = made_by()
    row.full_clean()


def test_every_model_of_the_desk_has_a_factory():
    made = {made_by._meta.model for made_by in FACTORIES}
    desk = {
        model
        for model in apps.get_app_config("incidents").get_models()
        if not model._meta.proxy and not hasattr(model, "pgh_tracked_model")
    }
    assert desk <= made
