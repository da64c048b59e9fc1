"""Permission check, transaction and history context of one editorial act: the whole of it is done, or nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from random import uniform
from typing import ParamSpec, TypeVar

import pghistory
from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Capability

from .refusal import Refused

P = ParamSpec("P")
R = TypeVar("R")

TRIES = 8
"""How often an act is begun before its editor is asked to come back later.

PostgreSQL lets two acts that wait for each other stand still for its ``deadlock_timeout`` (a second by default) and
undoes one of them, so that somebody gets through each time.
"""

_LONGEST_PAUSE = 0.1
"""Seconds, at random: two that met do not meet again at the same step."""

_UNDONE_BY_THE_SERVER = frozenset({"40P01", "40001"})
"""SQLSTATE of a deadlock and of a serialization failure: the same act may well succeed when it is done again."""


@contextmanager
def acting(by: User, capability: Capability, **more: str) -> Iterator[None]:
    """One transaction whose history names ``by``, the act and ``more`` (such as a ground kept on the desk).

    Raises ``Refused`` where the role does not allow it.
    """
    if not by.can(capability):
        raise Refused.because(
            _("Your role does not allow you to %(act)s.") % {"act": capability.label},
            _("Ask a colleague whose role does, or a manager to change yours."),
        )
    with (
        transaction.atomic(),
        pghistory.context(
            user=by.pk, act=capability.value, **{key: text for key, text in more.items() if text}
        ),
    ):
        yield


def repeated(act: Callable[P, R]) -> Callable[P, R]:
    """Do an act again that the server undid because it and another waited for each other's rows.

    For functions that are one transaction (``acting``) and change nothing outside of it. Within a caller's
    transaction nothing is repeated: only the caller can begin that one anew. Raises ``Refused`` after ``TRIES``.
    """

    @wraps(act)
    def begun_again(*args: P.args, **kwargs: P.kwargs) -> R:
        for _try in range(TRIES):
            try:
                return act(*args, **kwargs)
            except OperationalError as error:
                code = getattr(error.__cause__, "pgcode", None)
                if connection.in_atomic_block or code not in _UNDONE_BY_THE_SERVER:
                    raise
            time.sleep(uniform(0, _LONGEST_PAUSE))  # noqa: S311  # no secret
        raise Refused.because(
            _("Colleagues are changing the same records at this moment, and nothing of this was done."),
            _("Try it again in a minute."),
        )

    return begun_again
