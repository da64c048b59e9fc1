"""227936: coalition strikes at Jabal Thurdah, 17 September 2016, hit government soldiers who were not meant."""

from __future__ import annotations

import pytest

from tests import factories as f

from .coding import Coding, actor, claim_in, day, killed, parts_of, source

pytestmark = pytest.mark.django_db


class JabalThurdah(Coding):
    def __init__(self) -> None:
        super().__init__(
            "Air strikes at Jabal Thurdah",
            event_type="explosion",
            sub_event_type="air_strike",
            civilian_harm="none",
            occurred_earliest=day("2016-09-17"),
        )
        self.ucdp("227936")
        self.army = actor("Syrian government forces", "state_forces")
        self.meant = actor("Islamic State")
        self.coalition = actor("Coalition against the Islamic State", "external_forces")
        soldiers = {"status": "combatant", "belongs_to_actor": self.army}
        monitor = source("A monitor", "monitor")
        first = {"claimant_source": monitor, "made_on": day("2016-09-17")}
        later = {"claimant_source": monitor, "made_on": day("2016-09-18")}
        self.early = self.counts(90, 90, **soldiers, **first)
        self.late = self.counts(164, 164, supersedes=self.early, **soldiers, **later)
        self.both = self.counts(None, 200, outcome="killed_or_wounded", quantifier="some", **soldiers)
        hit = {"target": "military", "claimant_actor": self.coalition}
        self.was_hit = self.claims(f.TargetClaimFactory, intended="hit", actor=self.army, **hit)
        self.was_meant = self.claims(f.TargetClaimFactory, intended="meant", actor=self.meant, **hit)
        self.took_part(self.coalition, "attacker", "assessed", "a", [self.was_hit])
        self.took_part(self.army, "target", "assessed", "other", [self.was_hit])
        self.took_part(self.meant, "mentioned", side="b", claims=[self.was_meant])
        self.figure(90, 164, 164, [self.early, self.late], **soldiers)


def test_the_dead_belong_to_a_party_that_was_not_the_target_meant():
    case = JabalThurdah()
    document = case.document()
    whose = document.casualties[0].belongs_to
    assert whose is not None
    assert whose.actor is not None
    assert whose.actor.name == "Syrian government forces"
    targets = {
        claim_in(document, c).intended: claim_in(document, c).actor.name
        for c in (case.was_hit, case.was_meant)
    }
    assert targets == {"hit": "Syrian government forces", "meant": "Islamic State"}
    assert parts_of(document, case.army) == [("target", "assessed")]


def test_the_same_claimant_raises_its_figure_and_both_stay_readable():
    case = JabalThurdah()
    document = case.document()
    late = claim_in(document, case.late)
    assert (late.supersedes, late.minimum, late.made_on) == (case.early.public_id, 164, "2016-09-18")
    assert claim_in(document, case.early).minimum == 90
    assert killed(document) == (90, 164, 164)


def test_a_claimant_that_raises_its_figure_is_still_one_origin():
    document = JabalThurdah().document()
    origins = next(part.origins for part in document.independence if part.about == "casualties")
    monitor = next(
        origin for origin in origins if origin.claimant.source and origin.claimant.source.name == "A monitor"
    )
    assert len(monitor.claims) == 2
