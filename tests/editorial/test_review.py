"""Who may move an incident from state to state, and what it needs."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accounts.models import User
from incidents.codebook import WorkflowState
from incidents.editorial.acts.editing import begin_edit, finish_edit
from incidents.editorial.acts.publish import publish
from incidents.editorial.acts.review import approve, reopen, request_changes, submit
from incidents.editorial.refusal import EditConflict, Refused
from incidents.models import Incident, ReviewNote
from tests import factories as make
from tests.editorial.scene import approved

pytestmark = pytest.mark.django_db


@pytest.fixture
def incident(analyst: User) -> Incident:
    return make.complete_incident(by=analyst)


def state(incident: Incident) -> str:
    return Incident.objects.values_list("state", flat=True).get(pk=incident.pk)


def fields(refused: pytest.ExceptionInfo[Refused]) -> set[str | None]:
    return {problem.field for problem in refused.value.problems}


def test_a_complete_draft_goes_through_review(incident: Incident, analyst: User, reviewer: User) -> None:
    submit(subject=incident, by=analyst)
    assert incident.state == state(incident) == WorkflowState.IN_REVIEW
    approve(subject=incident, by=reviewer)
    assert state(incident) == WorkflowState.APPROVED


def test_everything_missing_is_said_at_once_and_at_its_field(analyst: User) -> None:
    bare = make.IncidentFactory(title=" ", summary="")
    with pytest.raises(Refused) as refused:
        submit(subject=bare, by=analyst)
    assert fields(refused) == {"title", "summary", "places", "citations", "claims", "assessments"}
    assert all(problem.message and problem.remedy for problem in refused.value.problems)
    assert state(bare) == WorkflowState.DRAFT


def test_a_figure_names_its_claims_or_says_why(incident: Incident, analyst: User) -> None:
    figure = make.AssessedFigureFactory(incident=incident, outcome="wounded", rationale="")
    with pytest.raises(Refused) as refused:
        submit(subject=incident, by=analyst)
    assert fields(refused) == {f"figures.{figure.pk}.rationale"}


def test_a_denial_says_of_what(incident: Incident, analyst: User) -> None:
    claim = make.StatementClaimFactory(incident=incident, stance="denies")
    with pytest.raises(Refused) as refused:
        submit(subject=incident, by=analyst)
    [problem] = refused.value.problems
    assert (problem.field, problem.claim) == ("claims.about", claim.public_id)


def test_a_report_that_carries_a_claim_is_listed(incident: Incident, analyst: User) -> None:
    make.StatementClaimFactory(incident=incident, report=make.ReportFactory())
    with pytest.raises(Refused) as refused:
        submit(subject=incident, by=analyst)
    assert fields(refused) == {"citations"}


def test_an_assessed_part_rests_on_something(incident: Incident, analyst: User) -> None:
    incident.assessments.filter(about="responsibility").delete()
    with pytest.raises(Refused) as refused:
        submit(subject=incident, by=analyst)
    assert {str(field).split(".")[0] for field in fields(refused)} == {"participations"}


def test_a_day_that_lasts_a_year_is_pointed_out(incident: Incident, analyst: User) -> None:
    Incident.objects.filter(pk=incident.pk).update(
        occurred_precision="month", occurred_latest=date(2022, 4, 20)
    )
    with pytest.raises(Refused) as refused:
        submit(subject=incident, by=analyst)
    assert fields(refused) == {"occurred_precision"}


def test_a_restricted_licence_is_never_released(incident: Incident, analyst: User) -> None:
    Incident.objects.filter(pk=incident.pk).update(licence="restricted")
    with pytest.raises(Refused) as refused:
        submit(subject=incident, by=analyst)
    assert fields(refused) == {"licence"}


def test_an_imported_incident_needs_no_report_of_its_own(analyst: User) -> None:
    incident = make.IncidentFactory(origin_row=make.DatasetRowFactory(), licence="cc-by-4.0")
    make.IncidentLocationFactory(incident=incident)
    make.AssessmentFactory(incident=incident, grade="not_assessed", reason="")
    submit(subject=incident, by=analyst)


def test_the_last_editor_approves_only_what_others_wrote(
    incident: Incident, reviewer: User, analyst: User
) -> None:
    begin_edit(subject=incident, by=reviewer, expected_revision=0)
    finish_edit(subject=incident, by=reviewer)
    submit(subject=incident, by=analyst)
    assert approve(subject=incident, by=reviewer) is False
    assert state(incident) == WorkflowState.IN_REVIEW


def test_a_team_of_one_may(incident: Incident, reviewer: User, settings: Any) -> None:
    settings.ONE_PERSON_TEAM = True
    approved(incident, reviewer, reviewer)
    assert state(incident) == WorkflowState.APPROVED


def test_an_analyst_does_not_approve(incident: Incident, analyst: User) -> None:
    submit(subject=incident, by=analyst)
    with pytest.raises(Refused, match="Your role"):
        approve(subject=incident, by=analyst)


def test_an_outsider_does_nothing(incident: Incident, outsider: User) -> None:
    for act in (submit, approve, reopen, publish):
        with pytest.raises(Refused, match="Your role"):
            act(subject=incident, by=outsider)
    with pytest.raises(Refused, match="Your role"):
        begin_edit(subject=incident, by=outsider, expected_revision=0)


def test_changes_are_requested_at_a_field_or_a_claim(
    incident: Incident, analyst: User, reviewer: User
) -> None:
    submit(subject=incident, by=analyst)
    claim = incident.claims.get()
    request_changes(subject=incident, by=reviewer, text="Which report?", field="claims", claim=claim)
    note = request_changes(subject=incident, by=reviewer, text="Shorter, please.", field="title")
    assert (note.by, note.field, note.resolved_at) == (reviewer, "title", None)
    assert state(incident) == WorkflowState.CHANGES_REQUESTED
    submit(subject=incident, by=analyst)
    assert set(ReviewNote.objects.values_list("resolved_by", flat=True)) == {analyst.pk}


def test_a_request_says_what(incident: Incident, analyst: User, reviewer: User) -> None:
    submit(subject=incident, by=analyst)
    with pytest.raises(Refused) as refused:
        request_changes(subject=incident, by=reviewer, text=" ")
    assert fields(refused) == {"text"}
    assert state(incident) == WorkflowState.IN_REVIEW


def test_a_draft_is_not_approved(incident: Incident, reviewer: User) -> None:
    with pytest.raises(Refused, match="Possible from: In review"):
        approve(subject=incident, by=reviewer)


def test_what_was_edited_while_it_was_read_is_not_approved(
    incident: Incident, analyst: User, reviewer: User
) -> None:
    submit(subject=incident, by=analyst)
    seen = Incident.objects.get(pk=incident.pk)
    begin_edit(subject=incident, by=analyst, expected_revision=0)
    finish_edit(subject=incident, by=analyst)
    submit(subject=incident, by=analyst)
    with pytest.raises(Refused, match="edited it while you were looking"):
        approve(subject=seen, by=reviewer)


@pytest.mark.parametrize("before", [WorkflowState.IN_REVIEW, WorkflowState.APPROVED, WorkflowState.PUBLISHED])
def test_an_edit_means_another_look(incident: Incident, analyst: User, before: WorkflowState) -> None:
    Incident.objects.filter(pk=incident.pk).update(state=before, public_id="INC-000001")
    begin_edit(subject=incident, by=analyst, expected_revision=0)
    finish_edit(subject=incident, by=analyst)
    assert (state(incident), incident.revision, incident.updated_by) == (WorkflowState.DRAFT, 1, analyst)


@pytest.mark.parametrize("closed", [WorkflowState.RETRACTED, WorkflowState.WITHHELD])
def test_what_is_closed_is_not_edited(incident: Incident, analyst: User, closed: WorkflowState) -> None:
    Incident.objects.filter(pk=incident.pk).update(state=closed)
    with pytest.raises(Refused) as refused:
        begin_edit(subject=incident, by=analyst, expected_revision=0)
    assert refused.value.problems[0].remedy


def test_the_second_of_two_editors_is_told_what_changed_and_by_whom(
    incident: Incident, analyst: User, reviewer: User
) -> None:
    begin_edit(subject=incident, by=analyst, expected_revision=0)
    finish_edit(subject=incident, by=analyst)
    seen = incident.revision
    begin_edit(subject=incident, by=reviewer, expected_revision=seen)
    Incident.objects.filter(pk=incident.pk).update(title="Another title")
    incident.claims.update(minimum=1)
    make.AssessmentFactory(incident=incident, reason="A second report.")
    finish_edit(subject=incident, by=reviewer)
    with pytest.raises(EditConflict) as conflict:
        begin_edit(subject=incident, by=analyst, expected_revision=seen)
    assert conflict.value.by == reviewer
    assert "Reviewer saved this" in str(conflict.value)
    change = next(change for change in conflict.value.changes if change.path == "title")
    assert (change.before.startswith("Clash number"), change.after) == (True, "Another title")


def test_taking_back_leads_to_draft(incident: Incident, analyst: User, reviewer: User) -> None:
    submit(subject=incident, by=analyst)
    reopen(subject=incident, by=analyst)
    assert state(incident) == WorkflowState.DRAFT
    with pytest.raises(Refused):
        reopen(subject=incident, by=analyst)


def test_an_episode_holds_incidents(analyst: User, reviewer: User) -> None:
    episode = make.EpisodeFactory(summary="Clashes of one spring.")
    with pytest.raises(Refused) as refused:
        approved(episode, analyst, reviewer)
    assert fields(refused) == {"memberships"}
    make.EpisodeMembershipFactory(episode=episode)
    approved(episode, analyst, reviewer)
    assert episode.state == WorkflowState.APPROVED
