"""A small record to read, and a way of reading it."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from incidents.record.log import writing
from tests.record import documents as make

CLASH, FEBRUARY, STRIKE = "INC-000001", "INC-000002", "INC-000003"
RETRACTED, MERGED, WITHHELD = "INC-000011", "INC-000012", "INC-000013"


@pytest.fixture
def record(db: None) -> SimpleNamespace:
    """Three incidents in force, one document of each other subject, and one incident for each way to be gone."""
    clash = make.incident(CLASH, locations=[make.place()], reports=[make.report()], tags=["checkpoint"])
    february = make.incident(
        FEBRUARY, first="2021-02-01", last="2021-02-28", extent="series", title="Clashes"
    )
    strike = make.incident(STRIKE, first="2017-09-10", event_type="explosion", sub_event_type="air_strike")
    make.publish(clash, february, strike, make.episode(), make.actor(), make.location(), make.source())
    make.publish(*(make.incident(public_id, title="Gone") for public_id in (RETRACTED, MERGED, WITHHELD)))
    make.bury(RETRACTED, "retracted", note="It did not happen.")
    make.bury(MERGED, "merged", into=CLASH, note="The same clash.")
    with transaction.atomic():
        writing.withhold([make.tombstone(WITHHELD, "withheld")])
    return SimpleNamespace(clash=clash, february=february, strike=strike)


@pytest.fixture
def get(client: Client) -> Callable[..., Any]:
    """``get("incidents/", limit=1)``: the answer to a request below /api/v1/."""

    def answer(address: str = "", *, headers: dict[str, str] | None = None, **parameters: Any) -> Any:
        path = address if address.startswith(("/", "http")) else f"/api/v1/{address}"
        return client.get(path, parameters or None, headers=headers or {})

    return answer
