"""Coverage in the admin: entered, published, moved on by a correction; a second editor's work is kept."""

from __future__ import annotations

import pytest
from django.urls import reverse

from incidents.models import Coverage
from incidents.record.models import Edition
from tests import factories as make

from .browsing import add_row, errors_of, form_of, open_form, send, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def entered(desk) -> Coverage:
    fields = open_form(desk, reverse("admin:incidents_coverage_add"))
    fields["areas-0-location"] = str(make.GovernorateFactory(name="The North").pk)
    add_row(fields, "monitored", source=str(make.SourceFactory(name="The Daily").pk))
    response = send(
        desk,
        reverse("admin:incidents_coverage_add"),
        fields,
        name="The North, 2021",
        since="2021-01-01",
        event_types=["battle", "explosion"],
        languages="ar, en",
    )
    assert response.status_code == 302, errors_of(response)
    return Coverage.objects.get(name="The North, 2021")


def page(coverage: Coverage, slug: str) -> str:
    return reverse(f"admin:incidents_coverage_{slug}", args=[coverage.pk])


def test_it_is_entered_published_and_moved_on(desk, review_desk, entered):
    assert (entered.event_types, entered.languages) == (["battle", "explosion"], ["ar", "en"])
    assert "The North" in text_of(desk.get(page(entered, "preview")))
    assert review_desk.post(page(entered, "publish"), {"note": ""}).status_code == 302
    entered.refresh_from_db()
    fields = open_form(desk, form_of(entered))
    response = send(desk, form_of(entered), fields, coded_until="2021-06-30")
    assert response.status_code == 302, errors_of(response)
    correction = {"purpose": "added", "note": "Coded to the end of June."}
    assert review_desk.post(page(entered, "correct"), correction).status_code == 302
    notes = Edition.objects.filter(public_id=entered.public_id).order_by("number").values_list("kind", "note")
    assert list(notes) == [("published", None), ("corrected", "Coded to the end of June.")]


def test_impossible_days_and_codes_are_told_at_the_field(desk, entered):
    fields = open_form(desk, form_of(entered))
    response = send(desk, form_of(entered), fields, until="2020-12-31")
    assert "must not be above" in errors_of(response)
    response = send(desk, form_of(entered), fields, event_types=["skirmish"])
    assert "event_types" in errors_of(response)


def test_nothing_is_overwritten_unseen(desk, review_desk, entered):
    mine, theirs = open_form(desk, form_of(entered)), open_form(review_desk, form_of(entered))
    assert send(review_desk, form_of(entered), theirs, backlog="May is missing.").status_code == 302
    response = send(desk, form_of(entered), mine, description="All of it.")
    assert response.status_code == 200
    entered.refresh_from_db()
    assert (entered.backlog, entered.description) == ("May is missing.", "")


def test_a_list_of_types_that_was_not_touched_stays_as_it_is(desk, entered):
    fields = open_form(desk, form_of(entered))
    assert send(desk, form_of(entered), fields, backlog="None.").status_code == 302
    entered.refresh_from_db()
    assert entered.event_types == ["battle", "explosion"]


def test_analysts_enter_it_and_do_not_publish(desk, entered):
    assert desk.post(page(entered, "publish"), {"note": ""}).status_code == 403
    assert desk.post(reverse("admin:incidents_coverage_delete", args=[entered.pk])).status_code == 403
