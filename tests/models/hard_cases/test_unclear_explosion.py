"""317550 and 216383: explosions of which it is open whether they were attacks. The dead are not in doubt."""

from __future__ import annotations

import pytest

from tests import factories as f

from .coding import Coding, actor, claim_in, day, independent, killed

pytestmark = pytest.mark.django_db


class RaqqaDepot(Coding):
    """12 July 2016: first seven members of the group are counted, a day later more than 13, civilians among them."""

    def __init__(self) -> None:
        super().__init__(
            "Explosion of a depot in Raqqa",
            event_type="explosion",
            sub_event_type="explosion_of_unclear_origin",
            occurred_earliest=day("2016-07-12"),
        )
        self.ucdp("317550")
        group = actor("Islamic State")
        self.first = self.counts(7, 7, status="combatant", belongs_to_actor=group, made_on=day("2016-07-12"))
        self.second = self.counts(
            14, status="unknown", quantifier="more than 13", made_on=day("2016-07-13"), supersedes=self.first
        )
        self.doubt = self.claims(
            f.ResponsibilityClaimFactory,
            stance="questions",
            jointly="unclear",
            detail="Attack or accident is open.",
        )
        self.depot = self.claims(f.TargetClaimFactory, target="depot", intended="hit", actor=group)
        self.took_part(group, "target", claims=[self.depot])
        self.figure(14, None, None, [self.second])


def test_a_later_account_supersedes_the_first_without_erasing_it():
    case = RaqqaDepot()
    document = case.document()
    assert claim_in(document, case.second).supersedes == case.first.public_id
    assert claim_in(document, case.first).minimum == 7


def test_civilians_and_fighters_that_nobody_divides_stay_undivided():
    document = RaqqaDepot().document()
    assert killed(document) == (14, None, None)
    assert killed(document, "civilian") == (None, None, None)
    assert killed(document, "combatant") == (None, None, None)


def test_nobody_is_made_the_attacker():
    case = RaqqaDepot()
    document = case.document()
    assert document.sub_event_type == "explosion_of_unclear_origin"
    assert [part.role for part in document.participants] == ["target"]
    assert claim_in(document, case.doubt).stance == "questions"
    assert independent(document, "responsibility") == 0


class IdlibArsenal(Coding):
    """7 February 2016: at least 12 of one group die; UCDP has 0 as best and 12 as high, since no attack is shown."""

    def __init__(self) -> None:
        super().__init__(
            "Explosion in an arsenal in Idlib",
            event_type="explosion",
            sub_event_type="explosion_of_unclear_origin",
            occurred_earliest=day("2016-02-07"),
        )
        row = f.DatasetRowFactory(
            dataset__key="ucdp-ged",
            key="216383",
            verbatim={"low": 0, "best": 0, "high": 12},
            incident=self.incident,
        )
        self.row = row
        self.ucdp("216383")
        self.group = actor("A rebel group")
        self.dead = self.counts(12, quantifier="at least", status="combatant", belongs_to_actor=self.group)
        self.figure(12, 12, None, [self.dead], status="combatant", belongs_to_actor=self.group)
        self.grade("casualties", "single_source", "Nobody doubts that they died there.")
        self.grade("responsibility", "not_assessed", "Whether it was an attack at all is open.")


def test_doubt_about_the_act_is_no_doubt_about_the_dead():
    document = IdlibArsenal().document()
    grades = {grade.about: grade.grade for grade in document.grades}
    assert (grades["casualties"], grades["responsibility"]) == ("single_source", "not_assessed")
    assert killed(document) == (12, 12, None)
    assert document.participants == []


def test_what_a_dataset_gives_is_kept_word_for_word_beside_our_figure():
    case = IdlibArsenal()
    case.row.refresh_from_db()
    assert case.row.verbatim == {"low": 0, "best": 0, "high": 12}
    assert [(code.scheme, code.value) for code in case.document().external_ids] == [("ucdp-ged", "216383")]
