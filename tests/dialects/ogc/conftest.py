"""A small record with a point for every question about boxes and days, and a way of asking for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from incidents.record.document import Provenance, Ref
from tests.record import documents as make

CLASH, SERIES, STRIKE, NOWHERE, EAST, WEST = (f"INC-{n:06d}" for n in range(1, 7))
RETRACTED, MERGED = "INC-000011", "INC-000012"
SUVA, APIA = Ref(id="LOC-000010", name="Suva"), Ref(id="LOC-000011", name="Apia")
GED = Provenance(dataset="ged", version="21.1", title="GED", licence="cc-by-4.0", citation="", row="254257")


def fill() -> None:
    """Six incidents: at a point, spread, long ago, without a place, and on both sides of the antimeridian."""
    qamishli, raqqa = make.place(), make.place(make.RAQQA, lat=35.95, lon=39.01, within=(make.SYRIA,))
    suva = make.place(SUVA, lat=-17.0, lon=179.9, within=(), country="FJ")
    apia = make.place(APIA, lat=-17.0, lon=-179.9, within=(), country="WS")
    make.publish(
        make.incident(
            CLASH,
            locations=[qamishli],
            participants=[make.participant()],
            casualties=[make.killed(1, 2, None)],
            tags=["checkpoint"],
        ),
        make.incident(SERIES, first="2021-02-01", last="2021-02-28", extent="series", locations=[qamishli]),
        make.incident(
            STRIKE,
            first="2017-09-10",
            event_type="explosion",
            sub_event_type="air_strike",
            title="<b>Strike</b>",
            locations=[raqqa],
            origin=GED,
            episodes=[Ref(id="EPI-000001", name="Air war")],
        ),
        make.incident(NOWHERE, first="2021-01-01", last="2021-01-03"),
        make.incident(EAST, first="2020-05-05", locations=[suva]),
        make.incident(WEST, first="2020-05-06", locations=[apia]),
        make.actor(),
        make.location(names=["القامشلي"]),
        make.source(),
        make.location(make.RAQQA, lat=35.95, lon=39.01),
        make.location(make.HASAKAH, kind="admin1", within=[make.SYRIA], lat=36.35, lon=40.91),
    )
    make.publish(
        *(make.incident(public_id, title="Gone", locations=[qamishli]) for public_id in (RETRACTED, MERGED))
    )
    make.bury(RETRACTED, "retracted", note="It did not happen.")
    make.bury(MERGED, "merged", into=CLASH, note="The same clash.")


@pytest.fixture
def record(db: None) -> None:
    fill()


@pytest.fixture
def get(client: Client) -> Callable[..., Any]:
    """``get("collections/incidents/items", limit=1)``: the answer to a request below /ogc/."""

    def answer(address: str = "", *, headers: dict[str, str] | None = None, **parameters: Any) -> Any:
        asked = {name.replace("_crs", "-crs"): value for name, value in parameters.items()}
        path = address if address.startswith(("/", "http")) else f"/ogc/{address}"
        return client.get(path, asked or None, headers=headers or {})

    return answer


@pytest.fixture
def found(get: Callable[..., Any]) -> Callable[..., list[str]]:
    """The ids of the incidents on the first page."""

    def ids(collection: str = "incidents", **parameters: Any) -> list[str]:
        answer = get(f"collections/{collection}/items", **parameters)
        assert answer.status_code == 200, answer.content
        return [feature["id"] for feature in answer.json()["features"]]

    return ids
