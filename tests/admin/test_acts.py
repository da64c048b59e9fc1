"""What may happen to an incident, from its form: submit, approve, publish, correct, retract, merge, withhold."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from incidents.codebook import WorkflowState
from incidents.models import Incident
from incidents.record.models import Edition
from tests import factories as make

from .browsing import form_of, open_form, send, text_of

pytestmark = pytest.mark.django_db


def page(subject, slug: str) -> str:
    return reverse(f"admin:incidents_{subject._meta.model_name}_{slug.replace('-', '_')}", args=[subject.pk])


def act(desk, subject, slug: str, **inputs):
    response = desk.post(page(subject, slug), inputs)
    subject.refresh_from_db()
    return response


@pytest.fixture
def ready(analyst):
    return make.complete_incident(by=analyst)


@pytest.fixture
def published(desk, review_desk, ready):
    for who, slug in ((desk, "submit"), (review_desk, "approve"), (review_desk, "publish")):
        assert act(who, ready, slug).status_code == 302
    assert ready.state == WorkflowState.PUBLISHED
    return ready


def test_from_draft_to_edition_and_corrected(desk, review_desk, published):
    send(desk, form_of(published), open_form(desk, form_of(published)), title="Said better", _submit="1")
    published.refresh_from_db()
    assert published.state == WorkflowState.IN_REVIEW
    act(review_desk, published, "approve")
    response = act(review_desk, published, "correct", purpose="factual", note="The title said too much.")
    assert response.status_code == 302
    numbers = (
        Edition.objects.filter(public_id=published.public_id).order_by("number").values_list("number", "kind")
    )
    assert list(numbers) == [(1, "published"), (2, "corrected")]


def test_refusal_says_what_is_missing_at_the_field(desk):
    incident = make.IncidentFactory(summary="")
    response = desk.post(page(incident, "submit"), follow=True)
    shown = response.context["refused"]
    assert {problem.anchor for problem in shown} >= {"id_summary", "places-group"}
    html = text_of(response)
    assert all(f'id="{problem.anchor}"' in html for problem in shown if problem.anchor)
    assert "summary" in response.context["adminform"].form.errors
    assert "Refused" not in text_of(desk.get(form_of(incident))), "told once"


def test_save_and_submit_keeps_the_save_when_the_submission_is_refused(desk):
    incident = make.IncidentFactory(summary="")
    response = send(desk, form_of(incident), open_form(desk, form_of(incident)), title="Kept", _submit="1")
    assert response.status_code == 302
    incident.refresh_from_db()
    assert (incident.title, incident.state) == ("Kept", WorkflowState.DRAFT)


def test_last_editor_is_not_offered_a_way_round_four_eyes(review_desk, reviewer):
    incident = make.complete_incident(by=reviewer)
    act(review_desk, incident, "submit")
    act(review_desk, incident, "approve")
    assert incident.state == WorkflowState.IN_REVIEW


@pytest.mark.parametrize(
    "slug", ["approve", "publish", "correct", "retract", "merge", "withhold", "request-changes"]
)
def test_analyst_is_neither_offered_nor_allowed_what_the_role_does_not_cover(desk, ready, slug):
    Incident.objects.filter(pk=ready.pk).update(state=WorkflowState.IN_REVIEW)
    assert f"../{slug}/" not in text_of(desk.get(form_of(ready)))
    for answer in (desk.get(page(ready, slug)), desk.post(page(ready, slug), {"note": "x"})):
        assert answer.status_code == 403


def test_act_is_never_done_by_a_link(review_desk, ready):
    Incident.objects.filter(pk=ready.pk).update(state=WorkflowState.IN_REVIEW)
    assert review_desk.get(page(ready, "approve")).status_code == 200
    ready.refresh_from_db()
    assert ready.state == WorkflowState.IN_REVIEW


def test_request_for_changes_becomes_a_note_on_the_form(desk, review_desk, ready):
    act(desk, ready, "submit")
    act(review_desk, ready, "request-changes", text="Which checkpoint?", field="summary")
    assert ready.state == WorkflowState.CHANGES_REQUESTED
    shown = text_of(desk.get(form_of(ready)))
    assert "Which checkpoint?" in shown
    asked = shown.split("Asked for in review")[1].split("</div>")[0]
    assert '<a href="#id_summary">Summary</a>:' in asked
    assert "Which checkpoint?" in asked
    ready.review_notes.update(resolved_by=ready.updated_by, resolved_at=ready.updated_at)
    assert "Asked for in review" not in text_of(desk.get(form_of(ready)))


def test_retraction_asks_for_a_note(review_desk, published):
    assert act(review_desk, published, "retract").status_code == 200
    assert published.state == WorkflowState.PUBLISHED
    assert act(review_desk, published, "retract", note="It did not happen.").status_code == 302
    assert published.state == WorkflowState.RETRACTED
    assert review_desk.post(form_of(published)).status_code == 403, "only looked at from now on"


def test_merge_by_public_id(desk, review_desk, published, analyst):
    other = make.complete_incident(by=analyst)
    for who, slug in ((desk, "submit"), (review_desk, "approve"), (review_desk, "publish")):
        act(who, other, slug)
    refused = act(review_desk, other, "merge", into="INC-999999", note="Same.")
    assert "into" in refused.context["form"].errors
    assert act(review_desk, other, "merge", into=published.public_id, note="Same event.").status_code == 302
    assert (other.state, other.merged_into) == (WorkflowState.MERGED, published)


def test_withholding_is_for_managers(sign_in, manager, review_desk, published):
    assert act(review_desk, published, "withhold", basis="danger").status_code == 403
    assert act(sign_in(manager), published, "withhold", basis="A witness is in danger.").status_code == 302
    assert published.state == WorkflowState.WITHHELD


def test_preview_shows_exactly_the_document(desk, ready):
    response = desk.get(page(ready, "preview"))
    document = json.loads(response.context["text"])
    assert document["title"]["en"] == ready.title
    assert ready.title in text_of(response)
    assert "nobody outside sees this yet" in text_of(desk.get(page(ready, "preview") + "?page"))


def test_preview_hides_what_the_record_hides(desk, ready):
    hidden = make.ConfidentialSourceFactory(name="Nurse Nightingale")
    report = make.ReportFactory(source=hidden, title="What the nurse told", byline="")
    make.CitationFactory(incident=ready, report=report)
    make.CasualtyClaimFactory(incident=ready, claimant_source=hidden, report=report)
    for suffix in ("", "?page"):
        shown = text_of(desk.get(page(ready, "preview") + suffix))
        assert "Nightingale" not in shown
        assert "What the nurse told" not in shown


def test_difference_names_what_would_change(desk, published):
    send(desk, form_of(published), open_form(desk, form_of(published)), title="Another title")
    changes = desk.get(page(published, "difference")).context["changes"]
    assert [(change.after) for change in changes] == ["Another title"]


def test_batch_publishes_the_approved_only(review_desk, analyst, desk):
    rows = [make.complete_incident(by=analyst) for _n in range(3)]
    for row in rows[:2]:
        act(desk, row, "submit")
        act(review_desk, row, "approve")
    url = reverse("admin:incidents_incident_changelist")
    review_desk.post(url, {"action": "publish_selected", "_selected_action": [row.pk for row in rows]})
    states = (
        Incident.objects.filter(pk__in=[row.pk for row in rows])
        .order_by("pk")
        .values_list("state", flat=True)
    )
    assert list(states) == [WorkflowState.PUBLISHED, WorkflowState.PUBLISHED, WorkflowState.DRAFT]
    assert "publish_selected" not in text_of(desk.get(url))


def test_published_incident_is_not_deleted_by_anybody(sign_in, manager, published):
    url = reverse("admin:incidents_incident_delete", args=[published.pk])
    assert sign_in(manager).post(url, {"post": "yes"}).status_code == 403
    assert Incident.objects.filter(pk=published.pk).exists()


@pytest.mark.parametrize("factory", [make.ActorFactory, make.LocationFactory, make.SourceFactory])
def test_what_incidents_name_is_published_and_corrected_from_its_own_form(review_desk, factory):
    row = factory()
    assert review_desk.get(page(row, "preview")).status_code == 200
    assert act(review_desk, row, "publish").status_code == 302
    send(review_desk, form_of(row), open_form(review_desk, form_of(row)), name="Another name")
    changes = review_desk.get(page(row, "difference")).context["changes"]
    assert "Another name" in [change.after for change in changes]
    act(review_desk, row, "correct", purpose="factual", note="It is called otherwise.")
    kinds = Edition.objects.filter(public_id=row.public_id).order_by("number").values_list("kind", flat=True)
    assert list(kinds) == ["published", "corrected"]


def test_confidential_source_has_no_preview(review_desk):
    source = make.ConfidentialSourceFactory()
    for slug in ("preview", "difference"):
        shown = text_of(review_desk.get(page(source, slug)))
        assert "no public document" in shown
