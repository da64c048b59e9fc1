"""Django's ``makemigrations``, without the texts of models: a changed sentence changes no table.

A label, help text, list of choices or error message is nothing to a database, but stands on two models each, the
tracked one and its history's. Left out, migrations hold what is made and altered, and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.core.management.commands import makemigrations
from django.db.migrations import Migration
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.operations import AddField, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.questioner import MigrationQuestioner
from django.db.migrations.state import ModelState, ProjectState

from incidents.migrations._create_models import CreateModels

TEXTS_OF_FIELDS = ("verbose_name", "help_text", "choices", "error_messages")
TEXTS_OF_MODELS = ("verbose_name", "verbose_name_plural")
TEXTS_OF_CONSTRAINTS = ("violation_error_message",)


class TextlessAutodetector(MigrationAutodetector):
    """Compares the models with the migrations as if neither had texts (those of other packages' migrations do)."""

    def __init__(
        self, from_state: ProjectState, to_state: ProjectState, questioner: MigrationQuestioner | None = None
    ) -> None:
        super().__init__(_without_texts(from_state), _without_texts(to_state), questioner)

    def changes(self, graph: MigrationGraph, *args: Any, **kwargs: Any) -> dict[str, list[Migration]]:
        changes = super().changes(graph, *args, **kwargs)
        for app, migrations in changes.items():
            for migration in migrations:
                operations = cast(list[Operation], migration.operations)
                # Only where models refer to each other in circles is a reference added after its model.
                if migration.initial and any(isinstance(operation, AddField) for operation in operations):
                    operations[:] = [_together(operations, app)]
        return changes


class Command(makemigrations.Command):
    autodetector = TextlessAutodetector


def _without_texts(state: ProjectState) -> ProjectState:
    models = {key: _model_without_texts(model) for key, model in state.models.items()}
    return ProjectState(models, state.real_apps)


def _model_without_texts(model: ModelState) -> ModelState:
    options = {name: value for name, value in model.options.items() if name not in TEXTS_OF_MODELS}
    options["constraints"] = [
        _rebuilt_without(TEXTS_OF_CONSTRAINTS, constraint) for constraint in options["constraints"]
    ]
    fields = {name: _rebuilt_without(TEXTS_OF_FIELDS, field) for name, field in model.fields.items()}
    return ModelState(model.app_label, model.name, fields, options, model.bases, model.managers)


def _rebuilt_without(texts: Sequence[str], part: Any) -> Any:
    """A field or constraint made anew from what it deconstructs to, as Django clones them, but for these arguments."""
    *_path, args, kwargs = part.deconstruct()
    kwargs = {name: value for name, value in kwargs.items() if name not in texts}
    if "base_field" in kwargs:  # of an array
        kwargs["base_field"] = _rebuilt_without(texts, kwargs["base_field"])
    return part.__class__(*args, **kwargs)


def _together(operations: Sequence[Operation], app: str) -> CreateModels:
    """The operations of an initial migration as one: each field, index and constraint as part of its model."""
    models: dict[str, Any] = {}
    step: Any  # what is no model adds something to one, and reduces to the model with it
    for step in operations:
        if isinstance(step, CreateModel):
            models[step.name_lower] = step
        else:
            [models[step.model_name_lower]] = models[step.model_name_lower].reduce(step, app)
    return CreateModels(list(models.values()))
