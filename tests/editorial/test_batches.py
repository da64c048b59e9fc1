"""Publishing many at once."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from incidents.codebook import WorkflowState
from incidents.editorial.acts.publish import publish_batch
from incidents.editorial.refusal import Refused
from incidents.models import Incident
from incidents.record.models import Edition
from tests import factories as make
from tests.editorial.published import consistent, make_published

pytestmark = pytest.mark.django_db


def batch(number: int, analyst: User, reviewer: User) -> list[Incident]:
    incidents = [make.complete_incident() for _ in range(number)]
    Incident.objects.filter(pk__in=[incident.pk for incident in incidents]).update(
        state=WorkflowState.APPROVED
    )
    return incidents


def test_a_batch_of_ten_and_of_two_hundred_take_the_same_number_of_queries(
    analyst: User, reviewer: User
) -> None:
    make_published(analyst, reviewer)
    counts = []
    for number in (10, 200):
        incidents = batch(number, analyst, reviewer)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert publish_batch(incidents=incidents, by=reviewer) == number
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] < 110
    assert consistent()


def test_a_batch_with_an_unapproved_incident_says_which(analyst: User, reviewer: User) -> None:
    incidents = [*batch(2, analyst, reviewer), make.complete_incident(title="Unread")]
    with pytest.raises(Refused, match="“Unread” is not approved"):
        publish_batch(incidents=incidents, by=reviewer)
    assert not Edition.objects.exists()


def test_a_batch_tells_how_far_it_is(analyst: User, reviewer: User) -> None:
    calls: list[tuple[int, int]] = []
    publish_batch(
        incidents=batch(3, analyst, reviewer), by=reviewer, progress=lambda done, of: calls.append((done, of))
    )
    assert calls == [(3, 3)]
