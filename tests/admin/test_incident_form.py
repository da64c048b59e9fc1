"""The incident form: saving, imprecise dates, rows, claims behind figures."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from incidents.codebook import DatePrecision, WorkflowState
from incidents.models import Incident
from tests import factories as make

from .browsing import add_row, errors_of, form_of, open_form, send, text_of

pytestmark = pytest.mark.django_db


def test_new_incident_with_place_and_description(desk, analyst):
    url = reverse("admin:incidents_incident_add")
    place = make.LocationFactory()
    fields = open_form(desk, url) | {
        "title": "Clash", "summary": "A clash.", "event_type": "battle", "sub_event_type": "armed_clash",
        "when": "February 2021", "places-0-location": place.pk,
        "participations-0-description": "unidentified gunmen",
    }  # fmt: skip
    response = send(desk, url, fields, _continue="1")
    assert response.status_code == 302, errors_of(response)
    incident = Incident.objects.get()
    assert (incident.occurred_earliest, incident.occurred_latest) == (date(2021, 2, 1), date(2021, 2, 28))
    assert incident.occurred_precision == DatePrecision.MONTH
    assert (incident.created_by, incident.updated_by, incident.revision) == (analyst, analyst, 1)
    assert incident.places.get().location == place
    assert incident.participations.get().description == "unidentified gunmen"


def test_exact_fields_work_without_the_line(desk):
    incident = make.IncidentFactory()
    fields = open_form(desk, form_of(incident))
    send(desk, form_of(incident), fields, occurred_earliest="2021-04-19", occurred_latest="2021-04-22")
    incident.refresh_from_db()
    assert (incident.occurred_earliest.day, incident.occurred_latest.day) == (19, 22)


@pytest.mark.parametrize("words", ["the day before", "32 April 2021", "5 May 2999", "Monday 20 April 2021"])
def test_words_that_are_no_date_are_refused_at_the_line(desk, words):
    incident = make.IncidentFactory()
    response = send(desk, form_of(incident), open_form(desk, form_of(incident)), when=words)
    assert response.context["adminform"].form.errors["when"]
    assert words in text_of(response)


def test_days_too_far_apart_for_their_precision_are_refused(desk):
    incident = make.IncidentFactory()
    fields = open_form(desk, form_of(incident))
    changed = {"occurred_latest": "2022-04-22", "occurred_precision": "days"}
    response = send(desk, form_of(incident), fields, **changed)
    assert "occurred_precision" in response.context["adminform"].form.errors


def test_saving_nothing_changes_nothing(desk):
    incident = make.complete_incident()
    Incident.objects.filter(pk=incident.pk).update(state=WorkflowState.IN_REVIEW)
    incident.refresh_from_db()
    before = incident.revision
    response = send(desk, form_of(incident), open_form(desk, form_of(incident)), _continue="1")
    assert response.status_code == 302, errors_of(response)
    incident.refresh_from_db()
    assert (incident.revision, incident.state) == (before, WorkflowState.IN_REVIEW)


def test_edit_of_what_is_in_review_makes_it_a_draft_again(desk):
    incident = make.complete_incident()
    Incident.objects.filter(pk=incident.pk).update(state=WorkflowState.IN_REVIEW)
    send(desk, form_of(incident), open_form(desk, form_of(incident)), title="Another title")
    incident.refresh_from_db()
    assert (incident.state, incident.title) == (WorkflowState.DRAFT, "Another title")


def test_sub_event_of_another_type_is_refused_at_the_field(desk):
    incident = make.IncidentFactory()
    fields = open_form(desk, form_of(incident))
    response = send(desk, form_of(incident), fields, event_type="detention")
    assert "sub_event_type" in response.context["adminform"].form.errors


def test_figure_rests_on_chosen_claims(desk):
    incident = make.IncidentFactory()
    claim, other = make.CasualtyClaimFactory.create_batch(2, incident=incident)
    fields = open_form(desk, form_of(incident))
    add_row(
        fields,
        "figures",
        outcome="killed",
        status="unknown",
        low="1",
        best="1",
        high="",
        rests_on=[str(claim.pk)],
    )
    response = send(desk, form_of(incident), fields, _continue="1")
    assert response.status_code == 302, errors_of(response)
    figure = incident.figures.get()
    assert list(figure.claims.all()) == [claim]
    fields = open_form(desk, form_of(incident))
    send(desk, form_of(incident), fields, figures__0__rests_on=[str(claim.pk), str(other.pk)])
    assert set(figure.claims.all()) == {claim, other}


def test_figure_cannot_rest_on_a_claim_of_another_incident(desk):
    incident, elsewhere = make.IncidentFactory(), make.CasualtyClaimFactory()
    fields = open_form(desk, form_of(incident))
    add_row(
        fields, "figures", outcome="killed", status="unknown", low="1", best="1", rests_on=[str(elsewhere.pk)]
    )
    response = send(desk, form_of(incident), fields)
    assert response.status_code == 200
    assert not incident.figures.exists()


def test_rules_of_the_database_are_told_at_their_field(desk):
    incident = make.IncidentFactory()
    fields = open_form(desk, form_of(incident))
    add_row(fields, "assessments", about="occurrence", grade="confirmed", reason="")
    add_row(fields, "figures", outcome="died_later", status="unknown", low="3", best="1")
    response = send(desk, form_of(incident), fields)
    by_model = {
        inline.opts.model.__name__: inline.formset for inline in response.context["inline_admin_formsets"]
    }
    assert "reason" in by_model["Assessment"].errors[0]
    assert {"outcome", "low"} <= set(by_model["AssessedFigure"].errors[0])


def test_assessment_is_signed_and_not_changed(desk, analyst):
    incident = make.IncidentFactory()
    old = make.AssessmentFactory(incident=incident)
    fields = open_form(desk, form_of(incident))
    add_row(fields, "assessments", about="occurrence", grade="contested", reason="A denial.")
    send(desk, form_of(incident), fields | {"assessments-0-grade": "confirmed"})
    old.refresh_from_db()
    newest = incident.assessments.filter(about="occurrence").order_by("-pk").first()
    assert (newest.grade, newest.by) == ("contested", analyst)
    assert old.grade != "confirmed"


def test_grade_is_held_against_the_origins_of_the_claims(desk):
    incident = make.IncidentFactory()
    make.CasualtyClaimFactory(incident=incident)
    fields = open_form(desk, form_of(incident))
    add_row(fields, "assessments", about="casualties", grade="corroborated", reason="Two agencies.")
    response = send(desk, form_of(incident), fields)
    formsets = {
        inline.opts.model.__name__: inline.formset for inline in response.context["inline_admin_formsets"]
    }
    assert "the claims have 1" in " ".join(formsets["Assessment"].errors[0]["grade"])
    make.CasualtyClaimFactory(incident=incident, claimant_source=make.SourceFactory())
    send(desk, form_of(incident), fields)
    assert incident.assessments.get().grade == "corroborated"


def test_review_note_is_settled_by_whoever_ticks_it(desk, analyst):
    incident = make.IncidentFactory()
    note = make.ReviewNoteFactory(incident=incident, text="Which checkpoint?")
    fields = open_form(desk, form_of(incident))
    send(desk, form_of(incident), fields, review_notes__0__settled="on", review_notes__0__text="reworded")
    note.refresh_from_db()
    assert note.resolved_at
    assert (note.resolved_by, note.text) == (analyst, "Which checkpoint?")


def test_form_of_twenty_claims_costs_a_bounded_number_of_queries(desk, django_assert_max_num_queries):
    incident = make.complete_incident()
    make.CasualtyClaimFactory.create_batch(20, incident=incident)
    with django_assert_max_num_queries(70):
        page = text_of(desk.get(form_of(incident)))
    assert page.count('id="claim-CLM-') >= 20
