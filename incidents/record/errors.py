"""Exceptions of the record, and the problems of parameters that they carry."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Problem:
    """One parameter that cannot be read: which, why, and the nearest known name or value if there is one."""

    name: str
    message: str | Promise
    nearest: str | None = None


class BadParameters(Exception):
    """The request cannot be understood (HTTP 400). ``problems`` names every parameter that is wrong."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(f"{problem.name}: {problem.message}" for problem in self.problems))


class BehindError(Exception):
    """This copy of the record has not received that state yet (HTTP 503 with Retry-After, in seconds).

    ``requested`` is ``None`` where the primary could not be asked whether there is more.
    """

    retry_after = 5

    def __init__(self, requested: int | None, reached: int) -> None:
        self.requested, self.reached = requested, reached
        further = "and cannot ask for more" if requested is None else f"not yet {requested}"
        super().__init__(f"this copy has reached sequence {reached}, {further}")


class UnknownState(Exception):
    """No such state: in the future, in another epoch, or a release that does not exist (HTTP 400)."""


class LogError(Exception):
    """The log refuses what it was handed; nothing was written."""
