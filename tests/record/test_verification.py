"""Verification finds every change made behind the log's back, and names the edition."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction

from incidents.record.index.reindexing import reindex
from incidents.record.log import writing
from incidents.record.log.verification import verify
from incidents.record.models import Edition, Entry, EntryPlace

from . import documents as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_record_with_everything_in_it():
    """Sequences 1 to 9: published, corrected, refreshed, retracted, merged and withheld editions."""
    first, second, third, fourth = (
        make.incident(
            f"INC-{n:06d}",
            locations=[make.place(), make.place(make.RAQQA)],
            casualties=[make.killed(1, 2, 3)],
        )
        for n in range(1, 5)
    )
    make.publish(first, second, third, fourth, make.actor())
    make.correct(first, note="Better.")
    make.correct(first, kind="refreshed")
    make.bury(second.id, "retracted")
    make.bury(third.id, "merged", into=first.id)
    with transaction.atomic():
        writing.withhold([make.tombstone(fourth.id, "withheld")])


def _rich(public_id: str):
    places, figures = [make.place(), make.place(make.RAQQA)], [make.killed(1, 2, 3)]
    return make.incident(public_id, locations=places, casualties=figures)


def tamper(*statements: str):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE record_edition DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)


def test_an_untouched_record_is_whole():
    assert list(verify()) == []
    assert list(verify(index=False)) == []


@pytest.mark.parametrize(
    "statement, sequence, message",
    [
        ("UPDATE record_edition SET body = replace(body, 'Clash', 'Clasp') WHERE sequence = 2", 2, "text or note"),
        ("UPDATE record_edition SET note = 'Worse.' WHERE sequence = 6", 6, "text or note"),
        ("UPDATE record_edition SET salt = decode(repeat('00', 32), 'hex') WHERE sequence = 1", 1, "text or note"),
        ("UPDATE record_edition SET kind = 'corrected' WHERE sequence = 7", 7, "place in the log"),
        ("UPDATE record_edition SET \"into\" = 'INC-000002' WHERE sequence = 9", 9, "place in the log"),
        ("UPDATE record_edition SET purpose = NULL WHERE sequence = 6", 6, "place in the log"),
        ("UPDATE record_edition SET issued_at = '2021-01-01' WHERE sequence = 3", 3, "place in the log"),
        ("UPDATE record_edition SET digest = commitment WHERE sequence = 3", 3, "place in the log"),
        ("UPDATE record_edition SET commitment = digest WHERE sequence = 10", 10, "place in the log"),
        ("UPDATE record_edition SET body = NULL, salt = NULL, note = NULL WHERE sequence = 6", 6, "no later edition"),
    ],
)  # fmt: skip
def test_a_changed_edition_is_named(statement: str, sequence: int, message: str):
    tamper(statement)
    findings = list(verify())
    assert any(finding.sequence == sequence and message in finding.message for finding in findings), findings
    # The one after it shares the digest; no other edition is accused.
    assert {finding.sequence for finding in findings} <= {sequence, sequence + 1, None}


def test_a_removed_edition_is_missed():
    tamper(
        "DELETE FROM record_entryplace WHERE sequence = 6",
        "DELETE FROM record_row WHERE sequence = 6",
        "DELETE FROM record_entry WHERE sequence = 6",
        "DELETE FROM record_edition WHERE sequence = 6",
    )
    messages = [str(finding) for finding in verify()]
    assert any("sequence 7" in message and "1 missing before it" in message for message in messages)
    assert any("does not follow" in message for message in messages)


def test_a_cut_off_end_is_noticed():
    tamper("DELETE FROM record_edition WHERE sequence = 10")
    assert any("the head says 10, the log ends at 9" in finding.message for finding in verify())


def test_a_missing_head_is_noticed():
    tamper("DELETE FROM record_head")
    assert [finding.message for finding in verify()] == ["the head is missing"]


def test_a_text_that_is_no_document_is_named():
    tamper("UPDATE record_edition SET body = '{}' WHERE sequence = 5")
    assert "its text is no document" in {finding.message for finding in verify()}


INDEX_CHANGES = [
    ("UPDATE record_entry SET terms = terms || 'actor:ACT-000009'::text WHERE sequence = 1", "terms"),
    ("UPDATE record_entry SET text = 'other words' WHERE sequence = 1", "text"),
    ("UPDATE record_entry SET killed_best = NULL WHERE sequence = 1", "killed_best"),
    ("UPDATE record_entry SET occurred = '[2020-01-01,2020-01-02)' WHERE sequence = 1", "occurred"),
    ("UPDATE record_entry SET until = 8 WHERE sequence = 1", "until"),
    ("UPDATE record_entry SET public_id = 'INC-000077' WHERE sequence = 1", "public_id"),
    ("UPDATE record_entryplace SET lat = 36 WHERE sequence = 1 AND position = 0", "places"),
    ("UPDATE record_entryplace SET position = 7 WHERE sequence = 1 AND position = 0", "places"),
    ("DELETE FROM record_entryplace WHERE sequence = 1", "places"),
    ("DELETE FROM record_row WHERE sequence = 1", "title"),
    ("UPDATE record_row SET killed_best = 7 WHERE sequence = 1", "killed_best"),
    ("UPDATE record_row SET issued_at = now() WHERE sequence = 1", "issued_at"),
    (
        """
        DELETE FROM record_entryplace WHERE sequence = 1;
        DELETE FROM record_row WHERE sequence = 1;
        DELETE FROM record_entry WHERE sequence = 1
        """,
        "not listed",
    ),
]


@pytest.mark.parametrize("statement, part", INDEX_CHANGES)
def test_an_index_that_disagrees_is_named_and_mended(statement: str, part: str):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)
    (finding,) = verify()
    assert (finding.sequence, part in finding.message) == (1, True)
    assert list(verify(index=False)) == []
    assert sum(step.replaced for step in reindex()) == 1
    assert list(verify()) == []


def test_a_listed_tombstone_is_named_and_removed():
    tamper(
        "INSERT INTO record_entry (sequence, until, subject, public_id, name, killed_rank, terms, text) "
        f"VALUES (8, {2**63 - 1}, 'incident', 'INC-000002', '', -1, '{{}}', '')"
    )
    (finding,) = verify()
    assert "listed although it must not be" in finding.message
    list(reindex())
    assert list(verify()) == []


def test_an_empty_index_is_rebuilt_whole():
    before = list(Entry.objects.order_by("pk").values())
    places = list(
        EntryPlace.objects.order_by("entry", "position").values_list("entry", "location", "lat", "west")
    )
    EntryPlace.objects.all().delete()
    Entry.objects.all().delete()
    assert [(step.sequence, step.read) for step in reindex(chunk=4)] == [(4, 4), (8, 4), (10, 2)]
    assert list(Entry.objects.order_by("pk").values()) == before
    assert (
        list(EntryPlace.objects.order_by("entry", "position").values_list("entry", "location", "lat", "west"))
        == places
    )


def test_reindexing_what_is_right_replaces_nothing_unless_told():
    assert sum(step.replaced for step in reindex()) == 0
    assert sum(step.replaced for step in reindex(everything=True)) == Edition.objects.count()
    assert list(verify()) == []


def test_the_commands_say_what_they_saw():
    out, errors = StringIO(), StringIO()
    call_command("verify_record", stdout=out)
    assert "10 editions read" in out.getvalue()
    assert "The record is whole. Head: sequence 10" in out.getvalue()
    tamper("UPDATE record_edition SET body = replace(body, 'Clash', 'Clasp') WHERE sequence = 2")
    with pytest.raises(CommandError, match="not as it was issued"):
        call_command("verify_record", stdout=out, stderr=errors)
    assert "sequence 2 (INC-000002): its text or note was changed" in errors.getvalue()
    Entry.objects.filter(pk=1).update(name="x")
    call_command("reindex_record", stdout=out)
    assert "10 editions read" in out.getvalue()
