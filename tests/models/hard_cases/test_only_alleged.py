"""254257: Raqqa, 10 to 12 September 2017, 0 to 339 dead, only alleged. 216176: killed by unidentified gunmen."""

from __future__ import annotations

import pytest

from .coding import Coding, actor, claim_in, day, killed, parts_of

pytestmark = pytest.mark.django_db


class Raqqa(Coding):
    def __init__(self) -> None:
        super().__init__(
            "Deaths in Raqqa, September 2017",
            event_type="unclear",
            sub_event_type="other",
            occurred_earliest=day("2017-09-10"),
            occurred_latest=day("2017-09-12"),
        )
        self.ucdp("254257")
        self.coalition = actor("Coalition against the Islamic State", "external_forces")
        self.group = actor("Islamic State")
        self.blame = self.blames(self.coalition, claimant_actor=self.group)
        self.toll = self.counts(0, 339, best=0, status="civilian", claimant_actor=self.group)
        self.took_part(self.coalition, "attacker", claims=[self.blame])
        self.figure(0, 0, 339, [self.toll], status="civilian")
        self.grade("occurrence", "single_source", "Alleged by a party alone.")


def test_a_best_figure_of_none_is_not_an_unknown_one():
    case = Raqqa()
    document = case.document()
    assert killed(document) == (0, 0, 339)
    assert (claim_in(document, case.toll).minimum, claim_in(document, case.toll).best) == (0, 0)


def test_it_reads_as_proven_for_neither_side():
    case = Raqqa()
    document = case.document()
    assert parts_of(document, case.coalition) == [("attacker", "alleged")]
    assert {part.standing for part in document.participants} == {"alleged"}
    origins = next(part for part in document.independence if part.about == "responsibility").origins
    assert [origin.claimant.actor.name for origin in origins if origin.claimant.actor] == ["Islamic State"]


def test_three_days_at_an_exact_place_keep_both():
    document = Raqqa().document()
    assert (document.occurred.earliest, document.occurred.latest) == ("2017-09-10", "2017-09-12")
    assert (document.occurred.precision, document.locations[0].type) == ("day", "locality")


def test_an_attacker_who_is_only_described_is_no_actor():
    case = Coding(
        "Killing of fighters by gunmen", event_type="violence_against_civilians", sub_event_type="attack"
    )
    case.ucdp("216176")
    victims = actor("Government forces", "state_forces")
    act = case.blames(detail="Unidentified gunmen.", jointly="unclear")
    case.took_part("unidentified gunmen", "attacker", claims=[act])
    case.took_part(victims, "target", claims=[act])
    attacker = next(part for part in case.document().participants if part.role == "attacker")
    assert (attacker.actor, attacker.description, attacker.affiliations) == (None, "unidentified gunmen", [])
    assert not attacker.position_reported
