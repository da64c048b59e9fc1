"""216561: suicide attacks in Homs, 21 February 2016; a report that totals two places; attackers among the dead."""

from __future__ import annotations

from typing import Any

import pytest

from tests import factories as f

from .coding import Coding, actor, claim_in, day, killed

pytestmark = pytest.mark.django_db

DAY = day("2016-02-21")
ATTACK: dict[str, Any] = {
    "event_type": "explosion",
    "sub_event_type": "suicide_bombing",
    "civilian_harm": "targeted",
}


class Homs(Coding):
    """46 died there, two of them attackers. A second report gives only the total of Homs and another place."""

    def __init__(self) -> None:
        super().__init__("Suicide attacks in Homs", occurred_earliest=DAY, **ATTACK)
        self.ucdp("216561")
        self.group = actor("Islamic State")
        self.dead = self.counts(46, 46)
        self.attackers = self.counts(
            2, 2, status="combatant", belongs_to_actor=self.group, within=self.dead, occupation="attacker"
        )
        self.took_part(self.group, "attacker", "assessed", "a", [self.attackers])
        self.figure(44, 44, 44, [self.dead])
        self.figure(2, 2, 2, [self.attackers], status="combatant", belongs_to_actor=self.group)


def test_dead_attackers_are_counted_on_their_own_side():
    case = Homs()
    document = case.document()
    counted = {(cell.status, cell.belongs_to is not None): cell.best for cell in document.casualties}
    assert counted == {("unknown", False): 44, ("combatant", True): 2}
    assert killed(document) == (46, 46, 46)


def test_a_subset_says_of_what_and_is_never_added():
    case = Homs()
    assert claim_in(case.document(), case.attackers).within == case.dead.public_id


def test_one_report_serves_two_incidents_and_the_total_is_kept_apart():
    homs = Homs()
    report = f.ReportFactory(title="Bombings in two cities")
    f.CitationFactory(incident=homs.incident, report=report)
    elsewhere = Coding("Suicide attack near Damascus", report=report, occurred_earliest=DAY, **ATTACK)
    both = Coding(
        "Suicide attacks in two places",
        report=report,
        extent="aggregate",
        occurred_earliest=DAY,
        **ATTACK,
    )
    f.IncidentLocationFactory(incident=both.incident, location=homs.place)
    near_200 = both.counts(None, 200, quantifier="near")
    both.figure(None, None, 200, [near_200])
    for part in (homs, elsewhere):
        f.IncidentLinkFactory(incident=part.incident, kind="part_of", other=both.incident)
    for case in (homs, elsewhere, both):
        assert report.title in [public.title for public in case.document().reports]
    assert killed(homs.document()) == (46, 46, 46)
    assert (both.document().extent, killed(both.document())) == ("aggregate", (None, None, 200))
