"""What an analyst changes in a public actor, place or source is not public before somebody has approved it."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from accounts.models import User
from incidents.codebook import Purpose, WorkflowState
from incidents.editorial.acts.approve_change import approve_change
from incidents.editorial.acts.correct import correct
from incidents.editorial.acts.editing import begin_edit, finish_edit
from incidents.editorial.acts.erase import erase_name
from incidents.editorial.acts.publish import publish, publish_batch
from incidents.editorial.acts.refresh import refresh
from incidents.editorial.acts.withhold import withhold
from incidents.editorial.approvals import awaits_approval
from incidents.editorial.refusal import Refused
from incidents.models import Actor, Incident, Location, Source
from incidents.record.models import OPEN, Edition
from tests import factories as make
from tests.editorial.published import consistent, incident_document, kinds

pytestmark = pytest.mark.django_db


@pytest.fixture
def incident(reviewer: User) -> Incident:
    """Public, and so are its two actors and its town."""
    return published(reviewer)


def published(reviewer: User, **fields: Any) -> Incident:
    incident = approved_incident(**fields)
    publish(subject=incident, by=reviewer)
    return incident


def approved_incident(**fields: Any) -> Incident:
    incident = make.complete_incident()
    for actor in fields.get("actors") or [make.ActorFactory(name="Left"), make.ActorFactory(name="Right")]:
        make.ParticipationFactory(incident=incident, actor=actor)
    Incident.objects.filter(pk=incident.pk).update(state=WorkflowState.APPROVED)
    return Incident.objects.get(pk=incident.pk)


def changed(subject: Any, by: User, **fields: object) -> None:
    begin_edit(subject=subject, by=by, expected_revision=subject.revision)
    type(subject).objects.filter(pk=subject.pk).update(**fields)
    finish_edit(subject=subject, by=by)
    subject.refresh_from_db()


def left(incident: Incident) -> Actor:
    return Actor.objects.get(name="Left", participations__incident=incident)


def actors_of(incident: Incident) -> set[str]:
    return {part.actor.name for part in incident_document(incident.public_id).participants if part.actor}


def public_text(subject: Any) -> str:
    return Edition.objects.get(public_id=subject.public_id, entry__until=OPEN).body or ""


def public_name(subject: Any) -> str:
    return public_text(subject).partition('"name":"')[2].partition('"')[0]


def test_a_refresh_leaves_it_and_what_names_it_alone(
    incident: Incident, analyst: User, reviewer: User
) -> None:
    actor = left(incident)
    changed(actor, analyst, name="Another name")
    assert awaits_approval(actor)
    assert refresh(by=reviewer) == 0
    assert refresh(subjects=[actor], by=reviewer) == 0
    assert (public_name(actor), "Left" in actors_of(incident)) == ("Left", True)


def test_approved_it_is_public_at_once_in_all_that_names_it(
    incident: Incident, analyst: User, reviewer: User
) -> None:
    actor = left(incident)
    changed(actor, analyst, name="Another name")
    assert approve_change(subject=actor, by=reviewer) == 2
    assert not awaits_approval(actor)
    assert (public_name(actor), "Another name" in actors_of(incident)) == ("Another name", True)
    assert kinds(actor.public_id) == ["published", "refreshed"]
    assert refresh(by=reviewer) == 0
    assert consistent()


def test_publishing_another_incident_does_not_carry_it_out(
    incident: Incident, analyst: User, reviewer: User
) -> None:
    actor = left(incident)
    changed(actor, analyst, name="Another name")
    other = approved_incident(actors=[actor])
    with pytest.raises(Refused, match=f"nobody has looked at that: {actor.public_id}"):
        publish(subject=other, by=reviewer)
    with pytest.raises(Refused, match=actor.public_id):
        publish_batch(incidents=[other], by=reviewer)
    assert "Another name" not in "".join(
        body or "" for body in Edition.objects.values_list("body", flat=True)
    )
    approve_change(subject=actor, by=reviewer)
    publish(subject=other, by=reviewer)
    assert "Another name" in actors_of(other)


def test_what_becomes_public_beside_an_incident_does_not_carry_it_out_either(
    incident: Incident, analyst: User, reviewer: User
) -> None:
    """An actor that is new to the public names its rival, which the incident itself does not."""
    rival, actor = left(incident), make.ActorFactory(name="New to the public")
    make.ActorRelationFactory(actor=actor, other=rival, kind="opposed_to")
    changed(rival, analyst, name="Another name")
    with pytest.raises(Refused, match=rival.public_id or ""):
        publish(subject=approved_incident(actors=[actor]), by=reviewer)
    assert "Another name" not in "".join(
        body or "" for body in Edition.objects.values_list("body", flat=True)
    )


def test_a_neighbour_is_not_carried_out_either(incident: Incident, analyst: User, reviewer: User) -> None:
    """Publishing what links to it refreshes it, but for the name that waits."""
    changed(left(incident), analyst, name="Another name")
    other = approved_incident()
    make.IncidentLinkFactory(incident=other, other=incident)
    publish(subject=other, by=reviewer)
    assert "Another name" not in actors_of(incident)
    approve_change(subject=Actor.objects.get(name="Another name"), by=reviewer)
    assert [link.incident.id for link in incident_document(incident.public_id).related] == [other.public_id]


def test_an_analyst_does_not_approve_it(incident: Incident, analyst: User) -> None:
    actor = left(incident)
    changed(actor, analyst, name="Another name")
    with pytest.raises(Refused, match="Your role"):
        approve_change(subject=actor, by=analyst)


def test_a_reviewer_has_looked_by_changing_it_but_not_at_what_waited_before(
    incident: Incident, analyst: User, reviewer: User
) -> None:
    actor = left(incident)
    changed(actor, reviewer, description="Seen.")
    assert not awaits_approval(actor)
    changed(actor, analyst, name="Another name")
    changed(actor, reviewer, description="Seen again.")
    assert awaits_approval(actor)


def test_notes_among_colleagues_and_what_is_put_back_wait_for_nobody(
    incident: Incident, analyst: User
) -> None:
    actor = left(incident)
    changed(actor, analyst, note="Ask about the spelling.")
    assert not awaits_approval(actor)
    changed(actor, analyst, name="Another name")
    changed(actor, analyst, name="Left")
    assert not awaits_approval(actor)


@pytest.mark.django_db(transaction=True)  # the history tells saves apart by the time of their transactions
def test_a_tie_to_an_actor_that_is_not_public_yet_waits_all_the_same(analyst: User, reviewer: User) -> None:
    """It would come out by itself on the day the other one becomes public."""
    actor, patron = left(published(reviewer)), make.ActorFactory(name="The Patron")
    with transaction.atomic():
        begin_edit(subject=actor, by=analyst, expected_revision=actor.revision)
        make.ActorRelationFactory(actor=actor, other=patron, kind="backed_by")
        finish_edit(subject=actor, by=analyst)
    assert awaits_approval(actor)
    other = approved_incident(actors=[patron])
    with pytest.raises(Refused, match=actor.public_id):
        publish(subject=other, by=reviewer)
    approve_change(subject=Actor.objects.get(pk=actor.pk), by=reviewer)
    publish(subject=other, by=reviewer)
    assert "The Patron" in public_text(actor)


@pytest.mark.django_db(transaction=True)
def test_a_grade_of_reliability_waits_for_nobody(analyst: User, reviewer: User) -> None:
    published(reviewer)
    source = Source.objects.filter(public_id__isnull=False).order_by("pk")[0]
    with transaction.atomic():
        begin_edit(subject=source, by=analyst, expected_revision=source.revision)
        make.SourceReliabilityFactory(source=source)
        finish_edit(subject=source, by=analyst)
    assert not awaits_approval(source)


def test_a_correction_lets_it_out_with_its_note(incident: Incident, analyst: User, reviewer: User) -> None:
    actor = left(incident)
    changed(actor, analyst, name="Another name")
    correct(subject=actor, by=reviewer, purpose=Purpose.FACTUAL, note="It was renamed.")
    assert not awaits_approval(actor)
    assert "Another name" in actors_of(incident)


def test_it_was_changed_again_since_it_was_looked_at(
    incident: Incident, analyst: User, reviewer: User
) -> None:
    actor = left(incident)
    changed(actor, analyst, name="Another name")
    seen = Actor.objects.get(pk=actor.pk)
    changed(actor, analyst, name="A third name")
    with pytest.raises(Refused, match="while you were looking"):
        approve_change(subject=seen, by=reviewer)


def test_nothing_waits(incident: Incident, reviewer: User) -> None:
    with pytest.raises(Refused, match="Nothing of it waits"):
        approve_change(subject=left(incident), by=reviewer)


def test_what_is_not_public_yet_waits_for_its_incident_alone(analyst: User, reviewer: User) -> None:
    actor = make.ActorFactory(name="Left")
    changed(actor, analyst, description="Entered in a form.")
    incident = published(reviewer, actors=[actor])
    actor.refresh_from_db()
    assert not awaits_approval(actor)
    changed(actor, analyst, name="Another name")
    assert awaits_approval(actor)
    assert "Left" in actors_of(incident)


def test_places_and_sources_wait_as_actors_do(incident: Incident, analyst: User, reviewer: User) -> None:
    for model in (Location, Source):
        subject = model.objects.filter(public_id__isnull=False).order_by("pk")[0]
        before = public_name(subject)
        changed(subject, analyst, name="Another name")
        assert refresh(subjects=[subject], by=reviewer) == 0
        assert public_name(subject) == before
        assert approve_change(subject=subject, by=reviewer) > 0
        assert public_name(subject) == "Another name"


def test_protection_waits_for_nobody(
    incident: Incident, analyst: User, reviewer: User, manager: User
) -> None:
    """A change that waits does not keep another thing in public."""
    changed(left(incident), analyst, name="Another name")
    source = Source.objects.filter(public_id__isnull=False).order_by("pk")[0]
    public_id = source.public_id
    withhold(subject=source, by=manager, basis="A threat was received.")
    bodies = [body for body in Edition.objects.values_list("body", flat=True) if body]
    assert not [body for body in bodies if f'"{public_id}"' in body and '"kind":"withheld"' not in body]
    assert "Left" in actors_of(incident)


def test_erasing_a_name_neither_waits_nor_lets_out_what_waits(
    incident: Incident, analyst: User, manager: User
) -> None:
    one, other = Actor.objects.filter(participations__incident=incident, public_id__isnull=False).order_by(
        "pk"
    )[:2]
    changed(other, analyst, name="Another name")
    Actor.objects.update(description="Led by Zeki Demirtaş.")
    erase_name(name="Zeki Demirtaş", by=manager, basis="He was threatened.")
    for actor in (one, other):
        actor.refresh_from_db()
        assert "Zeki" not in actor.description
    assert (awaits_approval(one), awaits_approval(other)) == (False, True)


def test_the_command_says_that_changes_wait(incident: Incident, analyst: User, reviewer: User) -> None:
    changed(left(incident), analyst, name="Another name")
    out = StringIO()
    call_command("refresh_record", by=reviewer.email, stdout=out)
    assert "1 change" in out.getvalue()
