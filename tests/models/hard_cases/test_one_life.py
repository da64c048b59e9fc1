"""218694: the body of a woman abducted earlier is found at Ein Terma, 16 January 2016. One life, several days."""

from __future__ import annotations

import pytest

from tests import factories as f

from .coding import Coding, claim_in, day

pytestmark = pytest.mark.django_db

NAME = "A Woman Whose Name Is Known"
CONSENT = {"basis": "consent", "basis_note": "Consent of the family, 2016."}


class EinTerma:
    """Abducted on a day between November and January; killed between then and the day on which she was found."""

    def __init__(self, **person: object) -> None:
        self.abduction = Coding(
            "Abduction at Ein Terma",
            event_type="violence_against_civilians",
            sub_event_type="abduction",
            occurred_earliest=day("2015-11-01"),
            occurred_latest=day("2016-01-15"),
            occurred_precision="period",
        )
        self.finding = Coding(
            "Body found at Ein Terma",
            event_type="violence_against_civilians",
            sub_event_type="body_found",
            occurred_earliest=day("2016-01-16"),
        )
        self.finding.ucdp("218694")
        self.finding.incident.places.update(role="scene")
        self.person = f.PersonFactory(name=NAME, sex="female", age_band="adult", **person)
        self.taken = self.abduction.counts(1, 1, outcome="abducted", status="civilian", sex="female")
        self.found = self.finding.counts(1, 1, outcome="found_dead", status="civilian", sex="female")
        self.finding.figure(1, 1, 1, [self.found], status="civilian")
        self._happened("abducted", self.abduction, self.taken, "2015-11-01", "2016-01-15", "period")
        self._happened("killed", self.finding, None, "2015-11-01", "2016-01-16", "period")
        self._happened("found_dead", self.finding, self.found, "2016-01-16", "2016-01-16", "day")
        f.IncidentLinkFactory(
            incident=self.finding.incident,
            kind="follows",
            other=self.abduction.incident,
            basis="The same woman.",
        )

    def _happened(self, outcome, case, claim, earliest, latest, precision):
        f.InvolvementFactory(
            person=self.person,
            incident=case.incident,
            outcome=outcome,
            claim=claim,
            earliest=day(earliest),
            latest=day(latest),
            precision=precision,
        )


def test_one_life_runs_through_two_incidents():
    case = EinTerma()
    stages = [
        (stage.incident.title, stage.outcome) for stage in case.person.involvements.select_related("incident")
    ]
    assert sorted(stages) == [
        ("Abduction at Ein Terma", "abducted"),
        ("Body found at Ein Terma", "found_dead"),
        ("Body found at Ein Terma", "killed"),
    ]


def test_the_day_of_finding_is_not_the_day_of_death():
    person = _agreed_and_confirmed().finding.document().persons[0]
    days = {
        stage.outcome: (stage.occurred.earliest, stage.occurred.latest)
        for stage in person.happenings
        if stage.occurred
    }
    assert days == {"killed": ("2015-11-01", "2016-01-16"), "found_dead": ("2016-01-16", "2016-01-16")}


def test_she_is_one_death_in_the_incident_where_she_was_found_and_none_where_she_was_taken():
    case = EinTerma()
    assert [figure.best for figure in case.finding.document().casualties] == [1]
    assert case.abduction.document().casualties == []
    assert claim_in(case.finding.document(), case.found).outcome == "found_dead"


def test_she_is_not_named_without_a_ground():
    case = EinTerma()
    for part in (case.abduction, case.finding):
        document = part.document()
        assert document.persons == []
        assert NAME not in str(document)


def test_consent_is_not_enough_for_somebody_abducted_until_a_second_person_confirms():
    case = EinTerma(**CONSENT)
    assert case.abduction.document().persons == []
    assert case.finding.document().persons == []


def test_with_a_confirmed_ground_she_is_the_same_person_in_both():
    case = _agreed_and_confirmed()
    ids = {part.document().persons[0].id for part in (case.abduction, case.finding)}
    assert ids == {case.person.public_id}


def test_a_missile_strike_elsewhere_in_the_same_report_is_an_incident_of_its_own():
    case = EinTerma()
    strike = Coding(
        "Missile strike on the same day",
        report=case.finding.report,
        event_type="explosion",
        sub_event_type="shelling",
        occurred_earliest=day("2016-01-16"),
    )
    assert strike.document().reports[0].id == case.finding.document().reports[0].id


def _agreed_and_confirmed() -> EinTerma:
    return EinTerma(basis_set_by=f.UserFactory(), basis_confirmed_by=f.UserFactory(), **CONSENT)
