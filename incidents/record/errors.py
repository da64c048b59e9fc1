"""Exceptions of the record, and the problems of parameters that they carry."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from .instants import instant


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
    """The record cannot answer for that state yet (HTTP 503 with Retry-After, in seconds).

    A copy has not received the sequence; or the instant is past the horizon, and what is being written at this moment
    could still change the answer. ``reached`` is what can be asked for now. ``requested`` is ``None`` where the primary
    could not be asked whether there is more.
    """

    retry_after = 5

    def __init__(self, requested: int | datetime | None, reached: int | datetime | None) -> None:
        self.requested, self.reached = requested, reached
        said = {"reached": _said(reached), "requested": _said(requested)}
        if requested is None:
            message = _(
                "This copy of the record has reached %(reached)s, and the primary cannot be asked for more."
            )
        else:
            message = _(
                "The record here can answer for %(reached)s, not yet for %(requested)s. Ask again soon."
            )
        super().__init__(message % said)


def _said(state: int | datetime | None) -> str:
    """As ``as_of`` takes it."""
    return instant(state) if isinstance(state, datetime) else f"sequence:{state or 0}"


class UnknownState(Exception):
    """No such state: in the future, in another epoch, or a release that does not exist (HTTP 400)."""


class LogError(Exception):
    """The log refuses what it was handed; nothing was written."""
