"""Adoption of a dataset's coding on the desk: on one incident's page, and from the list for many."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command

from incidents.admin.incidents import adopting
from incidents.models import CODED_FIELDS, Incident
from tests import factories as make

from .browsing import form_of, text_of
from .test_acts import page

pytestmark = pytest.mark.django_db

LIST = "/admin/incidents/incident/"


@pytest.fixture
def coded() -> Incident:
    dataset = make.DatasetFactory(key="ucdp-ged", version="19.1", title="UCDP GED")
    return make.complete_incident(
        origin_row=make.DatasetRowFactory(dataset=dataset), coded_fields=list(CODED_FIELDS)
    )


def adopted(incident: Incident) -> bool:
    incident.refresh_from_db()
    return incident.adopted_on is not None


def chosen(*incidents: Incident, **more: Any) -> dict[str, Any]:
    return {"action": "adopt_selected", "_selected_action": [row.pk for row in incidents], **more}


def test_a_page_asks_before_it_is_adopted(review_desk, coded):
    form = text_of(review_desk.get(form_of(coded)))
    assert "../adopt/" in form
    assert "Coded by UCDP GED 19.1, and shown as that." in form
    assert "holds it" in text_of(review_desk.get(page(coded, "adopt")))
    assert not adopted(coded)
    review_desk.post(page(coded, "adopt"))
    assert adopted(coded)
    offered = text_of(review_desk.get(form_of(coded)))
    assert "../adopt/" not in offered
    assert "../take-back-adoption/" in offered
    assert "adopted by the desk on" in offered
    review_desk.post(page(coded, "take-back-adoption"))
    assert not adopted(coded)


def test_nothing_of_our_own_coding_is_offered_for_adoption(review_desk):
    offered = text_of(review_desk.get(form_of(make.complete_incident())))
    assert "../adopt/" not in offered


def test_an_analyst_adopts_nothing(desk, coded):
    assert "../adopt/" not in text_of(desk.get(form_of(coded)))
    assert desk.post(page(coded, "adopt")).status_code == 403
    desk.post(LIST, chosen(coded, confirmed="yes"))
    assert not adopted(coded)


def test_many_are_adopted_after_a_page_that_counts_them(review_desk, coded):
    ours = make.complete_incident()
    asked = text_of(review_desk.post(LIST, chosen(coded, ours)))
    assert "UCDP GED 19.1: 1" in asked
    assert not adopted(coded)
    answer = review_desk.post(LIST, chosen(coded, ours, confirmed="yes"), follow=True)
    assert "1 incident adopted." in text_of(answer)
    assert adopted(coded)
    again = review_desk.post(LIST, chosen(coded, confirmed="yes"), follow=True)
    assert "None of them stands as a dataset coded it." in text_of(again)


def test_too_many_for_a_request_are_left_to_the_command(review_desk, reviewer, coded, monkeypatch):
    monkeypatch.setattr(adopting, "MOST", 0)
    answer = review_desk.post(LIST, chosen(coded, confirmed="yes"), follow=True)
    assert "too many for one request" in text_of(answer)
    assert not adopted(coded)
    call_command("adopt", "ucdp-ged", by=reviewer.email, verbosity=0)
    assert adopted(coded)


def test_the_list_is_narrowed_by_whose_the_coding_is(review_desk, coded):
    ours = make.complete_incident(title="Ours")
    Incident.objects.filter(pk=coded.pk).update(title="Theirs")
    assert "Theirs" not in text_of(review_desk.get(LIST, {"coding": "desk"}))
    found = text_of(review_desk.get(LIST, {"coding": "dataset"}))
    assert "Theirs" in found
    assert ours.title not in found
