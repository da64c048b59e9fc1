"""The table of the kinds of claim agrees with the columns, the codebook and itself."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models

from incidents.codebook import CLAIM_READING_ORDER, ClaimKind
from incidents.models import Claim
from incidents.models.claim_shapes import CLAIM_SHAPES, EMPTY


def column(name: str) -> Any:
    return Claim._meta.get_field(name)


def test_every_kind_has_a_shape_and_a_place_in_the_reading_order():
    assert list(CLAIM_SHAPES) == list(ClaimKind)
    assert sorted(CLAIM_READING_ORDER) == sorted(ClaimKind)


def test_a_field_belongs_to_one_kind_or_is_shared():
    own = [field for shape in CLAIM_SHAPES.values() for field in shape.own]
    shared = {field for shape in CLAIM_SHAPES.values() for field in shape.shared}
    assert len(own) == len(set(own))
    assert {*own, *shared} == set(EMPTY)
    assert shared.isdisjoint(own)


@pytest.mark.parametrize("name", EMPTY)
def test_empty_is_what_the_column_can_hold(name):
    assert column(name).null == (EMPTY[name] is None)
    assert column(name).blank


@pytest.mark.parametrize("kind", ClaimKind)
def test_a_kind_begins_with_the_code_that_stands_for_it_in_lists(kind):
    shape = CLAIM_SHAPES[kind]
    assert set(shape.required) <= set(shape.own)
    assert not shape.own or (
        isinstance(column(shape.own[0]), models.CharField) and column(shape.own[0]).choices
    )
