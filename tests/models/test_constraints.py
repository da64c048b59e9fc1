"""The database refuses bad rows: an accepted and a refused row for every constraint of the desk."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from . import constraint_cases as patterns
from . import rule_cases as rules

CASES = [
    *patterns.coded_cases(),
    *patterns.ordered_cases(),
    *patterns.unique_cases(),
    *rules.actor_cases(),
    *rules.place_cases(),
    *rules.own_point_cases(),
    *rules.source_cases(),
    *rules.incident_cases(),
    *rules.participation_cases(),
    *rules.claim_cases(),
    *rules.kind_cases(),
    *rules.conclusion_cases(),
    *rules.dataset_cases(),
    *rules.person_cases(),
    *rules.coverage_cases(),
    *rules.subject_cases(),
    *rules.text_cases(),
]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.constraint)
def test_accepts(case):
    case.accepted()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.constraint)
def test_refuses(case):
    for save in case.refused:
        with pytest.raises(IntegrityError) as refusal, transaction.atomic():
            save()
        diagnosis = getattr(refusal.value.__cause__, "diag")  # noqa: B009 - psycopg2 has no types
        assert diagnosis.constraint_name in (case.constraint, case.also)


def test_every_constraint_of_the_desk_has_a_case():
    desk = {
        constraint.name
        for model in apps.get_app_config("incidents").get_models()
        for constraint in model._meta.constraints
    }
    assert desk == {case.constraint for case in CASES}


def test_every_constraint_tells_the_analyst_what_is_wrong():
    """Django finds words of its own only for a unique constraint on fields, without a condition."""
    silent = [
        constraint.name
        for model in apps.get_app_config("incidents").get_models()
        for constraint in model._meta.constraints
        if constraint.violation_error_message == constraint.default_violation_error_message
        and (not getattr(constraint, "fields", ()) or getattr(constraint, "condition", None))
    ]
    assert silent == []
