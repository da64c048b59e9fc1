"""Several editors publishing at once, each with a connection of its own: what they share becomes public once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from itertools import pairwise

import pytest
from django.db import connections, transaction

from accounts.models import User
from incidents.codebook import Purpose, WorkflowState
from incidents.editorial.acts.correct import correct
from incidents.editorial.acts.publish import publish
from incidents.editorial.issuing import Plan
from incidents.editorial.mentions import everything
from incidents.editorial.refusal import Refused
from incidents.models import Actor, Incident
from incidents.record.log.verification import verify
from incidents.record.models import Edition
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 8


def at_once(*jobs: Callable[[], None]) -> list[BaseException]:
    """Run each job in a thread of its own, all starting together; returns what they raised."""
    raised: list[BaseException] = []
    gate = threading.Barrier(len(jobs))

    def run(job: Callable[[], None]) -> None:
        try:
            gate.wait()
            job()
        except BaseException as error:
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return raised


def approved(number: int) -> list[Incident]:
    """Approved incidents that all name the same two actors and the same town, none of them public."""
    town, left, right = make.LocationFactory(), make.ActorFactory(), make.ActorFactory()
    make.ActorRelationFactory(actor=left, other=right, kind="opposed_to")
    incidents = []
    for _ in range(number):
        incident = make.complete_incident()
        make.IncidentLocationFactory(incident=incident, location=town)
        for actor in (left, right):
            make.ParticipationFactory(incident=incident, actor=actor)
        incidents.append(incident)
    for earlier, later in pairwise(incidents):
        make.IncidentLinkFactory(incident=later, other=earlier)
    Incident.objects.update(state=WorkflowState.APPROVED)
    return list(Incident.objects.order_by("pk"))


def publishing(incidents: list[Incident], by: User) -> Callable[[], None]:
    def job() -> None:
        for incident in incidents:
            publish(subject=incident, by=by)

    return job


def gapless() -> bool:
    sequences = list(Edition.objects.order_by("sequence").values_list("sequence", flat=True))
    return sequences == list(range(1, len(sequences) + 1))


def unlinked() -> list[str]:
    """Documents in force that a refresh would still change: ties that two publishers missed."""
    with transaction.atomic():
        issued = [edition.public_id for edition in Plan.lock({}, also=everything()).refresh()]
        transaction.set_rollback(True)
    return issued


def test_eight_editors_publish_what_they_share_once(reviewer: User) -> None:
    incidents = approved(WRITERS * 2)
    jobs = [publishing(incidents[start::WRITERS], reviewer) for start in range(WRITERS)]
    assert at_once(*jobs) == []
    assert Incident.objects.filter(state=WorkflowState.PUBLISHED).count() == len(incidents)
    firsts = Edition.objects.filter(kind="published").values_list("public_id", flat=True)
    assert len(firsts) == len(set(firsts))
    assert Actor.objects.filter(public_id__isnull=True).count() == 0
    assert not unlinked()
    assert gapless()
    assert list(verify()) == []


def test_one_incident_is_published_once_however_many_press_the_button(reviewer: User) -> None:
    [incident] = approved(1)
    copies = [Incident.objects.get(pk=incident.pk) for _ in range(WRITERS)]
    raised = at_once(*(publishing([copy], reviewer) for copy in copies))
    assert len(raised) == WRITERS - 1
    assert {type(error) for error in raised} == {Refused}
    assert Edition.objects.filter(subject="incident").count() == 1


def test_correcting_an_actor_and_publishing_go_together(reviewer: User) -> None:
    incidents = approved(WRITERS)
    publish(subject=incidents[0], by=reviewer)
    actor = Actor.objects.filter(public_id__isnull=False).order_by("pk")[0]

    def rename() -> None:
        for name in ("First name", "Second name", "Third name"):
            Actor.objects.filter(pk=actor.pk).update(name=name)
            correct(subject=Actor.objects.get(pk=actor.pk), by=reviewer, purpose=Purpose.FACTUAL, note=name)

    assert at_once(rename, publishing(incidents[1:4], reviewer), publishing(incidents[4:], reviewer)) == []
    assert gapless()
    assert list(verify()) == []
