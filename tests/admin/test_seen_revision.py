"""Acts are done to what somebody looked at, and what is public is never deleted."""

from __future__ import annotations

import pytest
from django.urls import reverse

from incidents.codebook import WorkflowState
from incidents.editorial.acts.review import submit
from incidents.models import Actor, Incident
from tests import factories as make

from .browsing import fields_of, form_of, open_form, send, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def incident(analyst):
    row = make.complete_incident(by=analyst)
    submit(subject=row, by=analyst)
    return row


def edit_and_submit_again(desk, incident):
    fields = open_form(desk, form_of(incident))
    assert send(desk, form_of(incident), fields, summary="Slipped in.", _continue="1").status_code == 302
    Incident.objects.filter(pk=incident.pk).update(state=WorkflowState.IN_REVIEW)


def approval(incident):
    return reverse("admin:incidents_incident_approve", args=[incident.pk])


def test_what_changed_since_the_page_was_opened_is_not_approved(desk, review_desk, incident):
    opened = fields_of(text_of(review_desk.get(approval(incident))))
    edit_and_submit_again(desk, incident)
    review_desk.post(approval(incident), opened)
    incident.refresh_from_db()
    assert (incident.summary, incident.state) == ("Slipped in.", WorkflowState.IN_REVIEW)


def test_link_on_the_form_carries_what_was_seen_there(desk, review_desk, incident):
    page = text_of(review_desk.get(form_of(incident)))
    link = f"{approval(incident)}?seen_revision={incident.revision}"
    assert f'href="../approve/?seen_revision={incident.revision}"' in page
    edit_and_submit_again(desk, incident)
    review_desk.post(link, fields_of(text_of(review_desk.get(link))))
    incident.refresh_from_db()
    assert incident.state == WorkflowState.IN_REVIEW


def test_what_was_seen_is_approved(review_desk, incident):
    review_desk.post(approval(incident), fields_of(text_of(review_desk.get(approval(incident)))))
    incident.refresh_from_db()
    assert incident.state == WorkflowState.APPROVED


def test_what_is_public_is_not_deleted(sign_in, manager, reviewer, analyst):
    desk = sign_in(manager)
    public, unused = make.ActorFactory(public_id="ACT-000001"), make.ActorFactory()
    for actor in (public, unused):
        desk.post(reverse("admin:incidents_actor_delete", args=[actor.pk]), {"post": "yes"})
    desk.post(
        reverse("admin:incidents_actor_changelist"),
        {"action": "delete_selected", "_selected_action": public.pk, "post": "yes"},
    )
    assert list(Actor.objects.filter(pk__in=[public.pk, unused.pk])) == [public]


def test_history_shows_lists_of_words(desk, incident):
    fields = open_form(desk, form_of(incident))
    send(desk, form_of(incident), fields, tags="checkpoint, night", _continue="1")
    history = text_of(desk.get(reverse("admin:incidents_incident_history", args=[incident.pk])))
    assert "checkpoint, night" in history


def test_claim_of_a_withheld_incident_is_not_removed(desk, incident):
    claim = make.StatementClaimFactory(incident=incident)
    Incident.objects.filter(pk=incident.pk).update(state=WorkflowState.WITHHELD)
    answer = desk.post(reverse("admin:incidents_statementclaim_delete", args=[claim.pk]), {"post": "yes"})
    assert answer.status_code == 403
    assert incident.claims.filter(pk=claim.pk).exists()
