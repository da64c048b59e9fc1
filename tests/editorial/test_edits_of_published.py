"""What an edit does to an incident that readers see: nothing, where they would read the same."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from incidents.codebook import Purpose, WorkflowState
from incidents.editorial.acts.correct import correct
from incidents.editorial.acts.editing import begin_edit, finish_edit
from incidents.editorial.acts.publish import publish
from incidents.editorial.acts.retract import retract
from incidents.editorial.acts.review import approve, reopen, submit
from incidents.models import Claim, Incident, Source
from incidents.record.models import Edition
from tests import factories as make
from tests.editorial.published import kinds, make_published
from tests.editorial.scene import approved

# The history tells saves apart by the time of their transactions.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def incident(analyst: User, reviewer: User) -> Incident:
    with transaction.atomic():
        return make_published(analyst, reviewer)


def pass_review(incident: Incident, analyst: User, reviewer: User) -> None:
    with transaction.atomic():
        approved(incident, analyst, reviewer)


def edit(incident: Incident, by: User, **fields: Any) -> WorkflowState:
    with transaction.atomic():
        begin_edit(subject=incident, by=by, expected_revision=incident.revision)
        Incident.objects.filter(pk=incident.pk).update(**fields)
        finish_edit(subject=incident, by=by)
    incident.refresh_from_db()
    return WorkflowState(incident.state)


def test_a_note_among_colleagues_leaves_it_published(
    incident: Incident, analyst: User, reviewer: User
) -> None:
    assert edit(incident, analyst, note="Ask the hospital.") == WorkflowState.PUBLISHED
    assert (incident.updated_by, kinds(incident.public_id)) == (analyst, ["published"])
    assert edit(incident, reviewer, note="") == WorkflowState.PUBLISHED


def test_an_edit_that_is_taken_back_leaves_it_published(incident: Incident, analyst: User) -> None:
    title = incident.title
    assert edit(incident, analyst, title="Another title") == WorkflowState.DRAFT
    assert edit(incident, analyst, note="Was right before.") == WorkflowState.DRAFT
    assert edit(incident, analyst, title=title) == WorkflowState.PUBLISHED
    submitted = Incident.objects.get(pk=incident.pk)
    edit(submitted, analyst, title="Another title")
    submit(subject=submitted, by=analyst)
    assert edit(submitted, analyst, title=title) == WorkflowState.PUBLISHED


def test_a_row_that_is_added_and_removed_leaves_it_published(incident: Incident, analyst: User) -> None:
    with transaction.atomic():
        begin_edit(subject=incident, by=analyst, expected_revision=incident.revision)
        translation = make.TranslationFactory(incident=incident, language="ar")
        finish_edit(subject=incident, by=analyst)
    assert incident.state == WorkflowState.DRAFT
    with transaction.atomic():
        begin_edit(subject=incident, by=analyst, expected_revision=incident.revision)
        translation.delete()
        finish_edit(subject=incident, by=analyst)
    assert incident.state == WorkflowState.PUBLISHED


def test_what_is_hidden_today_waits_for_a_look_all_the_same(
    incident: Incident, analyst: User, reviewer: User
) -> None:
    """A claim of a confidential source is in no document, until the source is confidential no more."""
    source = make.SourceFactory(confidential=True)
    with transaction.atomic():
        begin_edit(subject=incident, by=analyst, expected_revision=incident.revision)
        make.ClaimFactory(incident=incident, claimant_source=source)
        finish_edit(subject=incident, by=analyst)
    assert incident.state == WorkflowState.DRAFT
    pass_review(incident, analyst, reviewer)
    correct(subject=incident, by=reviewer, purpose=Purpose.FACTUAL, note="Nothing that readers see.")
    assert incident.state == WorkflowState.PUBLISHED
    assert edit(incident, analyst, note="The claim was looked at.") == WorkflowState.PUBLISHED
    claim = Claim.objects.get(claimant_source=source)
    with transaction.atomic():
        begin_edit(subject=incident, by=analyst, expected_revision=incident.revision)
        Claim.objects.filter(pk=claim.pk).update(certainty="possible")
        finish_edit(subject=incident, by=analyst)
    assert incident.state == WorkflowState.DRAFT
    assert Source.objects.filter(confidential=True).exists()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    edits=st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "title": st.sampled_from(["Clash", "Clashes"]),
                "summary": st.sampled_from(["", "One sentence."]),
                "note": st.text("ab ", max_size=4),
            },
        ),
        max_size=4,
    )
)
def test_it_is_published_exactly_while_it_says_what_readers_see(
    incident: Incident, analyst: User, edits: list[dict[str, str]]
) -> None:
    public = {"title": incident.title, "summary": incident.summary}
    before = {**public, "note": incident.note, "state": incident.state}
    for fields in edits:
        state = edit(incident, analyst, **fields)
        same = {name: getattr(incident, name) for name in public} == public
        assert (state == WorkflowState.PUBLISHED) is same
    edit(incident, analyst, **before)
    assert Edition.objects.filter(public_id=incident.public_id).count() == 1


def test_what_was_reopened_after_a_retraction_does_not_become_public_by_a_note(
    incident: Incident, analyst: User, reviewer: User, manager: User
) -> None:
    retract(subject=incident, by=manager, note="It did not happen.")
    reopen(subject=incident, by=manager)
    assert edit(incident, analyst, note="Look again.") == WorkflowState.DRAFT


def test_an_edit_of_a_reviewer_keeps_it_in_review(analyst: User, reviewer: User, manager: User) -> None:
    incident = make.complete_incident()
    edit(incident, analyst, note="")
    submit(subject=incident, by=analyst)
    assert edit(incident, reviewer, title="Another title") == WorkflowState.IN_REVIEW
    approve(subject=incident, by=manager)
    assert edit(incident, reviewer, title="A third title") == WorkflowState.IN_REVIEW
    assert edit(incident, analyst, title="A fourth title") == WorkflowState.DRAFT


def test_earlier_editions_can_be_emptied_while_nothing_new_is_said(
    incident: Incident, reviewer: User, analyst: User
) -> None:
    edit(incident, analyst, title="Without the name")
    pass_review(incident, analyst, reviewer)
    correct(subject=incident, by=reviewer, purpose=Purpose.FACTUAL, note="Shorter.")
    edition = correct(subject=incident, by=reviewer, purpose=Purpose.PROTECTIVE, note="He asked us.")
    assert edition is not None
    assert Edition.objects.filter(public_id=incident.public_id, body__isnull=False).count() == 1
    assert incident.state == WorkflowState.PUBLISHED


def test_published_again_after_a_first_publication_by_hand(analyst: User, reviewer: User) -> None:
    incident = make.complete_incident()
    edit(incident, analyst, note="")
    pass_review(incident, analyst, reviewer)
    publish(subject=incident, by=reviewer)
    assert edit(incident, analyst, note="Filed.") == WorkflowState.PUBLISHED
