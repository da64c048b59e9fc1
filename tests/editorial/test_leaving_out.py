"""What never reaches a document: confidential sources, withheld claims, restricted places, private people."""

from __future__ import annotations

import pytest

from accounts.models import User
from incidents.editorial.preview import preview
from incidents.models import Incident
from incidents.record import document as d
from tests import factories as make

pytestmark = pytest.mark.django_db


def compiled(incident: Incident) -> d.IncidentDocument:
    document = preview(subject=incident).document
    assert isinstance(document, d.IncidentDocument)
    return document


@pytest.fixture
def told_by_a_witness() -> Incident:
    """An incident whose only report is a confidential source's, with a claim and a passage."""
    source = make.ConfidentialSourceFactory(name="Hidden Witness", kind="other")
    report = make.ReportFactory(source=source, title="Call with the witness", byline="H. W.", language="kmr")
    incident = make.complete_incident()
    make.CitationFactory(report=report, incident=incident)
    claim = make.CasualtyClaimFactory(incident=incident, claimant_source=source, report=report, minimum=7)
    make.PassageFactory(claim=claim, text=make.ReportTextFactory(report=report))
    return incident


def test_a_confidential_source_speaks_unnamed(told_by_a_witness: Incident) -> None:
    preview_of = preview(subject=told_by_a_witness)
    document = compiled(told_by_a_witness)
    claim = document.claims[1]
    assert claim.claimant == d.Claimant(withheld=True)
    assert claim.passages == []
    report = next(report for report in document.reports if report.id == claim.report)
    assert (report.source, report.title, report.byline, report.url, report.archive_url, report.language) == (
        None,
    ) * 6
    for given_away in ("Hidden Witness", "Call with", "H. W.", "news.example/1"):
        assert given_away not in preview_of.text or given_away.startswith("news")


def test_it_counts_as_an_origin_without_a_name(told_by_a_witness: Incident) -> None:
    casualties = next(row for row in compiled(told_by_a_witness).independence if row.about == "casualties")
    assert casualties.count == 2
    assert casualties.origins[1].claimant == d.Claimant(withheld=True)
    assert casualties.origins[1].aligned_with == []


def test_a_confidential_organ_of_a_party_is_not_counted(told_by_a_witness: Incident) -> None:
    """Counting it with the party would say whose it is."""
    claim = told_by_a_witness.claims.order_by("pk")[1]
    make.SourceAffiliationFactory(source=claim.claimant_source, kind="official_organ")
    casualties = next(row for row in compiled(told_by_a_witness).independence if row.about == "casualties")
    assert casualties.count == 1
    assert "party" not in str(casualties.origins[0].claimant)


def test_a_withheld_source_leaves_nothing(told_by_a_witness: Incident) -> None:
    claim = told_by_a_witness.claims.order_by("pk")[1]
    assert claim.claimant_source is not None
    claim.claimant_source.withhold_claims = True
    claim.claimant_source.save()
    other = make.CasualtyClaimFactory(
        incident=told_by_a_witness,
        claimant_described="neighbours",
        derived_from=claim,
        basis="derived",
        within=claim,
    )
    make.FigureClaimFactory(figure=told_by_a_witness.figures.get(), claim=claim)
    part = told_by_a_witness.participations.first()
    make.ParticipationClaimFactory(participation=part, claim=claim)
    make.InvolvementFactory(
        incident=told_by_a_witness,
        claim=claim,
        person=make.PersonFactory(name="Mayor", basis="public_figure", basis_note="In office."),
    )
    text = preview(subject=told_by_a_witness).text
    assert claim.public_id not in text
    assert claim.report is not None
    assert claim.report.public_id not in text
    document = compiled(told_by_a_witness)
    kept = next(claim for claim in document.claims if claim.id == other.public_id)
    assert (kept.derived_from, kept.basis) == (None, "derived")
    assert len(document.reports) == 1
    casualties = next(row for row in document.independence if row.about == "casualties")
    assert casualties.count == 1


