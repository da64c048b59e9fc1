"""Two documents compared: every change is told, once, by what it concerns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from incidents.codebook import vocabulary
from incidents.record import document as d
from incidents.record.comparison import DocumentChange, compare
from tests.pages import qamishli as q
from tests.record.documents import NDF, RUDAW

from .test_schema import EXAMPLES


def only(before: d.Document, after: d.Document) -> DocumentChange:
    (change,) = compare(before, after)
    return change


def replaced(rows: list[Any], position: int, **values: Any) -> list[Any]:
    return [*rows[:position], msgspec.structs.replace(rows[position], **values), *rows[position + 1 :]]


def test_changes_name_what_was_added_changed_and_removed():
    before = q.april()
    after = q.april(summary={"en": "Another."}, grades=before.grades[:2], tags=["checkpoint", "night"])
    changes = {change.label: change for change in compare(before, after)}
    assert set(changes) == {"Summary, en", "Grades", "Tags"}
    assert changes["Summary, en"].after == "Another."
    assert changes["Grades"].before.startswith("Casualties; grade: Single source")
    assert changes["Grades"].after == ""
    assert (changes["Tags"].before, changes["Tags"].after) == ("", "night")


def test_codes_days_and_numbers_are_in_words():
    before = q.april()
    after = q.april(
        civilian_harm="incidental",
        occurred=q.day("2021-04-20", "2021-04-21", time_of_day="evening", words="Tuesday night, late"),
        casualties=replaced(before.casualties, 0, low=1, best=2, high=None),
        grades=replaced(before.grades, 0, assessed_on="2021-05-01"),
    )
    assert compare(before, after) == [
        DocumentChange("Harm to civilians", "None reported", "Incidental"),
        DocumentChange(
            "When",
            "20–21 April 2021, from the evening; in words: Tuesday night",
            "20–21 April 2021, from the evening; in words: Tuesday night, late",
        ),
        DocumentChange("Figures (Killed, combatant, Asayish), number", "1", "2 (at least 1)"),
        DocumentChange("Grades (Occurrence), assessed on", "22 April 2021", "1 May 2021"),
    ]


def test_a_detail_of_a_row_is_told_by_what_the_row_is_called():
    before = q.april()
    report = msgspec.structs.replace(before.reports[0], url="https://example.org/moved")
    change = only(before, q.april(reports=[report]))
    assert change.label.startswith("Reports (")
    assert change.label.endswith("), address")
    assert change.after == "https://example.org/moved"


def test_a_claim_that_turns_into_a_denial_is_told():
    before = q.april()
    change = only(before, q.april(claims=replaced(before.claims, 2, stance="denies")))
    assert (
        change.label
        == "Claims (National Defence Forces began it — according to Asayish press office, Asayish), stance"
    )
    assert (change.before, change.after) == ("Asserts", "Denies")


def test_a_row_that_stands_elsewhere_is_a_change_and_names_the_new_order():
    before = q.april()
    change = only(before, q.april(locations=before.locations[::-1]))
    assert change == DocumentChange(
        "Places, order", "Qamishli; Al-Wahda roundabout", "Al-Wahda roundabout; Qamishli"
    )


def test_rows_of_one_name_that_change_places_are_told_apart_by_their_ids():
    claim = q.april().claims[0]
    twin = msgspec.structs.replace(claim, id="C99")
    change = only(q.april(claims=[claim, twin]), q.april(claims=[twin, claim]))
    assert change.label == "Claims, order"
    assert change.after.index("C99") < change.after.index("C1;")


def test_somebody_else_of_the_same_name_is_told_apart_by_the_id():
    before = q.april()
    namesake = d.Ref(id="SRC-000099", name=RUDAW.name)
    change = only(before, q.april(reports=replaced(before.reports, 0, source=namesake)))
    assert "SRC-000001" in change.before
    assert "SRC-000099" in change.after


def test_a_new_name_is_no_new_actor():
    before = q.april()
    renamed = d.Ref(id=NDF.id, name="National Defence")
    change = only(before, q.april(participants=replaced(before.participants, 1, actor=renamed)))
    assert change == DocumentChange(
        "Participants (National Defence), actor", "National Defence Forces", "National Defence"
    )


def test_a_new_edition_of_the_same_changes_nothing():
    again = msgspec.structs.replace(q.april(), edition=d.EditionRef(number=2, kind="refreshed"))
    assert compare(q.april(), again) == []


DOCUMENTS = [q.april(), q.february(), *q.neighbours(), *EXAMPLES.values()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: str(document.id))
def test_all_of_a_first_edition_is_new(document: d.Document):
    if not isinstance(document, d.Tombstone):
        changes = compare(None, document)
        assert changes
        assert not any(change.before for change in changes)


def variants(value: Any, notation: d.Notation | None = None) -> Iterator[Any]:
    """The value with one thing in it changed, in each way there is."""
    match value:
        case msgspec.Struct():
            for key in value.__struct_fields__:
                if key not in ("format", "edition", "id"):
                    for other in variants(getattr(value, key), d.notation_of(type(value), key)):
                        yield msgspec.structs.replace(value, **{key: other})
        case list() if value:
            yield value[:-1]
            for position, part in enumerate(value):
                for other in variants(part, notation):
                    yield [*value[:position], other, *value[position + 1 :]]
        case dict() if value:
            yield {}
            yield {**value, "fr": "autre"}
        case bool():
            yield not value
        case int():
            yield value + 1
        case str() if notation and notation.vocabulary:
            yield from (code for code in vocabulary(notation.vocabulary).codes.values if code != value)
        case str() if notation and notation.written is d.Written.DAY:
            yield "2022-01-01"
        case str():
            yield value + "x"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: str(document.id))
def test_no_change_goes_untold(document: d.Document):
    if isinstance(document, d.Tombstone):
        return
    for other in variants(document):
        if other.url == document.url:
            changes = compare(document, other)
            assert changes
            assert all(change.before != change.after for change in changes)
