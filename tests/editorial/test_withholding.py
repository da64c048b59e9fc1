"""Withholding: what was public is gone, and so is every edition of others that named it."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from incidents.codebook import WorkflowState
from incidents.editorial.acts.editing import begin_edit, finish_edit
from incidents.editorial.acts.publish import publish
from incidents.editorial.acts.refresh import refresh
from incidents.editorial.acts.withhold import withhold
from incidents.editorial.refusal import Refused
from incidents.models import Incident, Location
from incidents.record import document as d
from incidents.record.log.verification import verify
from incidents.record.models import OPEN, Edition, Entry
from tests import factories as make
from tests.editorial.scene import Scene, approved, april

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(analyst: User, reviewer: User) -> Scene:
    scene = april()
    approved(scene.incident, analyst, reviewer)
    publish(subject=scene.incident, by=reviewer)
    for subject in (scene.rudaw, scene.anha, scene.site, scene.city, scene.ndf, scene.asayish):
        subject.refresh_from_db()
    return scene


def texts() -> str:
    """All that the record still says."""
    return "\n".join(body for body in Edition.objects.values_list("body", flat=True) if body)


def document(incident: Incident) -> d.IncidentDocument:
    body = Edition.objects.get(entry__until=OPEN, public_id=incident.public_id).body
    assert body
    read = d.decode(body)
    assert isinstance(read, d.IncidentDocument)
    return read


def test_an_incident_is_gone_from_the_record(scene: Scene, manager: User) -> None:
    edition = withhold(subject=scene.incident, by=manager, basis="A threat was received.")
    assert (edition.kind, edition.note) == ("withheld", "Information removed for safety.")
    assert scene.incident.state == WorkflowState.WITHHELD
    assert "Clash in Qamishli" not in texts()
    assert "threat" not in texts()
    assert not Entry.objects.filter(public_id=scene.incident.public_id).exists()
    assert list(verify()) == []


def test_its_title_is_gone_from_what_was_linked_to_it(
    scene: Scene, analyst: User, reviewer: User, manager: User
) -> None:
    other = make.complete_incident()
    make.IncidentLinkFactory(incident=other, other=scene.incident)
    approved(other, analyst, reviewer)
    publish(subject=other, by=reviewer)
    withhold(subject=scene.incident, by=manager, basis="A threat was received.")
    assert document(other).related == []
    assert "Clash in Qamishli" not in texts()
    assert list(verify()) == []


def test_a_source_becomes_confidential_and_its_claims_unnamed(scene: Scene, manager: User) -> None:
    withhold(subject=scene.rudaw, by=manager, basis="Its reporter was arrested.")
    assert (scene.rudaw.public_id, scene.rudaw.confidential) == (None, True)
    assert "Rudaw" not in texts().replace("reporter of Rudaw", "")
    assert "One dead in Qamishli" not in texts()
    claims = document(scene.incident).claims
    assert any(claim.claimant.withheld for claim in claims)
    assert list(verify()) == []


def test_the_command_says_where_prose_still_tells_of_it(
    scene: Scene, manager: User, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("withhold", scene.rudaw.public_id, basis="Its reporter was arrested.", by=manager.email)
    assert f"{scene.incident.public_id} still tells of it: Claims, no. 9, claimant" in capsys.readouterr().out


def test_a_confidential_source_is_withheld_altogether(scene: Scene, manager: User) -> None:
    withhold(subject=scene.anha, by=manager, basis="Its office was raided.")
    said = {claim.public_id for claim in scene.incident.claims.filter(claimant_source=scene.anha)}
    assert all(text in texts() for text in said)
    withhold(subject=scene.anha, by=manager, basis="Its words give it away.")
    assert scene.anha.withhold_claims
    assert not any(text in texts() for text in said)
    occurrence = next(row for row in document(scene.incident).independence if row.about == "occurrence")
    assert (occurrence.count, occurrence.non_party, len(occurrence.origins)) == (2, 1, 2)
    assert list(verify()) == []


def test_what_the_desk_compiles_afterwards_reads_the_same(
    scene: Scene, manager: User, reviewer: User
) -> None:
    for _step in range(2):
        withhold(subject=scene.anha, by=manager, basis="Its office was raided.")
    assert refresh(by=reviewer) == 0


def test_somebody_elses_unreviewed_edits_stay_on_the_desk(scene: Scene, analyst: User, manager: User) -> None:
    begin_edit(subject=scene.incident, by=analyst, expected_revision=scene.incident.revision)
    Incident.objects.filter(pk=scene.incident.pk).update(summary="An unreviewed rumour.")
    finish_edit(subject=scene.incident, by=analyst)
    withhold(subject=scene.rudaw, by=manager, basis="Its reporter was arrested.")
    assert "rumour" not in texts()


def test_a_site_gives_way_to_the_place_around_it(scene: Scene, manager: User) -> None:
    withhold(public_id=scene.site.public_id, by=manager, basis="People live there.")
    site = Location.objects.get(pk=scene.site.pk)
    assert (site.restricted, site.public_id) == (True, None)
    assert "Al-Wahda" not in texts()
    [place] = document(scene.incident).locations
    assert (place.location.name, place.type, place.role) == ("Qamishli", "locality", "scene")
    assert list(verify()) == []


def test_a_town_takes_its_sites_with_it(scene: Scene, manager: User) -> None:
    withhold(subject=scene.city, by=manager, basis="Too small a place.")
    assert not {"Al-Wahda", '"name":"Qamishli"'} & {
        word for word in ("Al-Wahda", '"name":"Qamishli"') if word in texts()
    }
    assert [place.location.name for place in document(scene.incident).locations] == ["Al-Hasakah"]
    assert Location.objects.get(pk=scene.site.pk).public_id is None
    assert list(verify()) == []


def test_an_actor_is_taken_out_of_documents_first(scene: Scene, manager: User) -> None:
    with pytest.raises(Refused, match=str(scene.incident.public_id)):
        withhold(subject=scene.ndf, by=manager, basis="It is a family.")


def test_a_ground_is_needed_and_the_role(scene: Scene, manager: User, reviewer: User) -> None:
    with pytest.raises(Refused) as refused:
        withhold(subject=scene.incident, by=manager, basis=" ")
    assert refused.value.problems[0].field == "basis"
    with pytest.raises(Refused, match="Your role"):
        withhold(subject=scene.incident, by=reviewer, basis="A threat.")


def test_nothing_is_withheld_twice(scene: Scene, manager: User) -> None:
    withhold(subject=scene.incident, by=manager, basis="A threat.")
    with pytest.raises(Refused, match="already"):
        withhold(subject=scene.incident, by=manager, basis="A threat.")


@pytest.mark.parametrize("unknown", ["INC-999999", "nonsense"])
def test_an_unknown_id_is_refused(unknown: str, manager: User) -> None:
    with pytest.raises(Refused):
        withhold(public_id=unknown, by=manager, basis="A threat.")
    with pytest.raises(CommandError):
        call_command("withhold", unknown, basis="A threat.", by=manager.email)


def test_the_command_withholds(scene: Scene, manager: User, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("withhold", scene.incident.public_id, basis="A threat.", by=manager.email)
    assert "is withheld" in capsys.readouterr().out
