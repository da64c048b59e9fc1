from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections, transaction

from incidents.exports import views
from incidents.exports.reader import Reader

from .world import World


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Built once and rolled back; no test of this folder changes it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


class SameConnection(Reader):
    """The test's own connection: one of its own would see nothing of a world that is never committed."""

    def close(self) -> None:
        pass


@pytest.fixture(autouse=True)
def _exports_see_the_world(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "own_reader", lambda state: SameConnection(connections["default"]))
