"""What a site answers whose copy of the record lags: all that the copy has, and nothing that it may be wrong about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from incidents.exports.reader import own_reader
from incidents.record import document as d
from incidents.record.errors import BehindError
from incidents.record.instants import instant
from incidents.record.log import writing
from incidents.record.models.releases import Release
from incidents.record.states import PRIMARY, head, head_of, reading_primary
from tests.record import documents as make
from tests.replica.standby import Standby

pytestmark = pytest.mark.django_db(transaction=True)

NEW_ACTOR = d.Ref(id="ACT-000099", name="Newcomers")
NEW_PLACE = d.Ref(id="LOC-000099", name="Newtown")

NEW = [
    # Of the record's own API: ids, editions, states, names, releases.
    "/api/v1/incidents/INC-000002/",
    "/api/v1/incidents/INC-000002/editions/",
    "/api/v1/incidents/INC-000001/editions/2/",
    "/api/v1/incidents/?as_of=sequence:5",
    "/api/v1/incidents/?as_of=sequence:900",
    "/api/v1/incidents/?release=2026.1",
    "/api/v1/incidents/?actor=ACT-000099",
    "/api/v1/incidents/?actor=Newcomers",
    "/api/v1/incidents/?location=Newtown",
    "/api/v1/incidents/?location=Nowhere",
    "/api/v1/incidents/?origin=newdataset",
    "/api/v1/changes/?after=5",
    "/api/v1/incidents.csv?actor=Newcomers",
    "/api/v1/incidents.ndjson?as_of=sequence:5",
    "/api/v1/aggregate/?by=month&actor=Newcomers",
    "/api/v1/map/?actor=Newcomers",
    "/api/v1/cite/?actor=Newcomers",
    # Pages.
    "/incidents/INC-000002/",
    "/incidents/INC-000001/editions/2/",
    "/incidents/?actor=Newcomers",
    "/incidents/?release=2026.1",
    "/cite/?actor=ACT-000099",
    "/sitemap-2.xml",
    # Dialects.
    "/dialects/ucdp/api/gedevents/2026.1",
    "/dialects/ucdp/api/gedevents/current?Id=900000002",
    "/dialects/acled/api/acled/read?event_id_cnty=INC-000002",
    "/dialects/acled/api/acled/read?actor1=Newcomers",
    "/dialects/hapi/api/v2/coordination-context/conflict-events?admin1_name=Newtown",
    "/ogc/collections/incidents/items/INC-000002",
    "/ogc/collections/incidents/items?actor=Newcomers",
]
"""Addresses that are asked for what the primary has, or may have, and the copy not yet."""

KNOWN = {
    "/api/v1/incidents/INC-000001/": 200,
    "/api/v1/incidents/?actor=Asayish": 200,
    "/api/v1/incidents/?as_of=sequence:2": 200,
    "/api/v1/incidents/INC-000002/?as_of=sequence:2": 404,
    "/api/v1/incidents/?colour=red": 400,
    "/api/v1/nothing/": 404,
    "/api/v1/incidents.csv": 200,
    "/incidents/": 200,
    "/incidents/INC-000001/": 200,
    "/dialects/acled/api/acled/read?actor1=Asayish": 200,
    "/dialects/ucdp/api/gedevents/current": 200,
    "/ogc/collections/incidents/items": 200,
}
"""Addresses whose answer no later state changes, or that ask for whatever the copy has."""


@pytest.fixture
def record(replica: Standby) -> Standby:
    """Some documents that the copy has, and later ones that it has not."""
    make.publish(
        make.actor(),
        make.location(),
        make.incident(participants=[make.participant()], locations=[make.place()]),
    )
    replica.catch_up()
    replica.pause()
    make.publish(make.actor(NEW_ACTOR), make.location(NEW_PLACE, kind="admin1"), make.incident("INC-000002"))
    make.correct(make.incident(), title={"en": "Corrected"})
    state = head_of(PRIMARY)
    assert state.issued_at
    Release.objects.create(
        name="2026.1", sequence=state.sequence, digest=state.digest, issued_at=state.issued_at, epoch=state.epoch,
        files=[],
    )  # fmt: skip
    return replica


def statuses(client: Client, addresses: Any) -> dict[str, int]:
    return {address: client.get(address).status_code for address in addresses}


def test_what_a_copy_may_lack_is_asked_for_again_later(
    record: Standby, client: Client, without_primary: Callable[[], Any]
):
    assert statuses(client, NEW) == dict.fromkeys(NEW, 503)
    assert statuses(client, KNOWN) == KNOWN
    with without_primary():
        assert statuses(client, NEW) == dict.fromkeys(NEW, 503)
        assert statuses(client, KNOWN) == KNOWN

    record.resume()
    assert 503 not in statuses(client, NEW).values()


def test_each_room_says_in_its_own_form_when_to_ask_again(record: Standby, client: Client):
    forms = {
        "/api/v1/incidents/INC-000002/": "application/problem+json",
        "/incidents/INC-000002/": "text/html",
        "/dialects/acled/api/acled/read?actor1=Newcomers": "application/json",
        "/dialects/hapi/api/v2/coordination-context/conflict-events?admin1_name=Newtown": "application/json",
        "/ogc/collections/incidents/items/INC-000002?f=json": "application/problem+json",
    }
    for address, media_type in forms.items():
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Content-Type"].split(";")[0]) == (503, media_type), (
            address
        )
        assert int(answer.headers["Retry-After"]) > 0
        assert answer.headers["Cache-Control"] == "no-store"
    assert "What you ask for may exist." in client.get("/incidents/INC-000002/").content.decode()


def test_an_unpinned_answer_says_which_state_it_gives(record: Standby, client: Client):
    """An instant is pinned: what the copy has not reached may lie before it."""
    for address in (
        "/api/v1/incidents/",
        "/incidents/",
        "/api/v1/changes/",
        "/ogc/collections/incidents/items",
    ):
        assert client.get(address).headers["Record-Sequence"] == "3"
    assert (head().sequence, head_of(PRIMARY).sequence) == (3, 7)

    later, reached = datetime.now(UTC), head().issued_at
    assert reached
    for address in ("/api/v1/incidents/", "/incidents/"):
        assert client.get(address, {"as_of": instant(later)}).status_code == 503
    assert client.get("/api/v1/incidents/", {"as_of": instant(reached)}).status_code == 200


def test_a_caught_up_copy_says_what_does_not_exist(
    replica: Standby, client: Client, without_primary: Callable[[], Any]
):
    make.publish(make.incident())
    replica.catch_up()
    asked = {
        "/api/v1/incidents/INC-000002/": 404,
        "/incidents/INC-000002/": 404,
        "/api/v1/incidents/?actor=Newcomers": 400,
        "/api/v1/incidents/?as_of=sequence:9": 400,
        "/api/v1/releases/2026.1/": 404,
        "/dialects/acled/api/acled/read?actor1=Newcomers": 200,
    }
    assert statuses(client, asked) == asked
    with without_primary():
        expected = dict.fromkeys(asked, 503)
        assert statuses(client, asked) == expected


def test_a_new_epoch_is_not_taken_for_an_old_one(replica: Standby, client: Client):
    """A follower that has heard of the restoring must not be told by a copy that lags to start again."""
    make.publish(make.incident(), make.incident("INC-000002"))
    replica.catch_up()
    replica.pause()
    writing.new_epoch()
    epoch = head_of(PRIMARY).epoch
    assert client.get(f"/api/v1/changes/?after=2&epoch={epoch}").status_code == 503
    with reading_primary():
        following = client.get("/api/v1/incidents/?limit=1").json()["next"]
    assert client.get(following).status_code == 503
    replica.resume()
    assert client.get(f"/api/v1/changes/?after=2&epoch={epoch}").status_code == 200
    assert client.get(following).status_code == 200


def test_between_several_copies_nobody_goes_back(replica: Standby, client: Client):
    """A cache before them would serve what was withheld again."""
    make.publish(make.incident())
    replica.catch_up()
    replica.pause()
    with transaction.atomic():
        writing.withhold([make.tombstone("INC-000001", "withheld")])
    for address in (
        "/api/v1/incidents/",
        "/incidents/",
        "/api/v1/incidents.csv",
        "/ogc/collections/incidents/items",
    ):
        with reading_primary():
            later = client.get(address).headers["ETag"]
        answer = client.get(address, headers={"If-None-Match": later})
        assert (answer.status_code, answer.headers["Cache-Control"]) == (503, "no-store"), address
        assert client.get(address).status_code == 200

    pinned = "/api/v1/incidents/?as_of=sequence:1"
    with reading_primary():
        later = client.get(pinned).headers["ETag"]
    assert client.get(pinned, headers={"If-None-Match": later}).status_code == 503

    # Nor does an export, whose own connection may lead to a copy that is further behind than the request's.
    with pytest.raises(BehindError):
        own_reader(head_of(PRIMARY))
