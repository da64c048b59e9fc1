"""224543: an air strike at Nawajah, 23 July 2016, claimed by local sources and denied by the coalition."""

from __future__ import annotations

from typing import Any

import pytest

from tests import factories as f

from .coding import Coding, actor, claim_in, day, independent, killed, parts_of, source

pytestmark = pytest.mark.django_db


class Nawajah(Coding):
    def __init__(self) -> None:
        super().__init__(
            "Air strike at Nawajah",
            event_type="explosion",
            sub_event_type="air_strike",
            civilian_harm="incidental",
            occurred_earliest=day("2016-07-23"),
        )
        self.ucdp("224543")
        self.coalition = actor("Coalition against the Islamic State", "external_forces")
        local: dict[str, Any] = {"claimant_described": "local sources", "basis": "witnessed"}
        self.toll = self.counts(
            16, outcome="killed_or_wounded", quantifier="more than 15", status="unknown", **local
        )
        self.blame = self.blames(self.coalition, **local)
        self.denial = self.blames(
            self.coalition, claimant_actor=self.coalition, stance="denies", about=self.blame
        )
        self.one_dead = self.counts(
            1, 1, status="civilian", claimant_source=source("Uppsala Conflict Data Program", "dataset")
        )
        self.took_part(self.coalition, "attacker", claims=[self.blame])
        for side, name in (("a", "Islamic State"), ("b", "Syrian Democratic Forces")):
            self.took_part(actor(name), "mentioned", side=side)
        self.figure(1, None, None, [self.one_dead], status="civilian")
        self.figure(16, None, None, [self.toll], outcome="killed_or_wounded")
        self.grade(
            "responsibility", "contested", "Local sources name the coalition; the coalition denies it."
        )


def test_the_denial_stands_beside_the_claim():
    case = Nawajah()
    document = case.document()
    denial = claim_in(document, case.denial)
    assert (denial.stance, denial.about) == ("denies", case.blame.public_id)
    assert denial.claimant.actor.name == "Coalition against the Islamic State"
    assert claim_in(document, case.blame).stance == "asserts"
    assert [(grade.about, grade.grade) for grade in document.grades][1] == ("responsibility", "contested")


def test_a_denial_corroborates_nothing():
    assert independent(Nawajah().document(), "responsibility") == 1


def test_the_position_of_the_accused_is_reported():
    document = Nawajah().document()
    spoke = {part.actor.name: part.position_reported for part in document.participants if part.actor}
    assert spoke["Coalition against the Islamic State"]
    assert not spoke["Islamic State"]


def test_killed_or_wounded_is_never_added_to_the_killed():
    case = Nawajah()
    document = case.document()
    toll = claim_in(document, case.toll)
    assert (toll.outcome, toll.quantifier) == ("killed_or_wounded", "more than 15")
    assert (toll.minimum, toll.maximum) == (16, None)
    assert killed(document) == (1, None, None)


def test_the_claimant_is_described_and_has_no_page():
    case = Nawajah()
    claimant = claim_in(case.document(), case.toll).claimant
    assert (claimant.description, claimant.source, claimant.actor) == ("local sources", None, None)


def test_the_alleged_attacker_is_on_neither_side():
    case = Nawajah()
    document = case.document()
    assert parts_of(document, case.coalition) == [("attacker", "alleged")]
    sides = {part.actor.name: part.side for part in document.participants if part.actor}
    assert sides == {
        "Coalition against the Islamic State": "other",
        "Islamic State": "a",
        "Syrian Democratic Forces": "b",
    }


def test_described_claimants_of_different_reports_are_not_one_origin():
    """Local sources in two outlets may be two or one: each counts with the outlet that quotes it."""
    case = Nawajah()
    other = f.CitationFactory(incident=case.incident).report
    f.CasualtyClaimFactory(
        incident=case.incident, report=other, claimant_source=None, claimant_described="local sources"
    )
    assert independent(case.document(), "casualties") == 3
