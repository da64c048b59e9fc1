"""First editions, corrections, retraction, merging: what each leaves in the log and on the desk."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from incidents.codebook import Purpose, State
from incidents.editorial.correct import correct
from incidents.editorial.editing import begin_edit, finish_edit
from incidents.editorial.merge import merge
from incidents.editorial.publish import publish, publish_batch
from incidents.editorial.refresh import refresh
from incidents.editorial.refusal import Refused
from incidents.editorial.retract import retract
from incidents.editorial.review import reopen
from incidents.models import Incident
from incidents.record import document as d
from incidents.record.models import OPEN, Edition, Entry
from incidents.record.verification import verify
from tests import factories as make
from tests.editorial.scene import Scene, approved, april

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(analyst: User, reviewer: User) -> Scene:
    scene = april()
    approved(scene.incident, analyst, reviewer)
    return scene


def current(public_id: str | None) -> d.Document:
    edition = Edition.objects.get(entry__until=OPEN, public_id=public_id)
    assert edition.body
    return d.decode(edition.body)


def incident_document(public_id: str | None) -> d.IncidentDocument:
    document = current(public_id)
    assert isinstance(document, d.IncidentDocument)
    return document


def make_published(analyst: User, reviewer: User, **fields: Any) -> Incident:
    incident = make.complete_incident(**fields)
    approved(incident, analyst, reviewer)
    publish(subject=incident, by=reviewer)
    return incident


def edited(incident: Incident, analyst: User, reviewer: User, **fields: object) -> None:
    begin_edit(subject=incident, by=analyst, expected_revision=incident.revision)
    Incident.objects.filter(pk=incident.pk).update(**fields)
    finish_edit(subject=incident, by=analyst)
    incident.refresh_from_db()


def kinds(public_id: str | None) -> list[str]:
    return list(Edition.objects.filter(public_id=public_id).order_by("number").values_list("kind", flat=True))


def consistent() -> bool:
    return list(verify()) == []


def test_publishing_makes_everything_public_that_the_incident_names(scene: Scene, reviewer: User) -> None:
    edition = publish(subject=scene.incident, by=reviewer, note="")
    assert (edition.kind, edition.number, scene.incident.state) == ("published", 1, State.PUBLISHED)
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
    assert (edition.number, edition.kind, edition.purpose, edition.note) == (
        2, "corrected", "added", "The title says more.",
    )  # fmt: skip
    assert incident_document(scene.incident.public_id).title == {"en": "Clashes in Qamishli"}
    assert kinds(scene.incident.public_id) == ["published", "corrected"]
    assert consistent()


def test_a_correction_that_changes_nothing_is_refused(scene: Scene, analyst: User, reviewer: User) -> None:
    publish(subject=scene.incident, by=reviewer)
    approved(scene.incident, analyst, reviewer)
    with pytest.raises(Refused, match="exactly the same"):
        correct(subject=scene.incident, by=reviewer, purpose=Purpose.FACTUAL, note="Nothing.")


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


def test_a_changed_name_refreshes_what_mentions_it(scene: Scene, reviewer: User, analyst: User) -> None:
    publish(subject=scene.incident, by=reviewer)
    begin_edit(subject=scene.aanes, by=analyst, expected_revision=0)
    scene.aanes.refresh_from_db()
    scene.aanes.name = "Autonomous Administration of North and East Syria"
    scene.aanes.save()
    finish_edit(subject=scene.aanes, by=analyst)
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
    assert [one.id for one in incident_document(incident.public_id).episodes] == [episode.public_id]


def test_a_retracted_incident_leaves_a_tombstone_and_its_old_editions(analyst: User, reviewer: User) -> None:
    first, second = make.complete_incident(), make.complete_incident()
    make.IncidentLinkFactory(incident=second, other=first)
    for incident in (first, second):
        approved(incident, analyst, reviewer)
        publish(subject=incident, by=reviewer)
    edition = retract(subject=first, by=reviewer, note="The report was about another town.")
    assert (edition.kind, first.state) == ("retracted", State.RETRACTED)
    assert isinstance(d.decode(edition.body or ""), d.Tombstone)
    assert Edition.objects.get(public_id=first.public_id, number=1).body
    assert not Entry.objects.filter(public_id=first.public_id, until=OPEN).exists()
    assert incident_document(second.public_id).related == []
    assert consistent()


def test_a_retracted_incident_can_come_back_after_review(analyst: User, reviewer: User) -> None:
    incident = make_published(analyst, reviewer)
    retract(subject=incident, by=reviewer, note="Doubtful.")
    with pytest.raises(Refused):
        begin_edit(subject=incident, by=analyst, expected_revision=incident.revision)
    reopen(subject=incident, by=reviewer)
    approved(incident, analyst, reviewer)
    correct(subject=incident, by=reviewer, purpose=Purpose.ADDED, note="Now confirmed.")
    assert kinds(incident.public_id)[-2:] == ["retracted", "corrected"]
    assert incident_document(incident.public_id).id == incident.public_id
    assert consistent()


def test_a_merged_incident_names_its_survivor_and_hands_over_its_ties(analyst: User, reviewer: User) -> None:
    doubled, survivor, third = (make_published(analyst, reviewer) for _ in range(3))
    make.IncidentLinkFactory(incident=third, other=doubled)
    make.IncidentLinkFactory(incident=doubled, other=survivor, kind="same_engagement")
    make.ExternalIdFactory(incident=doubled, scheme="ucdp-ged", value="77")
    edition = merge(incident=doubled, into=survivor, by=reviewer, note="Two reports of one clash.")
    assert (edition.kind, edition.into) == ("merged", survivor.public_id)
    assert (doubled.state, doubled.merged_into) == (State.MERGED, survivor)
    document = incident_document(survivor.public_id)
    assert [one.value for one in document.external_ids] == ["77"]
    assert [(one.direction, one.incident.id) for one in document.related] == [("from", third.public_id)]
    assert [one.incident.id for one in incident_document(third.public_id).related] == [survivor.public_id]
    assert consistent()


def batch(number: int, analyst: User, reviewer: User) -> list[Incident]:
    incidents = [make.complete_incident() for _ in range(number)]
    Incident.objects.filter(pk__in=[one.pk for one in incidents]).update(state=State.APPROVED)
    return incidents


def test_a_batch_of_ten_and_of_two_hundred_take_the_same_number_of_queries(
    analyst: User, reviewer: User
) -> None:
    make_published(analyst, reviewer)
    counts = []
    for number in (10, 200):
        incidents = batch(number, analyst, reviewer)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert publish_batch(incidents=incidents, by=reviewer) == number
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] < 110
    assert consistent()


def test_a_batch_with_an_unapproved_incident_says_which(analyst: User, reviewer: User) -> None:
    incidents = [*batch(2, analyst, reviewer), make.complete_incident(title="Unread")]
    with pytest.raises(Refused, match="“Unread” is not approved"):
        publish_batch(incidents=incidents, by=reviewer)
    assert not Edition.objects.exists()


def test_a_batch_tells_how_far_it_is(analyst: User, reviewer: User) -> None:
    told: list[tuple[int, int]] = []
    publish_batch(
        incidents=batch(3, analyst, reviewer), by=reviewer, progress=lambda done, of: told.append((done, of))
    )
    assert told == [(3, 3)]
