"""The list of incidents: its columns, its search in any script, and what it costs."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from incidents.admin import paginator
from incidents.codebook import NameKind, Script, WorkflowState
from tests import factories as make

from .browsing import text_of

pytestmark = pytest.mark.django_db
LIST = "admin:incidents_incident_changelist"


def listed(desk, **parameters) -> list[str]:
    response = desk.get(reverse(LIST), parameters)
    assert response.status_code == 200
    return [incident.title for incident in response.context["cl"].result_list]


@pytest.fixture
def qamishli():
    city = make.LocationFactory(name="Qamishli")
    make.LocationNameFactory(location=city, name="قامشلو", script=Script.ARABIC, language="ckb")
    return city


def test_columns_say_what_an_analyst_scans(desk, qamishli):
    incident = make.IncidentFactory(
        title="Clash", occurred_earliest=date(2021, 4, 20), occurred_latest=date(2021, 4, 21),
        occurred_time_of_day="evening", extent="series", state=WorkflowState.IN_REVIEW,
        updated_by=make.UserFactory(display_name="Ada"),
    )  # fmt: skip
    make.IncidentLocationFactory(incident=incident, location=qamishli)
    make.ParticipationFactory(incident=incident, actor=make.ActorFactory(name="Asayish"), standing="alleged")
    make.AssessedFigureFactory(incident=incident, low=1, best=2, high=None, status="civilian")
    make.AssessedFigureFactory(incident=incident, low=1, best=1, high=1, status="combatant")
    make.AssessmentFactory(incident=incident, about="occurrence", grade="confirmed")
    page = text_of(desk.get(reverse(LIST)))
    shown = [
        "20–21 April 2021, evening",
        "Qamishli",
        "Asayish (alleged)",
        "2–3–?",
        "Confirmed",
        "Series",
        "In review",
        "Ada",
    ]
    assert [text for text in shown if text not in page] == []


def test_newest_occurrence_grade_is_shown_and_filtered(desk):
    incident = make.IncidentFactory(title="Judged twice")
    for grade in ("confirmed", "contested"):
        make.AssessmentFactory(incident=incident, about="occurrence", grade=grade)
    assert listed(desk, occurrence="contested") == ["Judged twice"]
    assert listed(desk, occurrence="confirmed") == []
    assert listed(desk, occurrence="not_assessed") == []


def test_number_of_queries_does_not_grow_with_the_rows(desk):
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            desk.get(reverse(LIST))
        return len(queries)

    make.complete_incident()
    few = cost()
    for _n in range(8):
        make.complete_incident()
    assert cost() == few


def test_nothing_counts_the_whole_table(desk):
    make.IncidentFactory()
    with CaptureQueriesContext(connection) as queries:
        desk.get(reverse(LIST))
    counts = [query["sql"] for query in queries if "COUNT(" in query["sql"].upper()]
    assert counts
    assert all("LIMIT" in sql for sql in counts)


def test_long_list_says_that_it_is_capped(desk, monkeypatch):
    monkeypatch.setattr(paginator, "MOST_COUNTED", 2)
    make.IncidentFactory.create_batch(4)
    assert "More than 10,000" in text_of(desk.get(reverse(LIST)))


@pytest.mark.parametrize("words", ["قامشلو", "QAMISHLI", "qamish", "Qamishlî", "clash qamishli"])
def test_place_is_found_in_any_script(desk, qamishli, words):
    make.IncidentLocationFactory(incident=make.IncidentFactory(title="A clash"), location=qamishli)
    make.IncidentFactory(title="A clash elsewhere")
    assert listed(desk, q=words) == ["A clash"]


def test_city_finds_what_happened_at_its_sites(desk, qamishli):
    roundabout = make.SiteFactory(name="Al-Wahda roundabout", parent=qamishli)
    make.IncidentLocationFactory(
        incident=make.IncidentFactory(title="At the roundabout"), location=roundabout
    )
    assert listed(desk, q="قامشلو") == ["At the roundabout"]


@pytest.mark.parametrize("words", ["ISIS", "is", "Daesh", "داعش", "islamic state"])
def test_actor_is_found_by_any_name(desk, words):
    actor = make.ActorFactory(name="Islamic State")
    for name in ("ISIS", "IS", "Daesh", "داعش"):
        make.ActorNameFactory(actor=actor, name=name, kind=NameKind.ALIAS)
    make.ParticipationFactory(incident=make.IncidentFactory(title="Found"), actor=actor)
    make.IncidentFactory(title="Another")
    assert listed(desk, q=words) == ["Found"]


def test_incident_is_found_by_its_id(desk):
    incident = make.IncidentFactory(title="This one", public_id="INC-000042")
    make.IncidentFactory(title="That one")
    for words in ("INC-000042", "inc-000042", "42", f"#{incident.pk}"):
        assert "This one" in listed(desk, q=words)


@pytest.mark.parametrize("words", ["%", "'", "\\", "(", '"', "INC-", "9" * 30, "a" * 5000, "‮", "😀"])
def test_odd_searches_find_nothing_and_break_nothing(desk, words):
    make.IncidentFactory()
    assert desk.get(reverse(LIST), {"q": words}).status_code == 200


def test_what_no_text_can_hold_is_refused(desk):
    assert desk.get(reverse(LIST), {"q": "x\x00y"}).status_code == 400


@pytest.mark.parametrize(
    "parameters", [{"year": "9999"}, {"year": "0000"}, {"year": "x"}, {"occurrence": "?"}, {"mine": "7"}]
)
def test_odd_filters_break_nothing(desk, parameters):
    make.IncidentFactory()
    assert desk.get(reverse(LIST), parameters).status_code == 200


def test_mine(desk, analyst):
    make.IncidentFactory(title="Mine", updated_by=analyst)
    make.IncidentFactory(title="Theirs", updated_by=make.UserFactory())
    assert listed(desk, mine="1") == ["Mine"]
    assert listed(desk, mine="0") == ["Theirs"]


def look_up(desk, model: str, field: str, term: str) -> list[str]:
    url = reverse("admin:autocomplete")
    response = desk.get(
        url, {"app_label": "incidents", "model_name": model, "field_name": field, "term": term}
    )
    return [result["text"] for result in response.json()["results"] if result["id"] != "create"]


def test_namesakes_are_told_apart(desk):
    authority = make.ActorFactory(name="AANES")
    north = make.ActorFactory(name="Asayish", kind="police", active_from=date(2012, 1, 1))
    make.ActorRelationFactory(actor=north, kind="security_force_of", other=authority)
    make.ActorFactory(name="Asayish", kind="rebel_group", active_until=date(1999, 1, 1))
    assert look_up(desk, "participation", "actor", "ASAYISH") == [
        "Asayish — Police and internal security, security force of AANES, 2012–",
        "Asayish — Rebel group, ?–1999",
    ]


def test_larger_place_comes_first_and_says_where_it_lies(desk):
    hasaka = make.GovernorateFactory(name="Al-Hasakah")
    make.LocationFactory(name="Tell", parent=hasaka, population=10)
    make.LocationFactory(name="Tell", parent=make.GovernorateFactory(name="Homs"), population=90_000)
    found = look_up(desk, "incidentlocation", "location", "tell")
    assert [label.split(", ")[-2] for label in found] == ["Homs", "Al-Hasakah"]


def test_source_is_found_by_its_short_form(desk):
    make.SourceFactory(name="Observatory", aliases=["SOHR", "المرصد السوري", "SO"])
    make.SourceFactory(name="Rudaw", aliases=["SOS"])
    for term in ("sohr", "observ sohr", "المرصد", "so"):
        assert [text.split(" — ")[0] for text in look_up(desk, "report", "source", term)] == ["Observatory"]


def test_actor_with_two_parts_is_named_once_and_marked_only_where_nothing_is_established(desk):
    incident = make.IncidentFactory()
    both, only = make.ActorFactory(name="Both"), make.ActorFactory(name="Only")
    make.ParticipationFactory(incident=incident, actor=both, role="belligerent", standing="assessed")
    make.ParticipationFactory(incident=incident, actor=both, role="attacker", standing="alleged")
    make.ParticipationFactory(incident=incident, actor=only, role="attacker", standing="alleged")
    page = text_of(desk.get(reverse(LIST)))
    assert "Both, Only (alleged)" in page
