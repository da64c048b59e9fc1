"""First editions, corrections and what they change elsewhere."""

from __future__ import annotations

import pytest

from accounts.models import User
from incidents.codebook import Purpose, WorkflowState
from incidents.editorial.acts.correct import correct
from incidents.editorial.acts.editing import begin_edit, finish_edit
from incidents.editorial.acts.publish import publish
from incidents.editorial.acts.refresh import refresh
from incidents.editorial.refusal import Refused
from incidents.models import Incident
from incidents.record.models import Edition
from tests import factories as make
from tests.editorial.published import consistent, edited, incident_document, kinds, make_published
from tests.editorial.scene import Scene, approved, april

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(analyst: User, reviewer: User) -> Scene:
    scene = april()
    approved(scene.incident, analyst, reviewer)
    return scene


def test_publishing_makes_everything_public_that_the_incident_names(scene: Scene, reviewer: User) -> None:
    edition = publish(subject=scene.incident, by=reviewer, note="")
    assert (edition.kind, edition.number, scene.incident.state) == ("published", 1, WorkflowState.PUBLISHED)
    assert scene.incident.public_id == edition.public_id
    for subject in (
        scene.asayish,
        scene.aanes,
        scene.ndf,
        scene.sdf,
        scene.rudaw,
        scene.anha,
        scene.site,
        scene.city,
    ):
        subject.refresh_from_db()
        assert kinds(subject.public_id) == ["published"]
    assert consistent()


def test_every_reference_in_a_document_leads_to_a_document(scene: Scene, reviewer: User) -> None:
    publish(subject=scene.incident, by=reviewer)
    ids = set(Edition.objects.values_list("public_id", flat=True))
    for body in Edition.objects.values_list("body", flat=True):
        assert body
        assert set(_references(body)) <= ids


def _references(body: str) -> list[str]:
    import re

    return re.findall(r'"((?:INC|EPI|ACT|LOC|SRC)-\d+)"', body)


def test_what_is_public_already_is_corrected_not_published(scene: Scene, reviewer: User) -> None:
    publish(subject=scene.incident, by=reviewer)
    with pytest.raises(Refused, match="use correct"):
        publish(subject=scene.incident, by=reviewer)


def test_a_draft_is_not_published(reviewer: User) -> None:
    incident = make.complete_incident()
    with pytest.raises(Refused, match="cannot be published") as refused:
        publish(subject=incident, by=reviewer)
    assert refused.value.problems[0].field == "state"
    assert not Edition.objects.exists()


def test_an_analyst_does_not_publish(scene: Scene, analyst: User) -> None:
    with pytest.raises(Refused, match="Your role"):
        publish(subject=scene.incident, by=analyst)


def test_what_was_edited_after_approval_is_not_published(scene: Scene, analyst: User, reviewer: User) -> None:
    seen = Incident.objects.get(pk=scene.incident.pk)
    edited(scene.incident, analyst, reviewer, title="Another title")
    with pytest.raises(Refused, match="edited it while you were looking"):
        publish(subject=seen, by=reviewer)


def test_a_correction_is_the_next_edition_and_says_why(scene: Scene, analyst: User, reviewer: User) -> None:
    publish(subject=scene.incident, by=reviewer)
    edited(scene.incident, analyst, reviewer, title="Clashes in Qamishli")
    assert incident_document(scene.incident.public_id).title == {"en": "Clash in Qamishli"}
    approved(scene.incident, analyst, reviewer)
    edition = correct(subject=scene.incident, by=reviewer, purpose=Purpose.ADDED, note="The title says more.")
    assert edition is not None
    assert (edition.number, edition.kind, edition.purpose, edition.note) == (
        2, "corrected", "added", "The title says more.",
    )  # fmt: skip
    assert incident_document(scene.incident.public_id).title == {"en": "Clashes in Qamishli"}
    assert kinds(scene.incident.public_id) == ["published", "corrected"]
    assert consistent()


def test_a_correction_that_changes_nothing_is_closed(scene: Scene, analyst: User, reviewer: User) -> None:
    publish(subject=scene.incident, by=reviewer)
    Incident.objects.filter(pk=scene.incident.pk).update(state=WorkflowState.APPROVED)
    scene.incident.refresh_from_db()
    editions = Edition.objects.count()
    assert correct(subject=scene.incident, by=reviewer, purpose=Purpose.FACTUAL, note="Nothing.") is None
    assert Edition.objects.count() == editions
    assert scene.incident.state == WorkflowState.PUBLISHED


def test_a_correction_needs_a_note(scene: Scene, analyst: User, reviewer: User) -> None:
    publish(subject=scene.incident, by=reviewer)
    edited(scene.incident, analyst, reviewer, title="Clashes in Qamishli")
    approved(scene.incident, analyst, reviewer)
    with pytest.raises(Refused) as refused:
        correct(subject=scene.incident, by=reviewer, purpose=Purpose.FACTUAL, note=" ")
    assert refused.value.problems[0].field == "note"


def test_a_protective_correction_empties_what_was_before(scene: Scene, analyst: User, reviewer: User) -> None:
    publish(subject=scene.incident, by=reviewer, note="First.")
    edited(scene.incident, analyst, reviewer, summary="Nobody is named here.")
    approved(scene.incident, analyst, reviewer)
    edition = correct(
        subject=scene.incident, by=reviewer, purpose=Purpose.PROTECTIVE, note="Zeki asked us to be left out."
    )
    assert edition is not None
    first = Edition.objects.get(public_id=scene.incident.public_id, number=1)
    assert (first.body, first.note, first.salt) == (None, None, None)
    assert edition.note == "Information removed for safety."
    assert not Edition.objects.filter(note__contains="Zeki").exists()
    assert consistent()


