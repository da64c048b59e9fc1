"""The sentence of the rule for which the database refused a row.

Forms check each row against what the database holds. Two new rows that break a rule together, or a row that a colleague
saves in the same second, are only found when they are written.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from .refusal import Refused

_FOREIGN_KEY = "23503"


class BrokenRule(Exception):
    """A row that the database refused: the row, the constraint where it has a name here, and its sentence."""

    def __init__(self, row: models.Model, constraint: models.BaseConstraint | None, sentence: str) -> None:
        super().__init__(sentence)
        self.row, self.constraint, self.sentence = row, constraint, sentence


@contextmanager
def telling_broken_rules(row: models.Model) -> Iterator[None]:
    """Write a row within; raises ``BrokenRule`` where the database refuses it. What was written before stays."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        name = getattr(diagnosis, "constraint_name", None) or ""
        constraint = next((rule for rule in row._meta.constraints if rule.name == name), None)
        raise BrokenRule(row, constraint, _sentence(row, constraint, error)) from error


@contextmanager
def refusing_broken_rules(row: models.Model, field: str) -> Iterator[None]:
    """As ``telling_broken_rules``; raises ``Refused`` with the sentence at a field."""
    try:
        with telling_broken_rules(row):
            yield
    except BrokenRule as broken:
        raise Refused.because(broken.sentence, field=field) from broken


def _sentence(row: models.Model, constraint: models.BaseConstraint | None, error: IntegrityError) -> str:
    if (
        isinstance(constraint, models.UniqueConstraint)
        and constraint.fields
        and not _has_own_words(constraint)
    ):
        return " ".join(row.unique_error_message(type(row), tuple(constraint.fields)).messages)
    if constraint is not None:
        return str(constraint.get_violation_error_message())
    if getattr(getattr(error.__cause__, "diag", None), "sqlstate", "") == _FOREIGN_KEY:
        return _("Something that this row points to was deleted in the meantime. Choose again.")
    return _("The database refuses this row: %(why)s") % {"why": str(error).splitlines()[0]}


def _has_own_words(constraint: models.BaseConstraint) -> bool:
    return constraint.violation_error_message != constraint.default_violation_error_message
