"""One screen for the common case."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from accounts.roles import Role
from incidents.codebook import CasualtyStatus, Outcome, WorkflowState
from incidents.intake.casualty_lines import NotACasualtyLine, read_line
from incidents.models import Claim, Incident, Report
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


def enter(desk, typed, **buttons):
    url = reverse(FAST)
    return desk.post(url, open_form(desk, url) | typed | (buttons or {"_review": "1"}))


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


def test_outsider_and_visitor_see_nothing(client, sign_in, outsider):
    assert client.get(reverse(FAST)).status_code == 302
    assert sign_in(outsider).get(reverse(FAST)).status_code in (302, 403)
    assert outsider.role not in Role.values


LINES = {
    "killed 2 — per SOHR": (Outcome.KILLED, 2, None, 2, "SOHR"),
    "at least three wounded, per Rudaw": (Outcome.WOUNDED, 3, None, None, "Rudaw"),
    "between 3 and 5 wounded - SOHR": (Outcome.WOUNDED, 3, None, 5, "SOHR"),
    "about 10 killed": (Outcome.KILLED, None, 10, None, ""),
    "more than 15 killed or wounded according to Amaq": (Outcome.KILLED_OR_WOUNDED, 16, None, None, "Amaq"),
    "up to 5 missing": (Outcome.MISSING, None, None, 5, ""),
    "nobody killed": (Outcome.KILLED, 0, None, 0, ""),
    "a policeman died of wounds": (Outcome.DIED_LATER, 1, None, 1, ""),
    "dozens displaced": (Outcome.DISPLACED, None, None, None, ""),
    "1,200 displaced — OCHA": (Outcome.DISPLACED, 1200, None, 1200, "OCHA"),
}


@pytest.mark.parametrize("text", LINES)
def test_lines_are_read(text):
    line = read_line(text)
    assert (line.outcome, line.minimum, line.best, line.maximum, line.claimant) == LINES[text]


def test_described_claimant_and_belonging_are_read():
    line = read_line("3 fighters of the National Defence Forces were killed — per “local sources”")
    assert (line.described, line.claimant, line.belongs_to) == (
        True,
        "local sources",
        "National Defence Forces",
    )


@pytest.mark.parametrize("text", ["wounded", "12", "5 to 3 killed", "9999999 killed", "per SOHR"])
def test_lines_that_say_too_little_are_refused(text):
    with pytest.raises(NotACasualtyLine):
        read_line(text)
