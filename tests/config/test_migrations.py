"""Migrations hold tables, columns, indexes and constraints; no text of a model is a migration."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.db import models

from accounts.models import User
from incidents.models import Actor, Claim
from incidents.record.models import Edition

pytestmark = pytest.mark.django_db

MODELS: list[Any] = [Actor, Actor.pgh_event_model, User, Edition]  # type: ignore[attr-defined]
FIELDS = [(model, field) for model in MODELS for field in ("name", "display_name", "kind")]
FIELDS = [pair for pair in FIELDS if hasattr(*pair)]


def wants_a_migration() -> bool:
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    except SystemExit:
        return True
    return False


def test_the_models_are_those_of_the_migrations():
    assert not wants_a_migration()


@pytest.mark.parametrize("text", ["help_text", "_verbose_name"])
@pytest.mark.parametrize("model, name", FIELDS)
def test_a_changed_help_text_or_label_is_no_migration(monkeypatch, model, name, text):
    monkeypatch.setattr(model._meta.get_field(name), text, "Said otherwise")
    assert not wants_a_migration()


@pytest.mark.parametrize("model", [Actor, Edition])
def test_a_further_choice_is_no_migration(monkeypatch, model):
    field = model._meta.get_field("kind")
    monkeypatch.setattr(field, "choices", [*field.choices, ("new", "New")])
    assert not wants_a_migration()


@pytest.mark.parametrize("option", ["verbose_name", "verbose_name_plural"])
@pytest.mark.parametrize("model", MODELS)
def test_a_renamed_model_is_no_migration(monkeypatch, model, option):
    monkeypatch.setitem(model._meta.original_attrs, option, "something else")
    assert not wants_a_migration()


def test_a_changed_message_of_a_constraint_is_no_migration(monkeypatch):
    monkeypatch.setattr(Claim._meta.constraints[0], "violation_error_message", "No.")
    assert not wants_a_migration()


def test_a_changed_column_is_a_migration(monkeypatch):
    monkeypatch.setattr(Actor._meta.get_field("name"), "max_length", 300)
    assert wants_a_migration()


def test_a_changed_constraint_is_a_migration(monkeypatch):
    monkeypatch.setattr(Claim._meta.constraints[0], "condition", models.Q(minimum=None))
    assert wants_a_migration()
