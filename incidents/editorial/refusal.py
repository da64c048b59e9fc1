"""Refusal of an act: every problem at once, each at its field and with what would help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User

from .changes import DeskChange


@dataclass(frozen=True, slots=True)
class EditorialProblem:
    """One thing that stands in the way.

    ``field`` is a dotted path into the form (``title``, ``places``, ``figures.3.rationale`` where 3 is the row's
    primary key) or ``None`` for the whole; ``claim`` is the public id of the claim concerned.
    """

    field: str | None
    message: str
    remedy: str = ""
    claim: str | None = None

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class Refused(Exception):
    """An act was refused and nothing was changed; ``problems`` says why, never empty."""

    def __init__(self, problems: Sequence[EditorialProblem]) -> None:
        self.problems = list(problems)
        super().__init__(" ".join(str(problem) for problem in self.problems))

    @classmethod
    def because(
        cls, message: str, remedy: str = "", *, field: str | None = None, claim: str | None = None
    ) -> Refused:
        """A refusal with a single problem."""
        return cls([EditorialProblem(field=field, message=message, remedy=remedy, claim=claim)])


class EditConflict(Refused):
    """Somebody else saved in the meantime: who, when, and what changed since the reader's revision."""

    def __init__(
        self, problem: EditorialProblem, *, by: User | None, at: datetime, changes: Sequence[DeskChange]
    ) -> None:
        super().__init__([problem])
        self.by = by
        self.at = at
        self.changes = list(changes)
