"""Grades need the independent origins that the codebook speaks of."""

from __future__ import annotations

import pytest

from incidents.codebook import GradeAbout, GradeValue
from incidents.editorial.grades import lack_of_origins
from incidents.record import document as d


def origins(count: int, non_party: int) -> list[d.Independence]:
    return [d.Independence(about="occurrence", count=count, non_party=non_party, origins=[])]


@pytest.mark.parametrize(
    "grade, count, non_party, lack",
    [
        ("single_source", 0, 0, ""),
        ("contested", 1, 0, ""),
        ("corroborated", 1, 1, "needs 2 independent origins; the claims have 1"),
        ("corroborated", 2, 0, ""),
        ("confirmed", 1, 1, "needs 2 independent origins"),
        ("confirmed", 2, 0, "no party to the conflict; all 2 are parties"),
        ("confirmed", 2, 1, ""),
    ],
)
def test_grade_lacks_origins(grade, count, non_party, lack):
    said = lack_of_origins(origins(count, non_party), GradeAbout.OCCURRENCE, GradeValue(grade))
    assert lack in said
    assert bool(lack) == bool(said)


def test_another_question_has_its_own_origins():
    said = lack_of_origins(origins(5, 5), GradeAbout.CASUALTIES, GradeValue.CORROBORATED)
    assert "the claims have 0" in said
