"""What is political violence is the same to all who ask, in the words of whoever's service they know."""

from __future__ import annotations

import msgspec
import pytest

from incidents.codebook import SUB_EVENTS, EventType
from incidents.codebook.violence import is_political
from incidents.record import document as d
from incidents.record.projection.violence import violence_of
from tests.record import documents as make

pytestmark = pytest.mark.django_db

HAPI = "/dialects/hapi/api/v2/coordination-context/conflict-events"


def _parts(standing: str, *, both: bool) -> list[d.Participant]:
    sides = [make.participant(make.ASAYISH), make.participant(make.NDF, side="b")][: 1 + both]
    return [
        msgspec.structs.replace(participant, kind="rebel_group", standing=standing) for participant in sides
    ]


@pytest.fixture
def published() -> list[d.IncidentDocument]:
    """Every kind of event, with sides that are established, alleged, half known and unknown."""
    casts = [_parts("assessed", both=True), _parts("alleged", both=True), _parts("assessed", both=False), []]
    kinds = [(str(kind), str(sub)) for kind, subs in SUB_EVENTS.items() for sub in subs]
    documents = [
        make.incident(
            f"INC-{number:06d}",
            event_type=kind,
            sub_event_type=sub,
            participants=cast,
            locations=[make.place()],
        )
        for number, (kind, sub, cast) in enumerate(
            ((kind, sub, cast) for kind, sub in kinds for cast in casts), start=1
        )
    ]
    make.publish(*documents)
    return documents


def test_acled_and_hapi_count_the_same(client, published):
    political = [
        document.id for document in published if is_political(document.event_type, violence_of(document))
    ]
    acled = client.get(
        "/dialects/acled/api/acled/read",
        {"disorder_type": "Political violence", "disorder_type_where": "=", "fields": "event_id_cnty"},
    )
    rows = msgspec.json.decode(b"".join(acled.streaming_content))["data"]
    hapi = client.get(HAPI, {"event_type": "political_violence"}).json()["data"]

    assert sorted(row["event_id_cnty"] for row in rows) == political
    assert sum(row["events"] for row in hapi) == len(political)


def test_of_unclear_events_only_established_sides_make_it_so(published):
    unclear = [document for document in published if document.event_type == "unclear"]
    political = [document for document in unclear if is_political(document.event_type, violence_of(document))]

    assert len(unclear) == 4 * len(SUB_EVENTS[EventType.UNCLEAR])
    assert [len(document.participants) for document in political] == [2] * len(SUB_EVENTS[EventType.UNCLEAR])
    assert {part.standing for document in political for part in document.participants} == {"assessed"}
