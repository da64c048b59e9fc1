"""An analyst who is about to correct and a reader of the correction are told of the same changes in the same words."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.html import escape

from accounts.models import User
from incidents.codebook import Purpose
from incidents.editorial.acts.correct import correct
from incidents.editorial.preview import difference
from incidents.models import AssessedFigure, Participation
from incidents.pages.history import history_of
from incidents.record.states import head
from tests.editorial.published import edited, make_published
from tests.editorial.scene import approved

pytestmark = pytest.mark.django_db


def test_desk_and_readers_are_told_the_same(client: Client, analyst: User, reviewer: User) -> None:
    incident = make_published(analyst, reviewer)
    AssessedFigure.objects.filter(incident=incident).update(high=9, rationale="The hospital counts more.")
    Participation.objects.filter(incident=incident, side="b").update(standing="alleged", certainty="possible")
    incident.claims.update(stance="questions", wording="as many as nine")
    edited(
        incident, analyst, reviewer, title="Shots at a checkpoint", tags=["checkpoint"], civilian_harm="none"
    )

    told_at_the_desk = difference(subject=incident)
    approved(incident, analyst, reviewer)
    correct(subject=incident, by=reviewer, purpose=Purpose.ADDED, note="More is known.")
    history = history_of(incident.public_id or "", head())

    assert history is not None
    assert len(told_at_the_desk) >= 7
    assert history.latest.changes == told_at_the_desk
    page = client.get(f"/incidents/{incident.public_id}/").content.decode()
    for change in told_at_the_desk:
        assert escape(change.label) in page
        assert escape(change.after) in page