def test_a_protected_title_is_gone_from_what_is_linked(analyst: User, reviewer: User) -> None:
    first, second = (
        make.complete_incident(title="House of Zeki searched"),
        make.complete_incident(title="April"),
    )
    make.IncidentLinkFactory(incident=second, other=first)
    for incident in (first, second):
        approved(incident, analyst, reviewer)
        publish(subject=incident, by=reviewer)
    edited(second, analyst, reviewer, summary="An unreviewed rumour.")
    edited(first, analyst, reviewer, title="House searched")
    approved(first, analyst, reviewer)
    correct(subject=first, by=reviewer, purpose=Purpose.PROTECTIVE, note="Asked for.")
    said = " ".join(body for body in Edition.objects.values_list("body", flat=True) if body)
    assert "Zeki" not in said
    assert "rumour" not in said
    assert incident_document(second.public_id).related[0].incident.name == "House searched"
    assert consistent()


def test_a_protected_alias_is_gone_from_all_that_named_the_actor(scene: Scene, reviewer: User) -> None:
    publish(subject=scene.incident, by=reviewer)
    scene.asayish.refresh_from_db()
    scene.asayish.names.update(restricted=True)
    correct(subject=scene.asayish, by=reviewer, purpose=Purpose.PROTECTIVE, note="The name endangers.")
    said = " ".join(body for body in Edition.objects.values_list("body", flat=True) if body)
    assert '"Asayish"' not in said
    scene.ndf.refresh_from_db()
    assert kinds(scene.ndf.public_id) == ["published"]
    assert consistent()


def test_a_changed_name_refreshes_what_mentions_it(scene: Scene, reviewer: User) -> None:
    publish(subject=scene.incident, by=reviewer)
    begin_edit(subject=scene.aanes, by=reviewer, expected_revision=0)
    scene.aanes.refresh_from_db()
    scene.aanes.name = "Autonomous Administration of North and East Syria"
    scene.aanes.save()
    finish_edit(subject=scene.aanes, by=reviewer)
    issued = refresh(subjects=[scene.aanes], by=reviewer)
    assert issued == 3  # the authority itself, its security force, the incident
    assert kinds(scene.incident.public_id) == ["published", "refreshed"]
    assert "North and East" in str(incident_document(scene.incident.public_id).participants)
    assert refresh(by=reviewer) == 0
    assert consistent()


def test_correcting_an_actor_refreshes_what_names_it(scene: Scene, reviewer: User) -> None:
    publish(subject=scene.incident, by=reviewer)
    scene.ndf.refresh_from_db()
    scene.ndf.name = "National Defence Militia"
    scene.ndf.save()
    correct(subject=scene.ndf, by=reviewer, purpose=Purpose.FACTUAL, note="Its own name for itself.")
    assert kinds(scene.ndf.public_id) == ["published", "corrected"]
    assert kinds(scene.incident.public_id) == ["published", "refreshed"]


def test_links_appear_on_both_ends_once_both_are_public(analyst: User, reviewer: User) -> None:
    first, second = make.complete_incident(title="February"), make.complete_incident(title="April")
    make.IncidentLinkFactory(incident=second, other=first, basis="Same sides.")
    for incident in (first, second):
        approved(incident, analyst, reviewer)
    publish(subject=first, by=reviewer)
    assert incident_document(first.public_id).related == []
    publish(subject=second, by=reviewer)
    assert [(r.direction, r.incident.name) for r in incident_document(first.public_id).related] == [
        ("from", "April")
    ]
    assert [(r.direction, r.incident.name) for r in incident_document(second.public_id).related] == [
        ("to", "February")
    ]
    assert kinds(first.public_id) == ["published", "refreshed"]


def test_an_unreviewed_title_is_not_shown_by_others(analyst: User, reviewer: User) -> None:
    first, second = make.complete_incident(title="February"), make.complete_incident(title="April")
    make.IncidentLinkFactory(incident=second, other=first)
    for incident in (first, second):
        approved(incident, analyst, reviewer)
        publish(subject=incident, by=reviewer)
    edited(first, analyst, reviewer, title="Unreviewed rumour")
    assert refresh(by=reviewer) == 0
    edited(second, analyst, reviewer, summary="More is known.")
    approved(second, analyst, reviewer)
    correct(subject=second, by=reviewer, purpose=Purpose.ADDED, note="More is known.")
    assert incident_document(second.public_id).related[0].incident.name == "February"


def test_an_episode_joins_its_incidents_when_it_is_published(analyst: User, reviewer: User) -> None:
    incident = make_published(analyst, reviewer)
    episode = make.EpisodeFactory(summary="Clashes of one spring.")
    make.EpisodeMembershipFactory(episode=episode, incident=incident)
    approved(episode, analyst, reviewer)
    publish(subject=episode, by=reviewer)
    assert [ref.id for ref in incident_document(incident.public_id).episodes] == [episode.public_id]


def test_an_unreviewed_link_is_not_shown_by_the_other_end(analyst: User, reviewer: User) -> None:
    first, second = make_published(analyst, reviewer), make_published(analyst, reviewer)
    make.IncidentLinkFactory(incident=second, other=first, basis="A rumour")
    edited(second, analyst, reviewer, summary="Being rewritten.")
    edited(first, analyst, reviewer, summary="More is known.")
    approved(first, analyst, reviewer)
    correct(subject=first, by=reviewer, purpose=Purpose.ADDED, note="More is known.")
    assert incident_document(first.public_id).related == []
