"""An incident laid out: numbers, subsets, the course of events, the silent."""

from __future__ import annotations

from incidents.pages.claim_rows import letter
from incidents.pages.incident_parts import IncidentParts
from tests.pages import qamishli as q
from tests.record.documents import NDF


def test_numbers_run_through_all_groups():
    parts = IncidentParts(q.april())
    numbers = [row.number for group in parts.groups for row in group.rows]
    assert numbers == list(range(1, len(q.april().claims) + 1))


def test_a_subset_follows_its_whole_and_is_indented():
    (group,) = IncidentParts(q.february()).groups
    assert [(row.claim.id, row.depth) for row in group.rows] == [("C1", 0), ("C2", 0), ("C3", 0), ("C4", 1)]
    assert group.rows[3].references == {"within": 3}


def test_claims_that_are_within_each_other_are_all_shown():
    circle = [
        q.casualties("C1", q.VOICE, within="C2"),
        q.casualties("C2", q.VOICE, within="C1"),
        q.casualties("C3", q.VOICE, within="C3"),
        q.casualties("C4", q.VOICE, within="C9"),
    ]
    (group,) = IncidentParts(q.february(claims=circle)).groups
    assert sorted(row.claim.id for row in group.rows) == ["C1", "C2", "C3", "C4"]


def test_the_course_is_in_the_order_in_which_it_is_said_to_have_happened():
    assert [row.claim.id for row in IncidentParts(q.april()).timeline] == ["C8", "C3", "C4", "C5"]


def test_a_party_without_a_reported_position_is_silent():
    assert [
        participant.actor.name for participant in IncidentParts(q.april()).silent if participant.actor
    ] == [NDF.name]


def test_every_question_is_answered_even_where_nobody_judged():
    values = [question.value for question in IncidentParts(q.april()).questions]
    assert values == ["corroborated", "single_source", "single_source", "not_assessed"]


def test_no_assessed_figure_is_not_a_zero():
    assert IncidentParts(q.february()).killed is None


def test_reports_are_lettered_beyond_the_alphabet():
    assert [letter(n) for n in (0, 25, 26, 27, 52)] == ["A", "Z", "AA", "AB", "BA"]
