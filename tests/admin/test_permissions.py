"""Who sees and does what at the desk."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib import admin
from django.urls import reverse

from incidents.codebook import PublicationBasis
from incidents.models import Actor, Person, ReportText
from incidents.record.models import Edition
from tests import factories as make

from .browsing import add_row, errors_of, form_of, open_form, send, text_of

pytestmark = pytest.mark.django_db

PAGES = sorted(
    f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
    for model in admin.site._registry
    if model._meta.app_label in ("incidents", "record")
    for page in ("changelist", "add")
)


@pytest.mark.parametrize("name", PAGES)
def test_outsider_sees_no_page_of_the_desk(client, sign_in, outsider, name):
    assert client.get(reverse(name)).status_code == 302
    assert sign_in(outsider).get(reverse(name)).status_code in (302, 403)


@pytest.mark.parametrize("name", [name for name in PAGES if name.endswith("changelist")])
def test_every_list_opens_and_is_searched(desk, name):
    assert desk.get(reverse(name), {"q": "قامشلو"}, follow=True).status_code == 200


@pytest.mark.parametrize(
    "factory",
    [make.ActorFactory, make.LocationFactory, make.SourceFactory, make.ReportFactory, make.PersonFactory,
     make.EpisodeFactory, make.DatasetFactory, make.DatasetRowFactory, make.ActorRelationFactory],
)  # fmt: skip
def test_every_form_opens(desk, factory):
    assert desk.get(form_of(factory())).status_code == 200


@pytest.mark.parametrize("model", [Actor, Person])
def test_analyst_deletes_no_subject(desk, model):
    row = make.ActorFactory() if model is Actor else make.PersonFactory()
    url = reverse(f"admin:incidents_{model._meta.model_name}_delete", args=[row.pk])
    assert desk.post(url, {"post": "yes"}).status_code == 403


def test_datasets_and_editions_are_looked_at_only(sign_in, manager):
    desk = sign_in(manager)
    row = make.DatasetRowFactory()
    assert desk.post(form_of(row), {}).status_code == 403
    for name in ("incidents_datasetrow_add", "incidents_dataset_add", "record_edition_add"):
        assert desk.get(reverse(f"admin:{name}")).status_code == 403
    assert Edition._meta.label == "record.Edition"


def test_confidential_source_is_marked_wherever_it_is_read(desk):
    source = make.ConfidentialSourceFactory()
    report = make.ReportFactory(source=source)
    incident = make.CitationFactory(report=report).incident
    for url in (
        reverse("admin:incidents_source_changelist"),
        reverse("admin:incidents_report_changelist"),
        form_of(incident),
    ):
        assert "mark-confidential" in text_of(desk.get(url))


def test_reliability_is_signed_by_whoever_judges(desk, analyst):
    source = make.SourceFactory()
    fields = open_form(desk, form_of(source))
    add_row(fields, "reliabilities", grade="B", since="2021-01-01", reason="Known for years.")
    assert send(desk, form_of(source), fields).status_code == 302
    judged = source.reliabilities.get()
    assert (judged.grade, judged.by, judged.since) == ("B", analyst, date(2021, 1, 1))


def test_text_of_a_report_becomes_its_next_version(desk):
    report = make.ReportFactory()
    for text in ("First.", "First.", "Second."):
        send(desk, form_of(report), open_form(desk, form_of(report)), new_text=text)
    assert list(ReportText.objects.filter(report=report).values_list("version", "text")) == [
        (1, "First."),
        (2, "Second."),
    ]


def test_analyst_does_not_decide_about_naming(desk):
    person = make.PersonFactory()
    fields = open_form(desk, form_of(person))
    assert "basis" not in fields
    send(desk, form_of(person), fields, basis="consent", basis_note="x", vouch="on")
    person.refresh_from_db()
    assert person.basis == PublicationBasis.NONE


def test_minor_is_named_only_by_two(review_desk, sign_in, manager, reviewer):
    child = make.PersonFactory(age_band="child")
    fields = open_form(review_desk, form_of(child))
    alone = send(
        review_desk, form_of(child), fields, basis="consent", basis_note="The mother agreed.", vouch="on"
    )
    assert "basis_confirmed_by" in alone.context["adminform"].form.errors or "second person" in errors_of(
        alone
    )
    proposed = send(review_desk, form_of(child), fields, basis_note="The mother agreed.", vouch="on")
    assert proposed.status_code == 302
    second = sign_in(manager)
    named = send(second, form_of(child), open_form(second, form_of(child)), basis="consent", vouch="on")
    assert named.status_code == 302, errors_of(named)
    child.refresh_from_db()
    assert (child.basis, child.basis_set_by, child.basis_confirmed_by) == ("consent", reviewer, manager)


def test_front_page_says_what_waits(desk, review_desk, analyst):
    make.IncidentFactory(title="My draft", updated_by=analyst)
    make.IncidentFactory(title="Waiting", updated_by=analyst, state="in_review")
    mine, theirs = (text_of(who.get(reverse("admin:index"))) for who in (desk, review_desk))
    assert "My draft" in mine
    assert "Waiting" not in mine
    assert "Waiting" in theirs


def test_pages_keep_a_strict_policy_and_bring_nothing_inline(desk):
    incident = make.complete_incident()
    for url in (
        reverse("admin:index"),
        reverse("admin:incidents_incident_changelist"),
        reverse("admin:incidents_incident_fast_lane"),
        form_of(incident),
    ):
        response = desk.get(url)
        policy, page = response.headers["Content-Security-Policy"], text_of(response)
        assert "unsafe" not in policy
        assert " style=" not in page
        assert "<style" not in page
        assert "onclick=" not in page
