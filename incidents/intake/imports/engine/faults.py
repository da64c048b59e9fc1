"""Faults of single rows: what the database or a library raises about a value, as a sentence for whoever imports."""

from __future__ import annotations

import re
from functools import cache

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import Error, models
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from incidents.editorial.refusal import Refused

from .coded import Verbatim

OF_VALUES = (Refused, Error, ValueError, ArithmeticError)
"""What a value can raise: PostgreSQL's errors, and Python's of texts and numbers that cannot be written down."""

_IN_COPY = re.compile(r'COPY (\w+), line \d+, column (\w+)(?:: "(.*)")?', re.S)


def reason_of(fault: Exception, row: Verbatim | None = None) -> str:
    """Why the row was refused; with the file's column, where its cells are given and one holds the value."""
    match fault:
        case Refused():
            return " ".join(f"{problem.message} {problem.remedy}".strip() for problem in fault.problems)
        case ProtectedError():
            return _("Something else on the desk rests on it.")
        case UnicodeError():
            return _in_column(_unwritable(row), _("It holds half a character, which is no text."))
        case Error():
            return _of_database(fault, row)
        case _:
            return _("One of its values cannot be read: %(fault)s.") % {"fault": str(fault).strip(" .")}


def _of_database(fault: Error, row: Verbatim | None) -> str:
    diagnosis = getattr(fault.__cause__, "diag", None)
    if sentence := _sentences().get(getattr(diagnosis, "constraint_name", None) or ""):
        return sentence
    message = str(fault).strip().partition("\n")[0]
    place = _IN_COPY.search(getattr(diagnosis, "context", None) or "")
    if place is None:
        return message
    table, column, value = place.groups()
    return _in_column(
        _column_of(value or "", row), f"{_label(table, column)}: {message.removeprefix('ERROR: ').strip()}."
    )


def _in_column(column: str, sentence: str) -> str:
    return f"{column}: {sentence}" if column else sentence


def _column_of(value: str, row: Verbatim | None) -> str:
    """The column whose cell holds the value, which PostgreSQL shows cut after some characters."""
    beginning = value.removesuffix("...")
    cells = row.items() if row and beginning else ()
    return next((name for name, cell in cells if beginning in str(cell)), "")


def _unwritable(row: Verbatim | None) -> str:
    """The column whose cell cannot be written as UTF-8."""

    def is_whole(text: str) -> bool:
        try:
            text.encode()
        except UnicodeEncodeError:
            return False
        return True

    return next((name for name, cell in (row or {}).items() if not is_whole(str(cell))), "")


def _label(table: str, column: str) -> str:
    """The field as the desk calls it."""
    model = _tables().get(table)
    try:
        return str(model._meta.get_field(column).verbose_name) if model else column  # type: ignore[union-attr]
    except FieldDoesNotExist:
        return column


@cache
def _tables() -> dict[str, type[models.Model]]:
    return {model._meta.db_table: model for model in apps.get_models()}


@cache
def _sentences() -> dict[str, str]:
    """The message of each constraint that has one of its own, with the field where it is about a single one."""
    return {
        constraint.name: _about_field(model, constraint)
        for model in apps.get_models()
        for constraint in model._meta.constraints
        if constraint.violation_error_message != constraint.default_violation_error_message
    }


def _about_field(model: type[models.Model], constraint: models.BaseConstraint) -> str:
    sentence = str(constraint.violation_error_message)
    condition = getattr(constraint, "condition", None)
    names = (
        condition.referenced_base_fields
        if isinstance(constraint, models.CheckConstraint) and condition
        else ()
    )
    if len(names) != 1:
        return sentence
    return f"{model._meta.get_field(next(iter(names))).verbose_name}: {sentence}"  # type: ignore[union-attr]
