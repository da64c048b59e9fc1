"""The desk as an analyst meets it in a browser: look-ups, dates, passages, the map, nothing blocked by the policy."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse

from incidents.codebook import WorkflowState
from incidents.models import Incident
from tests import factories as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DJANGOS_OWN = {"region", "landmark-unique", "empty-table-header", "scrollable-region-focusable"}
FAST = "/admin/incidents/incident/fast-lane/"


@pytest.fixture
def desk(page: Any, live_server: Any, sign_in: Any, analyst: Any) -> Any:
    """A tab in which the analyst is logged in."""
    return seated(page, live_server.url, sign_in(analyst))


def seated(page: Any, site: str, client: Client) -> Any:
    """The tab with the client's session; it knows the address of the site."""
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])
    page.site = site
    page.set_viewport_size({"width": 1280, "height": 900})
    return page


def pick(page: Any, field: str, words: str) -> None:
    """Type into a look-up and take the first that it offers."""
    page.locator(f".field-{field} .select2-selection").first.click()
    page.keyboard.type(words)
    page.locator(".select2-results__option--highlighted:not(.loading-results)").wait_for()
    page.wait_for_timeout(400)
    page.keyboard.press("Enter")


def test_common_case_is_entered_on_one_screen(desk):
    make.SourceFactory(name="Rudaw")
    make.SourceFactory(name="Syrian Observatory for Human Rights", aliases=["SOHR"])
    make.ActorFactory(name="Asayish")
    city = make.LocationFactory(name="Qamishli")
    make.LocationNameFactory(location=city, name="قامشلو", script="Arab")
    desk.goto(desk.site + FAST)
    pick(desk, "source", "rud")
    desk.fill("#id_report_title", "Two dead")
    desk.fill("#id_title", "Checkpoint attacked")
    desk.fill("#id_summary", "Gunmen shot at a checkpoint.")
    desk.select_option("#id_sub_event_type", "battle/armed_clash")
    desk.fill("#id_when", "2 May 2021, evening")
    desk.locator(".date-read", has_text="Exact days").wait_for()
    pick(desk, "location", "قامشلو")
    pick(desk, "actor_1", "asay")
    desk.fill("#id_description_2", "gunmen")
    desk.fill("#id_casualties", "killed 2 — per SOHR")
    desk.locator("#casualties-read li", has_text="says Syrian Observatory").wait_for()
    desk.fill("#id_reason", "One agency.")
    desk.click("input[name=_review]")
    desk.locator(".state-panel").wait_for()
    incident = Incident.objects.get()
    assert (incident.state, incident.places.get().location, incident.claims.get().minimum) == (
        WorkflowState.IN_REVIEW,
        city,
        2,
    )


def test_words_of_a_date_fill_in_the_exact_fields(desk):
    incident = make.IncidentFactory()
    desk.goto(desk.site + reverse("admin:incidents_incident_change", args=[incident.pk]))
    desk.fill("#id_when", "between 3 and 5 May 2019, night")
    desk.locator(".date-read", has_text="Within a few days").wait_for()
    values = [
        desk.input_value(f"#id_occurred_{name}")
        for name in ("earliest", "latest", "precision", "time_of_day")
    ]
    assert values == ["2019-05-03", "2019-05-05", "days", "night"]
    desk.fill("#id_when", "soon")
    desk.locator(".date-unread").wait_for()
    assert desk.input_value("#id_occurred_earliest") == "2019-05-03"


def test_selected_words_are_bound_to_the_claim(desk):
    words = "First 😀 line.\nThen «قامشلو» was hit. The end."
    citation = make.CitationFactory()
    citation.report.texts.create(version=1, text=words, sha256=sha256(words.encode()).hexdigest())
    desk.goto(desk.site + reverse("admin:incidents_weaponclaim_add") + f"?incident={citation.incident.pk}")
    desk.select_option("#id_weapon", "rpg")
    desk.evaluate(
        """() => {
            const text = document.querySelector(".report-text").firstChild;
            const start = text.data.indexOf("«");
            getSelection().setBaseAndExtent(text, start, text, text.data.indexOf(" was"));
        }"""
    )
    desk.click(".bind-passage")
    desk.locator("#id_passages-0-quote").wait_for()
    assert desk.input_value("#id_passages-0-quote") == "«قامشلو»"
    desk.click("input[name=_save]")
    desk.locator(".claims").wait_for()
    passage = citation.incident.claims.get().passages.get()
    assert words[passage.start : passage.end] == "«قامشلو»"


def test_click_on_the_map_sets_the_point(desk):
    place = make.LocationFactory(lat=None, lon=None)
    desk.goto(desk.site + reverse("admin:incidents_location_change", args=[place.pk]))
    desk.locator(".point-map").click(position={"x": 300, "y": 150})
    assert 30 < float(desk.input_value("#id_lat")) < 40
    assert 30 < float(desk.input_value("#id_lon")) < 50
    desk.click("input[name=_save]")
    desk.locator(".messagelist .success").wait_for()
    place.refresh_from_db()
    assert place.lat is not None


def test_rows_are_added_without_leaving_the_form(desk):
    incident = make.IncidentFactory()
    desk.goto(desk.site + reverse("admin:incidents_incident_change", args=[incident.pk]))
    desk.click("#participations-group .add-row a")
    desk.fill("#id_participations-0-description", "a crowd")
    desk.click("input[name=_continue]")
    desk.locator(".messagelist .success").wait_for()
    assert incident.participations.get().description == "a crowd"


def addresses() -> list[str]:
    incident = make.complete_incident()
    claim = incident.claims.get()
    pages = [
        reverse("admin:index"),
        reverse("admin:incidents_incident_changelist"),
        reverse("admin:incidents_incident_add"),
        FAST,
        reverse("admin:incidents_casualtyclaim_change", args=[claim.pk]),
        reverse("admin:incidents_location_change", args=[incident.places.get().location_id]),
        reverse("admin:incidents_actor_change", args=[incident.participations.order_by("pk")[0].actor_id]),
    ]
    of_incident = ("change", "preview", "difference", "history", "submit")
    return pages + [reverse(f"admin:incidents_incident_{name}", args=[incident.pk]) for name in of_incident]


@pytest.mark.parametrize("width", [768, 1280])
def test_no_page_is_wider_than_the_screen(desk, width):
    desk.set_viewport_size({"width": width, "height": 900})
    too_wide = []
    for address in addresses():
        desk.goto(desk.site + address)
        if desk.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
            too_wide.append(address)
    assert too_wide == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible(chromium, live_server, sign_in, analyst, scheme):
    """Django's own markup is taken as it is; what axe finds beyond that list is ours.

    Axe sets styles of its own on long forms, so here the policy is off; the other tests have it on.
    """
    context = chromium.new_context(bypass_csp=True, color_scheme=scheme, reduced_motion="reduce")
    desk = seated(context.new_page(), live_server.url, sign_in(analyst))
    violations = []
    for address in addresses():
        desk.goto(desk.site + address)
        desk.wait_for_timeout(150)
        for violation in Axe().run(desk).response["violations"]:
            if violation["id"] not in DJANGOS_OWN:
                node = violation["nodes"][0]
                violations.append(f"{address} {violation['id']}: {node['target']} {node['html'][:150]}")
    context.close()
    assert not violations, "\n".join(violations)
