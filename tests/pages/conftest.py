"""The seed incidents as published documents, and a client that reads them."""

from __future__ import annotations

import pytest

from tests.pages import qamishli


@pytest.fixture
def published(db: None) -> None:
    """Both incidents, their episode, actors, places and sources, each in a first edition."""
    qamishli.publish_all()
