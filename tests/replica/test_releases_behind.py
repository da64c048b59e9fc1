"""Released files under a copy that lags: nothing withheld is handed out, written, or called current."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections, transaction
from django.test import Client

from incidents.exports.release import shelf
from incidents.exports.release.making import make as make_release
from incidents.exports.release.shelf import held_back
from incidents.record.log import writing
from incidents.record.states import PRIMARY
from tests.record import documents as make
from tests.replica.standby import Standby

pytestmark = pytest.mark.django_db(transaction=True)

SECRET = "Where the witness lives"
FILES = "/api/v1/releases/2026.1/files/"


@pytest.fixture
def released(replica: Standby, settings: Any, tmp_path: Path) -> Standby:
    """A release whose copy knows everything; then the copy stops, and one of its documents is withheld."""
    settings.DATA_DIR = tmp_path
    make.publish(make.incident(title=SECRET), make.incident("INC-000002", title="A clash"))
    make_release("2026.1")
    replica.catch_up()
    replica.pause()
    assert SECRET in texts("2026.1")
    with transaction.atomic():
        writing.withhold([make.tombstone("INC-000001", "withheld")])
    return replica


def texts(name: str) -> str:
    return "\n".join(
        path.read_text() for path in (shelf.root() / name).glob("*.*") if path.suffix != ".parquet"
    )


def test_what_was_withheld_is_neither_handed_out_nor_written_again(
    released: Standby, client: Client, without_primary: Callable[[], Any]
):
    with without_primary():  # nobody knows whether anything was withheld
        for address in (f"{FILES}incidents.csv", "/api/v1/releases/2026.1/", "/releases/2026.1/"):
            assert client.get(address).status_code == 503
    assert client.get(f"{FILES}incidents.csv").status_code == 503
    assert client.get("/api/v1/releases/2026.1/").json()["available"] is False
    assert b"incidents.csv" not in client.get("/releases/2026.1/").content
    assert [release.name for release in held_back()] == ["2026.1"]

    out = StringIO()
    call_command("release", rewrite=True, verbosity=0, stdout=out)
    assert "1 documents are left out" in out.getvalue()
    assert SECRET not in texts("2026.1")
    answer = client.get(f"{FILES}incidents.csv")
    assert answer.status_code == 200
    assert SECRET not in b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def test_a_release_is_made_of_what_the_primary_has(released: Standby, client: Client):
    within: list[bool] = []
    make.publish(make.incident("INC-000003", title="Later"))
    # What the desk writes meanwhile, such as how far it is, does not wait for the release.
    make_release("2026.2", tell=lambda path, size: within.append(connections[PRIMARY].in_atomic_block))
    assert not any(within)
    assert SECRET not in texts("2026.2")
    assert "Later" in texts("2026.2")

    # It is known at once; its state is not, as long as the copy has not reached it.
    assert client.get("/api/v1/releases/2026.2/").status_code == 200
    assert client.get("/releases/2026.2/").status_code == 200
    assert client.get("/api/v1/incidents/?release=2026.2").status_code == 503
    assert client.get("/api/v1/releases/2026.1...2026.2/").status_code == 503
    assert client.get("/releases/2026.1...2026.2/").status_code == 503
    released.resume()
    assert client.get("/api/v1/incidents/?release=2026.2").status_code == 200
    assert client.get("/releases/2026.1...2026.2/").status_code == 200
