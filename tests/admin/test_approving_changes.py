"""What colleagues changed since it became public, on the desk's front page and on its own form."""

from __future__ import annotations

import pytest
from django.urls import reverse

from incidents.codebook import WorkflowState
from incidents.editorial.acts.publish import publish
from incidents.models import Actor, Coverage, Incident
from incidents.record.models import OPEN, Edition
from tests import factories as make

from .browsing import errors_of, form_of, open_form, send, text_of

pytestmark = pytest.mark.django_db


def page(subject, slug: str) -> str:
    return reverse(f"admin:incidents_{subject._meta.model_name}_{slug.replace('-', '_')}", args=[subject.pk])


@pytest.fixture
def actor(reviewer) -> Actor:
    incident = make.complete_incident()
    make.ParticipationFactory(incident=incident, actor=make.ActorFactory(name="The Militia"))
    Incident.objects.update(state=WorkflowState.APPROVED)
    publish(subject=Incident.objects.get(), by=reviewer)
    return Actor.objects.get(name="The Militia")


def rename(client, actor, name: str) -> None:
    response = send(client, form_of(actor), open_form(client, form_of(actor)), name=name)
    assert response.status_code == 302, errors_of(response)
    actor.refresh_from_db()


def public_text(actor: Actor) -> str:
    return Edition.objects.get(public_id=actor.public_id, entry__until=OPEN).body or ""


def front(client) -> str:
    return text_of(client.get(reverse("admin:index")))


def test_an_analysts_change_waits_on_the_reviewers_front_page(desk, review_desk, actor):
    assert page(actor, "difference") not in front(review_desk)
    rename(desk, actor, "The Brigade")
    assert page(actor, "difference") in front(review_desk)
    assert "Changed since published" not in front(desk)
    assert "until then readers see the edition in force" in text_of(desk.get(form_of(actor))).lower()
    difference = text_of(review_desk.get(page(actor, "difference")))
    assert "The Brigade" in difference
    assert "approve-change" in difference
    assert "approve-change" not in text_of(desk.get(page(actor, "difference")))


def test_it_is_approved_from_there(desk, review_desk, actor):
    rename(desk, actor, "The Brigade")
    assert desk.post(page(actor, "approve-change"), {}).status_code == 403
    seen = {"seen_revision": actor.revision}
    assert review_desk.post(page(actor, "approve-change"), seen).status_code == 302
    assert "The Brigade" in public_text(actor)
    assert page(actor, "difference") not in front(review_desk)
    assert "approve-change" not in text_of(review_desk.get(form_of(actor)))


def test_what_was_changed_after_the_look_is_not_approved(desk, review_desk, actor):
    rename(desk, actor, "The Brigade")
    seen = {"seen_revision": actor.revision}
    rename(desk, actor, "The Band")
    response = review_desk.post(page(actor, "approve-change"), seen, follow=True)
    assert "while you were looking" in text_of(response)
    assert "The Militia" in public_text(actor)


@pytest.mark.django_db(transaction=True)  # the history tells saves apart by the time of their transactions
def test_a_tie_entered_on_its_own_page_waits_as_well(desk, review_desk, actor):
    make.ActorRelationFactory(actor=actor, other=make.ActorFactory(name="The Patron"), kind="backed_by")
    relation = actor.relations.get()
    response = send(desk, form_of(relation), open_form(desk, form_of(relation)), public_note="Since spring.")
    assert response.status_code == 302, errors_of(response)
    assert page(actor, "difference") in front(review_desk)


@pytest.mark.django_db(transaction=True)
def test_so_does_one_that_is_taken_away_there(desk, review_desk, reviewer):
    militia, patron = make.ActorFactory(name="The Militia"), make.ActorFactory(name="The Patron")
    relation = make.ActorRelationFactory(actor=militia, other=patron, kind="backed_by")
    incident = make.complete_incident()
    make.ParticipationFactory(incident=incident, actor=militia)
    Incident.objects.update(state=WorkflowState.APPROVED)
    publish(subject=Incident.objects.get(), by=reviewer)
    actor = Actor.objects.get(name="The Militia")
    url = reverse("admin:incidents_actorrelation_delete", args=[relation.pk])
    assert desk.post(url, {"post": "yes"}).status_code == 302
    assert not actor.relations.exists()
    assert page(actor, "difference") in front(review_desk)


def test_a_form_in_review_says_who_has_to_approve(desk, review_desk, sign_in, manager, reviewer):
    incident = make.complete_incident(by=reviewer)
    fields = open_form(review_desk, form_of(incident))
    send(review_desk, form_of(incident), fields, title="Written by the reviewer")
    send(desk, form_of(incident), open_form(desk, form_of(incident)), title="A comma, added", _submit="1")
    incident.refresh_from_db()
    assert incident.state == WorkflowState.IN_REVIEW
    assert incident.title in front(review_desk)
    shown = text_of(review_desk.get(form_of(incident)))
    assert "what was edited by: Analyst, Reviewer" in shown
    assert "Who can: Manager" in shown
    response = review_desk.post(page(incident, "approve"), {}, follow=True)
    assert "What you edited waits" in text_of(response)
    assert incident.title not in front(review_desk)
    manager_desk = sign_in(manager)
    assert "Approved so far by: Reviewer" in text_of(manager_desk.get(form_of(incident)))
    manager_desk.post(page(incident, "approve"), {})
    incident.refresh_from_db()
    assert incident.state == WorkflowState.APPROVED


def test_coverage_is_retracted_and_put_in_force_again(review_desk, reviewer):
    coverage = make.CoverageFactory(name="The North")
    make.CoverageAreaFactory(coverage=coverage, location=make.LocationFactory())
    assert page(coverage, "retract") not in text_of(review_desk.get(form_of(coverage)))
    publish(subject=coverage, by=reviewer)
    assert "../retract/" in text_of(review_desk.get(form_of(coverage)))
    assert review_desk.post(page(coverage, "retract"), {"note": "Nobody read it."}).status_code == 302
    shown = text_of(review_desk.get(form_of(coverage)))
    assert "A correction puts it in force again" in shown
    assert "../retract/" not in shown
    again = {"purpose": "factual", "note": "Somebody did."}
    assert review_desk.post(page(coverage, "correct"), again).status_code == 302
    assert not Coverage.objects.get().retracted


def test_actors_are_never_retracted(review_desk, actor):
    assert "../retract/" not in text_of(review_desk.get(form_of(actor)))
    assert review_desk.post(page(actor, "retract"), {"note": "No."}).status_code == 404
