"""Appending to the record."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import msgspec
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from incidents.record.log import chain, writing
from incidents.record.models import OPEN, Edition, Entry, Head

from . import documents as make

pytestmark = pytest.mark.django_db


def test_editions_are_numbered_and_linked_in_order():
    first, second = make.publish(make.incident("INC-000001"), make.incident("INC-000002"))
    assert (first.sequence, second.sequence) == (1, 2)
    stated = {name: getattr(second, name) for name in chain.Link.__struct_fields__}
    assert bytes(second.digest) == chain.digest(
        bytes(first.digest), chain.Link(**stated), bytes(second.commitment)
    )
    head = Head.objects.get()
    assert (head.sequence, bytes(head.digest), head.issued_at) == (2, second.digest, second.issued_at)


def test_the_digest_is_made_of_exactly_these_bytes():
    """The test vector of docs/record.md."""
    salt = bytes(range(32))
    committed = chain.commitment(salt, '{"id":"INC-000001"}', "Published.")
    link = chain.Link(
        sequence=1,
        subject="incident",
        public_id="INC-000001",
        number=1,
        kind="published",
        issued_at=datetime(2021, 4, 21, 8, tzinfo=UTC),
        into=None,
        purpose=None,
    )
    assert link.line() == b"1\nincident\nINC-000001\n1\npublished\n2021-04-21T08:00:00.000000Z\n\n\n"
    assert committed.hex() == "9271836b5fbfcfee161afe0c834fae0b32232b2aaab63b8e97001b48ec4e6dc2"
    assert (
        chain.digest(chain.GENESIS, link, committed).hex()
        == "4bdb2fd523a889c210b94ee18d4ffd1fe15f41549702210034ed4fcb1b906ca0"
    )


def test_a_note_is_committed_to_and_its_absence_too():
    salt = bytes(32)
    assert len({chain.commitment(salt, "{}", note) for note in (None, "a", "b")}) == 3


def test_a_correction_closes_the_entry_before():
    document = make.incident()
    (first,) = make.publish(document)
    second = make.correct(document, title={"en": "Clash at Al-Wahda"})
    assert list(Entry.objects.order_by("edition").values_list("edition", "until")) == [
        (first.sequence, second.sequence),
        (second.sequence, OPEN),
    ]


@pytest.mark.parametrize("kind, into", [("retracted", None), ("merged", "INC-000002"), ("withheld", None)])
def test_a_tombstone_leaves_no_open_entry(kind: str, into: str | None):
    make.publish(make.incident("INC-000001"), make.incident("INC-000002"))
    stone = make.bury("INC-000001", kind, into=into)
    assert list(Entry.objects.filter(until=OPEN).values_list("public_id", flat=True)) == ["INC-000002"]
    assert Entry.objects.get(public_id="INC-000001").until == stone.sequence
    assert stone.into == into


def test_after_a_retraction_an_id_may_be_published_again():
    document = make.incident()
    make.publish(document)
    make.bury(document.id, "retracted")
    make.correct(document)
    assert Entry.objects.filter(public_id=document.id, until=OPEN).count() == 1


def test_time_moves_forward_even_when_the_clock_does_not():
    early = datetime(2021, 4, 21, tzinfo=UTC)
    first, second = make.publish(make.incident("INC-000001"), make.incident("INC-000002"), at=early)
    (third,) = make.publish(make.incident("INC-000003"), at=early - timedelta(days=1))
    assert first.issued_at == early
    assert first.issued_at < second.issued_at < third.issued_at


def test_nothing_is_issued_in_the_future():
    (edition,) = make.publish(make.incident(), at=datetime.now(UTC) + timedelta(days=400))
    assert edition.issued_at < datetime.now(UTC) + timedelta(minutes=1)


def test_a_batch_costs_as_many_queries_as_one():
    def queries(count: int, start: int) -> int:
        drafts = [
            make.draft(make.incident(f"INC-{n:06d}", locations=[make.place()]))
            for n in range(start, start + count)
        ]
        with transaction.atomic(), CaptureQueriesContext(connection) as captured:
            writing.append(drafts)
        return len(captured)

    assert queries(1, 1) == queries(500, 100)


def test_nothing_appended_is_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert writing.append([]) == []


@pytest.mark.django_db(transaction=True)
def test_append_outside_of_a_transaction_is_refused():
    with pytest.raises(writing.LogError, match="inside the transaction"):
        writing.append([make.draft(make.incident())])


def _refused(match: str, *drafts: writing.Draft):
    with pytest.raises(writing.LogError, match=match), transaction.atomic():
        writing.append(drafts)
    assert not Edition.objects.exists()


def test_a_skipped_number_is_refused():
    _refused("edition 1 is next, not 2", make.draft(make.changed(make.incident(), 2)))


def test_the_same_id_twice_is_refused():
    _refused("twice", make.draft(make.incident()), make.draft(make.incident()))


def _changed(**changes) -> writing.Draft:
    return msgspec.structs.replace(make.draft(make.incident()), **changes)


@pytest.mark.parametrize(
    "changes, match",
    [
        ({"body": "{}"}, "no document"),
        ({"body": '{"format":"attest.incident/9"}'}, "no document"),
        ({"number": 3}, "another id, number or kind"),
        ({"kind": "refreshed"}, "another id, number or kind"),
        ({"subject": "actor"}, "another subject"),
        ({"into": "INC-000009"}, "only what is merged"),
        ({"purpose": "factual"}, "only a correction"),
        ({"note": ""}, "empty note"),
    ],
)
def test_a_draft_that_contradicts_its_text_is_refused(changes: dict[str, Any], match: str):
    _refused(match, _changed(**changes))


def test_a_text_out_of_canonical_form_is_refused():
    body = make.draft(make.incident()).body
    _refused("canonical", _changed(body=body.replace('","', '", "', 1)))


def test_public_ids_are_never_given_twice():
    allotted = writing.allot_public_ids("incident", 3) + writing.allot_public_ids("incident")
    assert len(set(allotted)) == 4
    assert all(public_id.startswith("INC-") and len(public_id) == 10 for public_id in allotted)
    assert writing.allot_public_ids("actor", 1)[0].startswith("ACT-")


def test_a_new_epoch_is_another():
    make.publish(make.incident())
    before = Head.objects.get().epoch
    after = writing.new_epoch()
    assert after == Head.objects.get().epoch != before


def test_the_command_begins_a_new_epoch_only_when_it_is_meant(monkeypatch: pytest.MonkeyPatch):
    make.publish(make.incident())
    before, out = Head.objects.get().epoch, StringIO()
    monkeypatch.setattr("builtins.input", lambda question: "y")
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("new_epoch", stdout=out)
    assert "ends at sequence 1" in out.getvalue()
    assert Head.objects.get().epoch == before

    monkeypatch.setattr("builtins.input", lambda question: "yes")
    call_command("new_epoch", stdout=out)
    assert str(Head.objects.get().epoch) in out.getvalue()
    assert Head.objects.get().epoch != before
    assert Head.objects.get().sequence == 1


def test_a_lost_head_stops_publishing():
    make.publish(make.incident())
    Head.objects.all().delete()
    with pytest.raises(writing.LogError, match="head row is missing"):
        make.publish(make.incident("INC-000002"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE record_edition SET note = 'x'",
        "UPDATE record_edition SET body = replace(body, 'Clash', 'Battle')",
        "UPDATE record_edition SET body = NULL, salt = NULL, note = NULL, kind = 'corrected'",
        "UPDATE record_edition SET salt = NULL",
        "DELETE FROM record_edition",
    ],
)
def test_editions_are_never_changed(statement: str):
    make.publish(make.incident())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_editions_are_never_truncated():
    make.publish(make.incident())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE record_edition ENABLE TRIGGER USER")  # asleep in tests, see conftest.py
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute("TRUNCATE record_edition CASCADE")


def test_text_may_be_withheld_once_and_only_once():
    make.publish(make.incident())
    withhold = "UPDATE record_edition SET body = NULL, salt = NULL, note = NULL"
    with connection.cursor() as cursor:
        cursor.execute(withhold)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(withhold)
