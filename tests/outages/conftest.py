"""Databases that are away for a test: whatever wants a cursor is told what a server that is not there would tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper


@pytest.fixture
def without_database() -> Iterator[Callable[..., None]]:
    """Call it with the aliases that are away. They are back before the database of the test is put away."""
    patch = pytest.MonkeyPatch()

    def away(*aliases: str) -> None:
        ask = BaseDatabaseWrapper._cursor  # type: ignore[attr-defined]

        def cursor(self: BaseDatabaseWrapper, name: str | None = None) -> object:
            if self.alias in aliases:
                raise OperationalError("connection to server failed: Connection refused")
            return ask(self, name)

        patch.setattr(BaseDatabaseWrapper, "_cursor", cursor)

    yield away
    patch.undo()
