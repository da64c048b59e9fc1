"""Nobody vouches for what they wrote themselves, however many others have touched it since."""

from __future__ import annotations

import pytest

from accounts.models import User
from accounts.roles import Role
from incidents.codebook import Purpose, WorkflowState
from incidents.editorial.acts.correct import correct
from incidents.editorial.acts.editing import begin_edit, finish_edit
from incidents.editorial.acts.publish import publish
from incidents.editorial.acts.review import approve, reopen, request_changes, submit
from incidents.editorial.refusal import Refused
from incidents.models import Approval, Episode, Incident
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(db: None) -> User:
    return User.objects.create_user(
        "second@example.org", "a long password", display_name="Second", role=Role.REVIEWER
    )


@pytest.fixture
def incident(db: None) -> Incident:
    return make.complete_incident()


def edit(subject: Incident | Episode, by: User) -> None:
    begin_edit(subject=subject, by=by, expected_revision=subject.revision)
    finish_edit(subject=subject, by=by)
    subject.refresh_from_db()


def state(subject: Incident | Episode) -> str:
    subject.refresh_from_db()
    return subject.state


def test_a_comma_of_somebody_else_does_not_let_the_author_approve(
    incident: Incident, reviewer: User, second: User, analyst: User
) -> None:
    edit(incident, reviewer)
    edit(incident, analyst)
    submit(subject=incident, by=analyst)
    assert approve(subject=incident, by=reviewer) is False
    assert state(incident) == WorkflowState.IN_REVIEW
    with pytest.raises(Refused, match="Who can: Second"):
        approve(subject=incident, by=reviewer)
    assert approve(subject=incident, by=second) is True
    assert state(incident) == WorkflowState.APPROVED


def test_two_colleagues_approve_each_others_work(incident: Incident, reviewer: User, second: User) -> None:
    edit(incident, reviewer)
    edit(incident, second)
    submit(subject=incident, by=second)
    assert approve(subject=incident, by=second) is False
    assert approve(subject=incident, by=reviewer) is True
    assert state(incident) == WorkflowState.APPROVED


def test_an_edit_in_between_takes_the_first_approval_back(
    incident: Incident, reviewer: User, second: User, analyst: User
) -> None:
    edit(incident, reviewer)
    edit(incident, second)
    submit(subject=incident, by=second)
    approve(subject=incident, by=second)
    edit(incident, analyst)
    submit(subject=incident, by=analyst)
    assert approve(subject=incident, by=reviewer) is False, "the second colleague has not seen this version"
    assert approve(subject=incident, by=second) is True


def test_own_work_alone_is_refused_and_says_whom_to_ask(
    incident: Incident, reviewer: User, second: User, manager: User
) -> None:
    edit(incident, reviewer)
    submit(subject=incident, by=reviewer)
    with pytest.raises(Refused, match="Who can: Manager, Second"):
        approve(subject=incident, by=reviewer)
    assert not Approval.objects.exists()


def test_where_nobody_else_may_approve_it_says_what_to_do(incident: Incident, reviewer: User) -> None:
    edit(incident, reviewer)
    submit(subject=incident, by=reviewer)
    with pytest.raises(Refused, match="make a colleague a reviewer"):
        approve(subject=incident, by=reviewer)


def test_what_was_approved_before_is_not_asked_about_again(
    incident: Incident, reviewer: User, second: User, analyst: User
) -> None:
    edit(incident, reviewer)
    submit(subject=incident, by=reviewer)
    approve(subject=incident, by=second)
    publish(subject=incident, by=second)
    Incident.objects.filter(pk=incident.pk).update(title="Another title")
    edit(incident, analyst)
    submit(subject=incident, by=analyst)
    assert approve(subject=incident, by=reviewer) is True
    correct(subject=incident, by=reviewer, purpose=Purpose.FACTUAL, note="The title was wrong.")


def test_taking_back_and_asking_for_changes_forget_nothing(
    incident: Incident, reviewer: User, second: User
) -> None:
    edit(incident, reviewer)
    submit(subject=incident, by=reviewer)
    request_changes(subject=incident, by=second, text="Shorter.")
    reopen(subject=incident, by=reviewer)
    submit(subject=incident, by=second)
    with pytest.raises(Refused, match="somebody else"):
        approve(subject=incident, by=reviewer)


def test_whoever_has_left_is_not_named(incident: Incident, reviewer: User, second: User) -> None:
    User.objects.filter(pk=second.pk).update(is_active=False)
    edit(incident, reviewer)
    submit(subject=incident, by=reviewer)
    with pytest.raises(Refused, match="Nobody else here may approve"):
        approve(subject=incident, by=reviewer)


def test_the_same_holds_for_an_episode(reviewer: User, second: User, analyst: User) -> None:
    episode = make.EpisodeFactory(summary="Clashes of one spring.")
    make.EpisodeMembershipFactory(episode=episode)
    edit(episode, reviewer)
    edit(episode, analyst)
    submit(subject=episode, by=analyst)
    assert approve(subject=episode, by=reviewer) is False
    assert approve(subject=episode, by=second) is True


def test_who_vouched_for_which_save_is_kept(
    incident: Incident, analyst: User, reviewer: User, second: User
) -> None:
    edit(incident, reviewer)
    edit(incident, analyst)
    submit(subject=incident, by=analyst)
    approve(subject=incident, by=reviewer)
    approve(subject=incident, by=second)
    rows = Approval.objects.order_by("pk").values_list("incident", "revision", "whole", "by")
    assert list(rows) == [(incident.pk, 2, False, reviewer.pk), (incident.pk, 2, True, second.pk)]
