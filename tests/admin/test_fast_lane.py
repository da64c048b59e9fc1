"""One screen for the common case."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from accounts.roles import Role
from incidents.codebook import CasualtyStatus, Outcome, WorkflowState
from incidents.models import Actor, Claim, Incident, Report
from tests import factories as make

from .browsing import open_form, text_of

FAST = "admin:incidents_incident_fast_lane"


@pytest.fixture
def names(db):
    rudaw = make.SourceFactory(name="Rudaw")
    make.SourceFactory(name="Syrian Observatory for Human Rights", aliases=["SOHR"])
    asayish = make.ActorFactory(name="Asayish")
    make.ActorNameFactory(actor=asayish, name="الأسايش")
    return {"source": rudaw.pk, "location": make.LocationFactory(name="Qamishli").pk, "actor_1": asayish.pk}


@pytest.fixture
def typed(names):
    return names | {
        "report_title": "Two dead", "url": "https://example.org/1", "published_on": "2021-05-03", "text": "Two died.",
        "title": "Checkpoint attacked", "summary": "Gunmen shot at a checkpoint, Rudaw says.",
        "sub_event_type": "battle/armed_clash", "when": "2 May 2021, evening", "description_2": "unidentified gunmen",
        "casualties": "2 fighters of Asayish killed — per SOHR\nat least three civilians wounded",
        "reason": "One agency and one monitor.",
    }  # fmt: skip


def post(desk, typed, **buttons):
    url = reverse(FAST)
    return desk.post(url, open_form(desk, url) | typed | (buttons or {"_review": "1"}))


def read(desk, words):
    return desk.get(reverse("admin:incidents_read_casualties"), {"words": words}).json()


def enter(desk, typed, **buttons):
    """With the reading of the casualty lines seen, as the page sends it."""
    return post(desk, typed | {"casualties_seen": read(desk, typed["casualties"])["seen"]}, **buttons)


def test_everything_is_made_together_and_goes_to_review(desk, typed, analyst):
    response = enter(desk, typed)
    assert response.status_code == 302, response.context["form"].errors
    incident = Incident.objects.get()
    assert response.url == reverse("admin:incidents_incident_change", args=[incident.pk])
    assert (incident.state, incident.updated_by, incident.revision) == (WorkflowState.IN_REVIEW, analyst, 1)
    assert (incident.occurred_earliest, incident.occurred_time_of_day) == (date(2021, 5, 2), "evening")
    assert incident.citations.get().report.texts.get().text == "Two died."
    killed, wounded = incident.claims.order_by("pk")
    assert (str(killed.claimant_source), killed.minimum, killed.maximum) == (
        "Syrian Observatory for Human Rights",
        2,
        2,
    )
    assert (str(killed.belongs_to_actor), killed.status) == ("Asayish", CasualtyStatus.COMBATANT)
    assert (str(wounded.claimant_source), wounded.minimum, wounded.maximum) == ("Rudaw", 3, None)
    figures = {
        figure.outcome: (figure.low, figure.best, figure.high, *figure.claims.all())
        for figure in incident.figures.all()
    }
    assert figures == {Outcome.KILLED: (2, 2, 2, killed), Outcome.WOUNDED: (3, 3, None, wounded)}
    assert {str(part) for part in incident.participations.all()} == {"Asayish", "unidentified gunmen"}
    assert incident.assessments.get(about="occurrence").by == analyst


def test_days_are_read_from_the_day_of_publication(desk, typed):
    enter(desk, typed | {"when": "yesterday at 14:30", "occurred_words": ""})
    incident = Incident.objects.get()
    assert (incident.occurred_earliest, incident.occurred_time_of_day) == (date(2021, 5, 2), "afternoon")
    assert incident.occurred_words == "yesterday at 14:30"


def test_draft_where_that_is_wanted(desk, typed):
    enter(desk, typed, _draft="1")
    assert Incident.objects.get().state == WorkflowState.DRAFT


def test_report_known_by_its_address_is_used_again(desk, typed):
    enter(desk, typed)
    enter(desk, typed | {"title": "Another event of the same report"})
    assert Report.objects.count() == 1
    assert Incident.objects.count() == 2


@pytest.mark.parametrize(
    "field, words, said",
    [
        ("when", "some day", "cannot be read as a date"),
        ("casualties", "two people", "does not say what happened"),
        ("casualties", "many hurt, per SOHRX", "Nearest: Syrian Observatory for Human Rights"),
        ("casualties", "2 killed per SOHR\n3 killed per Rudaw", "different numbers"),
        ("casualties", "5 killed per SOHR\n3 civilians killed", "same people"),
        ("casualties", "2 killed in Qamishli", "“in Qamishli” is not understood"),
        ("published_on", "2199-05-03", "lies in the future"),
        ("reason", "", "Say why"),
        ("source", "", "required"),
        ("location", "999999", "gone"),
        ("description_1", "men", "not both"),
    ],
)
def test_error_stands_at_its_field_and_loses_nothing(desk, typed, field, words, said):
    response = enter(desk, typed | {field: words})
    assert response.status_code == 200
    assert said in " ".join(response.context["form"].errors[field])
    page = text_of(response)
    assert all(
        kept in page for kept in ("Two dead", "https://example.org/1", "unidentified gunmen", "Gunmen shot")
    )
    assert not Incident.objects.exists()
    assert not Claim.objects.exists()


def test_name_of_two_is_not_guessed(desk, typed):
    make.SourceFactory(name="SOHR")
    response = enter(desk, typed)
    assert "can be several" in " ".join(response.context["form"].errors["casualties"])


def test_actor_is_found_by_its_own_name_before_those_who_are_also_called_so(desk, typed):
    make.ActorNameFactory(actor=make.ActorFactory(name="Asayish of the Kurdistan Region"), name="Asayish")
    (line,) = read(desk, "1 fighter killed (Asayish)")["lines"]
    assert line["said"] == ["Killed: 1, combatant, of Asayish — says the report itself"]


def test_outsider_and_visitor_see_nothing(client, sign_in, outsider):
    assert client.get(reverse(FAST)).status_code == 302
    assert sign_in(outsider).get(reverse(FAST)).status_code in (302, 403)
    assert outsider.role not in Role.values


def test_reading_is_shown_before_it_counts(desk, typed):
    lines = typed | {"casualties": "1 fighter killed (Asayish)\nمقتل طفلان"}
    response = post(desk, lines)
    assert "enter again" in " ".join(response.context["form"].errors["casualties"])
    page = text_of(response)
    assert "Killed: 1, combatant, of Asayish — says the report itself" in page
    assert "Killed: 2, civilian, child — says the report itself" in page
    assert not Incident.objects.exists()
    seen = {"casualties_seen": response.context["form"].reading.digest}
    changed = {"casualties": "2 fighters killed (Asayish)\nمقتل طفلان"}
    assert post(desk, lines | seen | changed).status_code == 200
    assert post(desk, lines | seen).status_code == 302


def test_reading_while_typing_is_what_is_stored(desk, typed):
    answer = read(desk, "3 women and 2 children killed\n2 killed (Asaysh)\n4 houses burnt")
    assert [line["said"] for line in answer["lines"]] == [
        [
            "Killed: 5, civilian — of them: 3, civilian, adult, female; 2, civilian, child — says the report itself"
        ],
        [],
        [],
    ]
    assert "Nearest: Asayish" in answer["lines"][1]["problem"]
    assert "does not say what happened" in answer["lines"][2]["problem"]


def test_reading_is_for_those_who_enter(client, sign_in, outsider):
    address = reverse("admin:incidents_read_casualties")
    for who in (client, sign_in(outsider)):
        assert who.get(address, {"words": "2 killed"}).status_code in (302, 403)


def test_parts_lie_within_their_sum_and_are_no_figures(desk, typed):
    enter(desk, typed | {"casualties": "3 women and 2 children killed, 1 fighter found dead (Asayish)"})
    total, women, children, found = Incident.objects.get().claims.order_by("pk")
    assert (total.minimum, women.within, children.within) == (5, total, total)
    assert (women.sex, women.age_band, children.age_band) == ("female", "adult", "child")
    assert (found.outcome, found.within) == (Outcome.FOUND_DEAD, None)
    figures = Incident.objects.get().figures.values_list("outcome", "status", "low", "high")
    assert set(figures) == {("killed", "civilian", 5, 5), ("killed", "combatant", 1, 1)}


def test_nobody_harmed_is_nobody_killed_and_nobody_wounded(desk, typed):
    enter(desk, typed | {"casualties": "no casualties"})
    figures = Incident.objects.get().figures.values_list("outcome", "low", "best", "high")
    assert set(figures) == {("killed", 0, 0, 0), ("wounded", 0, 0, 0)}


def test_assessed_standing_is_submitted_with_its_reason(desk, typed):
    assessed = typed | {"standing_1": "assessed"}
    response = enter(desk, assessed)
    assert "“Asayish” is marked as assessed" in " ".join(
        response.context["form"].errors["responsibility_reason"]
    )
    enter(
        desk,
        assessed
        | {"responsibility_grade": "single_source", "responsibility_reason": "The agency saw them there."},
    )
    incident = Incident.objects.get()
    assert incident.state == WorkflowState.IN_REVIEW
    assert incident.participations.get(actor__name="Asayish").standing == "assessed"


@pytest.mark.parametrize(
    "grades, said",
    [
        ({"grade": "corroborated"}, {}),
        ({"grade": "confirmed"}, {}),
        ({"casualties": "2 killed", "grade": "corroborated"}, {"grade": "the claims have 1"}),
        ({"casualties": "", "grade": "corroborated"}, {"grade": "the claims have 0"}),
        (
            {"casualties": "2 killed — per Asayish\n2 killed — per NDF", "grade": "confirmed"},
            {"grade": "no party"},
        ),
    ],
)
def test_grade_needs_its_origins(desk, typed, grades, said):
    make.ActorFactory(name="NDF")
    response = enter(
        desk, typed | {"actor_2": str(Actor.objects.get(name="NDF").pk), "description_2": ""} | grades
    )
    problems = {} if response.status_code == 302 else response.context["form"].errors
    assert set(problems) == set(said)
    assert all(words in " ".join(problems[field]) for field, words in said.items())


def test_language_of_the_report_is_told_by_its_letters(desk, typed):
    enter(desk, typed | {"report_title": "مقتل شخصين في القامشلي", "text": ""})
    assert Report.objects.get().language == "ar"
