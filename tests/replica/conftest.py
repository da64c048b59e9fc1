"""A site whose readers are answered by a replica: the alias ``record`` leads to it, ``default`` to the primary."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from config.embedded_postgres import READER
from incidents.record.states import ALIAS, PRIMARY
from tests.replica.standby import Standby

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")


@pytest.fixture(scope="session")
def standby(django_db_setup: None) -> Standby:
    """The replica of this run; stopped with the process."""
    return new_standby("reading")


def new_standby(name: str) -> Standby:
    primary = Path(settings.DATABASES[PRIMARY]["HOST"])
    return Standby(settings.DATA_DIR / "standbys" / f"{name}-{WORKER}", primary)


@pytest.fixture
def replica(standby: Standby, transactional_db: None) -> Iterator[Standby]:
    """Caught up, replaying, and read by this test's ``record``."""
    standby.catch_up()
    with connected(ALIAS, HOST=str(standby.socket), USER=READER):
        yield standby
    standby.resume()


@pytest.fixture
def without_primary() -> Callable[[], Any]:
    """A context in which nobody answers at the primary's address."""
    return lambda: connected(PRIMARY, HOST="/nowhere")


@contextmanager
def connected(alias: str, **address: str) -> Iterator[BaseDatabaseWrapper]:
    """Let this thread's connection of that name lead elsewhere."""
    before, now = connections[alias], connections[PRIMARY].copy(alias)
    now.settings_dict = {**now.settings_dict, **address}
    connections[alias] = now
    try:
        yield now
    finally:
        now.close()
        connections[alias] = before
