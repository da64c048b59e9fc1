"""Batches of rows: one transaction each, halved where it fails until the bad row is known.

Importing and taking back both go through it. What becomes of a row is written in the transaction in which it happens,
so that a run that was killed is taken up where it was.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Capability
from incidents.editorial.acting import acting, repeated
from incidents.editorial.refusal import Refused

from .faults import OF_VALUES

R = TypeVar("R")


class Batches(ABC):
    """What is done with the rows of a run, in whose name, and the words by which the history knows it.

    Rows go by numbers (lines of a file, keys of verdicts), and each is told what became of it.
    """

    def __init__(self, by: User, capability: Capability, **history: str) -> None:
        self.by, self.capability, self.history = by, capability, history

    @abstractmethod
    def process(self, rows: Sequence[int]) -> None:
        """Process the rows within the caller's transaction. Raises what a value can raise (``OF_VALUES``)."""

    @abstractmethod
    def set_aside(self, row: int, fault: Exception) -> None:
        """Keep why the row could not be processed (``reason_of``), within the caller's transaction."""

    def run(self, rows: Sequence[int]) -> None:
        """Process the rows at once or, if that fails, one half after the other; a single bad one is set aside."""
        try:
            self._transact(self.process, rows)
        except OF_VALUES as fault:
            if len(rows) == 1:
                self._transact(self.set_aside, rows[0], fault)
                return
            middle = len(rows) // 2
            self.run(rows[:middle])
            self.run(rows[middle:])

    @repeated
    def _transact(self, act: Callable[..., None], *args: object) -> None:
        with acting(self.by, self.capability, **self.history):
            act(*args)


def rolled_back(act: Callable[[], R]) -> R:
    """Do it in a transaction of which nothing stays, as a dry run; returns what it returned."""
    with transaction.atomic():
        result = act()
        transaction.set_rollback(True)
        return result


def require(by: User, capabilities: Iterable[Capability], remedy: str) -> None:
    """Raises ``Refused``, with the remedy, for a role that lacks one of the capabilities."""
    for capability in capabilities:
        if not by.can(capability):
            raise Refused.because(
                _("Your role does not allow you to %(act)s.") % {"act": capability.label}, remedy
            )
