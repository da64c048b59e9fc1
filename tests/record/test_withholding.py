"""The record can forget: what is withheld is nowhere any more, and the chain still verifies."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from incidents.record import reading
from incidents.record.log import writing
from incidents.record.log.verification import verify
from incidents.record.models import Edition, Entry, EntryPlace

from . import documents as make

pytestmark = pytest.mark.django_db

NAME = "Zarathustra"


def everywhere(text: str) -> list[str]:
    """Tables of which a row holds the text, in any column."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [row[0] for row in cursor.fetchall()]
        hits = []
        for table in tables:
            cursor.execute(f'SELECT 1 FROM "{table}" AS t WHERE t::text ILIKE %s LIMIT 1', [f"%{text}%"])
            hits += [table] if cursor.fetchone() else []
    return hits


@pytest.fixture
def incident():
    document = make.incident(title=f"{NAME} shot", tags=[NAME], locations=[make.place(words=f"near {NAME}")])
    make.publish(document, make.incident("INC-000002"))
    make.correct(document, note=f"{NAME} was hit, not killed", tags=[NAME, "x"])
    return document


def withhold(*drafts: writing.Draft, sequences: list[int] | None = None) -> list[Edition]:
    with transaction.atomic():
        return writing.withhold(drafts, sequences=sequences)


def test_a_withheld_name_is_nowhere(incident):
    assert set(everywhere(NAME)) == {"record_edition", "record_entry", "record_row"}
    withhold(make.tombstone(incident.id, "withheld", note="Removed for safety."))
    assert everywhere(NAME) == []
    editions = Edition.objects.filter(public_id=incident.id).order_by("number")
    assert list(editions.values_list("kind", "body", "note", "salt"))[:2] == [
        ("published", None, None, None),
        ("corrected", None, None, None),
    ]
    assert list(verify()) == []


def test_no_past_state_finds_what_was_withheld(incident):
    before = reading.head()
    assert Entry.objects.at(before.sequence).filter(public_id=incident.id).exists()
    withhold(make.tombstone(incident.id, "withheld"))
    assert not Entry.objects.filter(public_id=incident.id).exists()
    assert not EntryPlace.objects.exists()
    assert reading.page(reading.parse({"q": NAME, "as_of": f"sequence:{before.sequence}"})).bodies == []
    edition = reading.in_force(incident.id, before)
    assert edition is not None
    assert edition.body is None
    assert not any(change.readable for change in reading.editions(incident.id, before))


def test_a_protective_correction_withholds_the_editions_before_it(incident):
    safe = make.incident(title="A person shot")
    draft = make.draft(make.changed(safe, 3), note="Information removed for safety.", purpose="protective")
    withhold(draft)
    assert everywhere(NAME) == []
    assert reading.page(reading.parse({"q": "person"})).bodies == [draft.body.encode()]
    assert list(verify()) == []


def test_only_the_named_editions_are_emptied(incident):
    draft = make.draft(make.changed(make.incident(), 3), purpose="protective")
    withhold(draft, sequences=[3])
    readable = list(Edition.objects.filter(body__isnull=False).values_list("sequence", flat=True))
    assert sorted(readable) == [1, 2, 4]
    assert list(verify()) == []


@pytest.mark.parametrize("sequences", [[2], [99], [4]])
def test_editions_of_another_id_cannot_be_emptied(incident, sequences: list[int]):
    with pytest.raises(writing.LogError, match="not an earlier, readable edition"):
        withhold(make.tombstone(incident.id, "withheld"), sequences=sequences)
    assert not Edition.objects.filter(body=None).exists()


@pytest.mark.parametrize("kind", ["retracted", "merged"])
def test_only_withholding_withholds(incident, kind: str):
    with pytest.raises(writing.LogError, match="only a tombstone or a protective"):
        withhold(make.tombstone(incident.id, kind, into="INC-000002" if kind == "merged" else None))


def test_a_factual_correction_withholds_nothing(incident):
    with pytest.raises(writing.LogError, match="only a tombstone or a protective"):
        withhold(make.draft(make.changed(incident, 3), purpose="factual"))


def test_withholding_nothing_is_nothing():
    assert withhold() == []
