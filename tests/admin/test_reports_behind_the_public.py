"""A report's address and title are public wherever it is cited, so that a change to them is reviewed there."""

from __future__ import annotations

import pytest

from incidents.codebook import WorkflowState
from incidents.editorial.acts.publish import publish
from incidents.editorial.acts.refresh import refresh
from incidents.models import Incident, Report
from incidents.record.models import Edition
from tests import factories as make
from tests.editorial.scene import approved

from .browsing import errors_of, form_of, open_form, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def incident(analyst, reviewer):
    row = make.complete_incident()
    approved(row, analyst, reviewer)
    publish(subject=row, by=reviewer)
    return row


def changed(client, incident, **fields):
    report = Report.objects.get(claims__incident=incident)
    response = send(client, form_of(report), open_form(client, form_of(report)) | fields, _continue="1")
    assert response.status_code == 302, errors_of(response)
    incident.refresh_from_db()


def test_address_changed_by_an_analyst_waits_for_review(desk, incident, analyst, reviewer):
    changed(desk, incident, url="https://elsewhere.example/forged")
    assert (incident.state, incident.updated_by) == (WorkflowState.DRAFT, analyst)
    refresh(by=reviewer)
    assert not Edition.objects.filter(body__contains="forged").exists()


def test_address_changed_after_approval_needs_a_new_one(desk, incident):
    Incident.objects.filter(pk=incident.pk).update(state=WorkflowState.APPROVED)
    changed(desk, incident, title="Another headline")
    assert incident.state == WorkflowState.DRAFT


@pytest.mark.parametrize("fields", [{"note": "For us."}, {"new_text": "Read again."}])
def test_what_is_not_public_changes_nothing(desk, incident, fields):
    changed(desk, incident, **fields)
    assert incident.state == WorkflowState.PUBLISHED


def test_who_may_approve_has_looked(review_desk, incident):
    changed(review_desk, incident, title="Another headline")
    assert incident.state == WorkflowState.PUBLISHED
