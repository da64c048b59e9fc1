"""Retraction and merging: what each leaves in the log and on the desk."""

from __future__ import annotations

import pytest

from accounts.models import User
from incidents.codebook import Purpose, WorkflowState
from incidents.editorial.acts.correct import correct
from incidents.editorial.acts.editing import begin_edit
from incidents.editorial.acts.merge import merge
from incidents.editorial.acts.publish import publish
from incidents.editorial.acts.retract import retract
from incidents.editorial.acts.review import reopen
from incidents.editorial.refusal import Refused
from incidents.models import Incident
from incidents.record import document as d
from incidents.record.models import OPEN, Edition, Entry
from tests import factories as make
from tests.editorial.published import consistent, incident_document, kinds, make_published
from tests.editorial.scene import approved

pytestmark = pytest.mark.django_db


def test_a_retracted_incident_leaves_a_tombstone_and_its_old_editions(analyst: User, reviewer: User) -> None:
    first, second = make.complete_incident(), make.complete_incident()
    make.IncidentLinkFactory(incident=second, other=first)
    for incident in (first, second):
        approved(incident, analyst, reviewer)
        publish(subject=incident, by=reviewer)
    edition = retract(subject=first, by=reviewer, note="The report was about another town.")
    assert (edition.kind, first.state) == ("retracted", WorkflowState.RETRACTED)
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
    assert (doubled.state, doubled.merged_into) == (WorkflowState.MERGED, survivor)
    document = incident_document(survivor.public_id)
    assert [code.value for code in document.external_ids] == ["77"]
    assert [(link.direction, link.incident.id) for link in document.related] == [("from", third.public_id)]
    assert [link.incident.id for link in incident_document(third.public_id).related] == [survivor.public_id]
    assert consistent()


@pytest.mark.parametrize("length", [2, 4])
def test_a_chain_of_merges_leads_to_the_last_survivor(length: int, analyst: User, reviewer: User) -> None:
    chain = [make_published(analyst, reviewer, title=f"Clash {number}") for number in range(length + 1)]
    for number in range(length):
        first, second = (Incident.objects.get(pk=incident.pk) for incident in chain[number : number + 2])
        merge(incident=first, into=second, by=reviewer, note="One event.")
    last = chain[-1]
    for incident in chain[:-1]:
        incident.refresh_from_db()
        tombstone = Edition.objects.filter(public_id=incident.public_id).order_by("-number")[0]
        assert (tombstone.into, incident.merged_into) == (last.public_id, last)
    assert consistent()
    with pytest.raises(Refused, match=f"into {last.public_id}"):
        merge(
            incident=Incident.objects.get(pk=last.pk), into=chain[0], by=reviewer, note="The other way round."
        )
