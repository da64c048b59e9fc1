"""What triggers see to: claims refer within their incident, judgements and texts are never overwritten, all is kept."""

from __future__ import annotations

import pghistory
import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError

from incidents.models import Actor, ActorName, Assessment, Claim
from incidents.models.claim_rules import OF_ONE_INCIDENT
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("reference", OF_ONE_INCIDENT)
def test_a_claim_may_refer_to_a_claim_of_its_own_incident(reference):
    first = f.CasualtyClaimFactory()
    f.CasualtyClaimFactory(incident=first.incident, basis="derived", **{reference: first})


@pytest.mark.parametrize("reference", OF_ONE_INCIDENT)
def test_a_claim_may_not_refer_to_a_claim_of_another_incident(reference):
    elsewhere = f.CasualtyClaimFactory()
    with pytest.raises(IntegrityError, match="same incident"):
        f.CasualtyClaimFactory(basis="derived", **{reference: elsewhere})


@pytest.mark.parametrize("reference", OF_ONE_INCIDENT)
def test_a_claim_may_not_refer_to_itself(reference):
    claim = f.CasualtyClaimFactory(basis="derived")
    setattr(claim, reference, claim)
    with pytest.raises(IntegrityError):
        claim.save()


def test_moving_a_claim_to_another_incident_is_refused_while_it_refers_back():
    first = f.CasualtyClaimFactory()
    part = f.CasualtyClaimFactory(incident=first.incident, within=first)
    with pytest.raises(IntegrityError, match="same incident"):
        Claim.objects.filter(pk=part.pk).update(incident=f.IncidentFactory())


def test_an_assessment_is_followed_and_never_overwritten():
    first = f.AssessmentFactory(grade="single_source")
    second = f.AssessmentFactory(incident=first.incident, grade="corroborated")
    assert list(Assessment.objects.in_force()) == [second]
    with pytest.raises(DatabaseError, match=r"[Cc]annot update"):
        Assessment.objects.filter(pk=first.pk).update(grade="disproved")


def test_the_text_of_a_report_is_never_changed():
    text = f.ReportTextFactory()
    text.text = "Three were killed."
    with pytest.raises(DatabaseError, match=r"[Cc]annot update"):
        text.save()


IS_A_HISTORY = {"Approval", "ImportVerdict"}
"""Written once, with what it tells of, and never changed."""
OF_THE_SITE = {"Job", "WorkerBeat"}
"""What the site is busy with, which is no material; a job names who asked for it."""


def test_every_model_of_the_desk_has_a_history():
    without = [
        model.__name__
        for model in apps.get_app_config("incidents").get_models()
        if not model._meta.proxy
        and model.__name__ not in IS_A_HISTORY | OF_THE_SITE
        and not hasattr(model, "pgh_tracked_model")
        and not hasattr(model, "pgh_event_model")
    ]
    assert without == []


def test_history_keeps_who_and_what_of_every_row_of_a_bulk_load(analyst):
    actor = f.ActorFactory()
    with pghistory.context(user=analyst.pk):
        ActorName.objects.bulk_create([ActorName(actor=actor, name=f"Name {n}") for n in range(3)])
        ActorName.objects.update(used_by="opponents")
        ActorName.objects.filter(name="Name 0").delete()
    events = ActorName.pgh_event_model.objects.select_related("pgh_context").order_by("pgh_id")  # type: ignore[attr-defined]
    assert [event.pgh_label for event in events] == ["insert"] * 3 + ["update"] * 3 + ["delete"]
    assert {event.used_by for event in events[3:]} == {"opponents"}
    assert {event.pgh_context.metadata["user"] for event in events} == {analyst.pk}


def test_history_is_only_added_to():
    f.ActorFactory()
    with pytest.raises(DatabaseError, match=r"[Cc]annot"):
        Actor.pgh_event_model.objects.update(name="Somebody else")  # type: ignore[attr-defined]
