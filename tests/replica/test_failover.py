"""The primary is lost and a replica takes its place: what is said to operators, and to those who follow the record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO, StringIO
from typing import Any
from urllib.error import HTTPError

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import Client

from config.monitoring.readiness import CHECKS, NotReady
from incidents.record.access import checks
from incidents.record.access import lag as lags
from incidents.record.access.lag import lag
from incidents.record.log.verification import verify
from incidents.record.states import ALIAS, PRIMARY, head
from tests.record import documents as make
from tests.record import mirror
from tests.replica.conftest import connected, new_standby
from tests.replica.standby import Standby

pytestmark = pytest.mark.django_db(transaction=True)


def said_by(command: str, **options: Any) -> str:
    out = StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue()


def problems() -> dict[str | None, str]:
    return {problem.id: problem.msg for problem in checks.the_readers_copy_is_current(None)}


def test_commands_say_which_database_they_read_and_how_far_it_is(
    replica: Standby, without_primary: Any, monkeypatch: Any
):
    make.publish(make.incident())
    replica.catch_up()
    assert lag().editions == 0
    assert problems() == {
        "record.I001": "The record is read from a copy that has all editions of the primary."
    }
    replica.pause()
    make.publish(make.incident("INC-000002"), make.incident("INC-000003"))

    readiness = CHECKS["lag"]()
    assert "lacks 2 editions of the primary" in readiness
    behind = lag()
    assert (behind.is_replica, behind.reached, behind.editions) == (True, 1, 2)
    assert behind.seconds is not None
    assert "lacks 2 editions of the primary" in problems()["record.I001"]
    primary, copy = said_by("verify_record"), said_by("verify_record", database=ALIAS)
    assert "read from the primary" in primary
    assert "Head: sequence 3, digest" in primary
    assert "read from a copy that lacks 2 editions" in copy
    assert "Head: sequence 1, digest" in copy

    monkeypatch.setattr(lags, "LONG", 0)
    with pytest.raises(NotReady, match="lacks 2 editions"):
        CHECKS["lag"]()
    assert "record.W001" in problems()

    with without_primary():
        assert lag().seconds is None
        assert "record.E007" in problems()


def test_followers_notice_that_a_replica_took_the_place_of_the_primary(replica: Standby, client: Client):
    """What the replica had not received is lost, and other editions get its numbers."""
    make.publish(make.incident("INC-000001"), make.incident("INC-000002"))
    other = new_standby("taking-over")
    follower = follower_of(client)
    other.catch_up()
    other.cut_off()
    make.publish(make.incident("INC-000003", title="Lost"))
    replica.catch_up()
    follower.follow()
    assert len(follower.entries) == 3
    following = client.get("/api/v1/incidents/?limit=1").json()["next"]

    with new_primary(other):
        with pytest.raises(CommandError, match="names a replica"):
            call_command("new_epoch", no_input=True)
        assert "record.E005" in problems()
        other.promote()
        assert "has a new epoch" in said_by("new_epoch", no_input=True)
        assert problems() == {}
        make.publish(make.incident("INC-000003", title="Another"))
        assert list(verify()) == []

        assert client.get(following).status_code == 400
        with pytest.raises(HTTPError) as refused:
            follower.follow()
        assert refused.value.code == 409
        again = follower_of(client)
        assert head().sequence == len(again.entries) == 3
        assert b"Another" in bytes(again.entries[2].document)

    # The machine that still follows the old one must not be read from beside the new primary.
    with connected(PRIMARY, HOST=str(other.socket)):
        assert "record.E006" in problems()


@contextmanager
def new_primary(standby: Standby) -> Iterator[None]:
    """Everything is read from it and written to it."""
    with connected(PRIMARY, HOST=str(standby.socket)) as primary:
        reading, connections[ALIAS] = connections[ALIAS], primary
        try:
            yield
        finally:
            connections[ALIAS] = reading


def follower_of(client: Client) -> Any:
    """The program of docs/following.md, which asks this client in place of a server; it has followed once."""
    names = mirror.program()

    def urlopen(address: str, timeout: int) -> BytesIO:
        answer = client.get(address)
        if answer.status_code != 200:
            raise HTTPError(address, answer.status_code, "", answer.headers, None)  # type: ignore[arg-type]
        return BytesIO(answer.content)

    names["urlopen"] = urlopen
    copy = names["Copy"]("http://testserver")
    copy.follow()
    return copy
