"""Releases: names of states, which every list understands, and which nobody can move."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from incidents.record.models import Edition, Release
from incidents.record.reading import BadParameters, head, page, parse, state_of_release
from tests.record import documents as make

pytestmark = pytest.mark.django_db


def release_of(edition: Edition, name: str = "2021.1", **changes: Any) -> Release:
    values = {
        "sequence": edition.sequence,
        "digest": edition.digest,
        "issued_at": edition.issued_at,
        "epoch": head().epoch,
    }
    return Release.objects.create(**{"name": name, "files": []} | values | changes)


def ids(parameters: dict[str, str], subject: str = "incident") -> list[str]:
    return [body.split(b'"')[3].decode() for body in page(parse(parameters, subject)).bodies]


def test_a_release_is_read_like_any_past_state():
    first, second = make.incident("INC-000001"), make.incident("INC-000002", first="2021-05-01")
    release_of(make.publish(first)[0])
    make.publish(second)
    make.correct(first, title={"en": "Another title"})
    assert ids({}) == ["INC-000002", "INC-000001"]
    assert ids({"release": "2021.1"}) == ["INC-000001"]
    assert b"Clash in Qamishli" in page(parse({"release": "2021.1"})).bodies[0]


@pytest.mark.parametrize("subject", ["incident", "episode", "actor", "location", "source"])
def test_every_list_understands_it(subject: str):
    release_of(make.publish(make.incident())[0])
    make.publish(make.episode(), make.actor(), make.location(), make.source())
    assert ids({"release": "2021.1"}, subject) == (["INC-000001"] if subject == "incident" else [])


def test_a_name_that_was_never_given_is_a_mistake():
    with pytest.raises(
        BadParameters, match=r"release: “2021\.9” is not the name of a release; none was made"
    ):
        parse({"release": "2021.9"})
    release_of(make.publish(make.incident())[0])
    with pytest.raises(BadParameters, match=r"; the newest are 2021\.1"):
        parse({"release": "2021.9"})


def test_a_release_of_a_log_that_is_another_now_is_not_read():
    """A backup was restored, and other editions took the same sequences."""
    edition = make.publish(make.incident())[0]
    release_of(edition, digest=bytes(32))
    with pytest.raises(BadParameters, match="no longer has"):
        parse({"release": "2021.1"})


def test_the_state_of_a_release_is_the_logs():
    edition = make.publish(make.incident())[0]
    release_of(edition)
    make.publish(make.actor())
    state = state_of_release("2021.1")
    assert (state.sequence, state.digest, state.issued_at) == (
        edition.sequence,
        edition.digest,
        edition.issued_at,
    )


@pytest.mark.parametrize("name", ["2021.1", "2021.1-syria", "v1"])
def test_names_that_fit_an_address(name: str):
    assert release_of(make.publish(make.incident())[0], name).pk == name


@pytest.mark.parametrize(
    "name", ["", "..", "a/b", ".a", "a..b", "a...b", "A", "a b", "a\n", "current", "latest"]
)
def test_names_that_do_not(name: str):
    edition = make.publish(make.incident())[0]
    with pytest.raises(IntegrityError, match="release_name"):
        release_of(edition, name)


@pytest.mark.parametrize(
    "changes, constraint",
    [({"sequence": 0}, "release_sequence_from_one"), ({"note": ""}, "release_note_not_empty")],
)
def test_rows_that_mean_nothing_are_refused(changes: dict[str, Any], constraint: str):
    edition = make.publish(make.incident())[0]
    with pytest.raises(IntegrityError, match=constraint):
        release_of(edition, **changes)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE record_release SET sequence = 2", "DELETE FROM record_release", "TRUNCATE record_release"],
)
def test_a_release_is_final(statement: str):
    release_of(make.publish(make.incident())[0])
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE record_release ENABLE TRIGGER ALL")
        with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
            cursor.execute(statement)