def test_a_claim_in_a_withheld_report_is_left_out_whoever_made_it(told_by_a_witness: Incident) -> None:
    claim = told_by_a_witness.claims.order_by("pk")[1]
    assert claim.claimant_source is not None
    claim.claimant_source.withhold_claims = True
    claim.claimant_source.save()
    quoted = make.StatementClaimFactory(
        incident=told_by_a_witness, claimant_actor=make.ActorFactory(), report=claim.report
    )
    assert quoted.public_id not in preview(subject=told_by_a_witness).text


def test_a_restricted_site_becomes_the_place_around_it() -> None:
    town = make.LocationFactory(name="Qamishli", radius_km=6)
    site = make.SiteFactory(name="Secret House", parent=town, restricted=True)
    incident = make.complete_incident()
    incident.places.all().delete()
    make.IncidentLocationFactory(incident=incident, location=site, words="the house by the mill", radius_km=1)
    make.IncidentLocationFactory(incident=incident, location=town)
    make.PlaceClaimFactory(incident=incident, place=site, detail="the house by the mill")
    document = compiled(incident)
    [place] = document.locations
    assert (place.location.name, place.radius_km, place.words) == ("Qamishli", 6, None)
    claim = document.claims[-1]
    assert isinstance(claim, d.PlaceClaim)
    assert (claim.place and claim.place.name, claim.words) == ("Qamishli", None)
    assert "mill" not in preview(subject=incident).text


def test_what_lies_in_a_restricted_town_rolls_up_beyond_it() -> None:
    governorate = make.GovernorateFactory(name="Al-Hasakah")
    town = make.LocationFactory(parent=governorate, restricted=True)
    incident = make.complete_incident()
    incident.places.all().delete()
    make.IncidentLocationFactory(incident=incident, location=make.SiteFactory(parent=town))
    assert [place.location.name for place in compiled(incident).locations] == ["Al-Hasakah"]


def named(incident: Incident) -> list[str]:
    return [person.name for person in compiled(incident).persons]


def test_a_person_is_named_only_on_a_ground() -> None:
    incident = make.complete_incident()
    make.InvolvementFactory(incident=incident, person=make.PersonFactory(name="Private"))
    ground = {"basis": "public_figure", "basis_note": "In office."}
    make.InvolvementFactory(incident=incident, person=make.PersonFactory(name="Mayor", **ground))
    assert named(incident) == ["Mayor"]
    assert "Private" not in preview(subject=incident).text


@pytest.mark.parametrize("outcome", ["detained", "abducted", "sexual_violence"])
def test_people_in_danger_take_a_second_person(outcome: str, analyst: User, reviewer: User) -> None:
    incident, elsewhere = make.complete_incident(), make.IncidentFactory()
    person = make.PersonFactory(
        name="Detainee", basis="consent", basis_note="The family.", basis_set_by=analyst
    )
    make.InvolvementFactory(incident=incident, person=person)
    assert named(incident) == ["Detainee"]
    make.InvolvementFactory(incident=elsewhere, person=person, outcome=outcome)
    assert named(incident) == []
    person.basis_confirmed_by = reviewer
    person.save()
    assert named(incident) == ["Detainee"]


def test_taking_out_the_danger_does_not_lay_the_name_open(analyst: User) -> None:
    incident, elsewhere = make.complete_incident(), make.IncidentFactory()
    person = make.PersonFactory(
        name="Detainee", basis="consent", basis_note="The family agreed.", basis_set_by=analyst
    )
    make.InvolvementFactory(incident=incident, person=person)
    make.InvolvementFactory(incident=elsewhere, person=person, outcome="detained").delete()
    assert named(incident) == []


def test_internal_notes_stay_on_the_desk() -> None:
    incident = make.complete_incident(note="INTERNAL")
    incident.claims.update(note="INTERNAL")
    make.ReviewNoteFactory(incident=incident, text="INTERNAL")
    report = incident.citations.get().report
    report.note = report.dateline = "INTERNAL"
    report.save()
    assert "INTERNAL" not in preview(subject=incident).text
