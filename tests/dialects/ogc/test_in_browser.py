"""The pages below /ogc/ as people meet them: accessible, under the site's strict policy, on any screen."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.dialects.ogc.conftest import CLASH, fill

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ITEMS = "collections/incidents/items"
ADDRESSES = [
    "",
    "api",
    "conformance",
    "collections",
    "collections/incidents",
    "collections/incidents/queryables",
    "collections/locations/schema",
    ITEMS,
    f"{ITEMS}?limit=2",
    f"{ITEMS}?bbox=0,0,1,1",
    f"{ITEMS}?limit=none",
    f"{ITEMS}/{CLASH}",
    "collections/locations/items",
    "nothing",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_is_accessible_and_fits(page, live_server, width, scheme):
    fill()
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    wrong: list[str] = []
    for address in ADDRESSES:
        page.goto(f"{live_server.url}/ogc/{address}")
        violations = Axe().run(page).response["violations"]
        wrong += [
            f"{address} {violation['id']}: {violation['nodes'][0]['target']}" for violation in violations
        ]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append(f"{address} is wider than the screen")
    assert wrong == []


def test_a_reader_gets_from_the_landing_page_to_an_incident(page, live_server):
    fill()
    page.goto(f"{live_server.url}/ogc/")
    page.get_by_role("link", name="Collections").click()
    page.get_by_role("link", name="Incidents").nth(1).click()
    page.get_by_role("link", name="Features as HTML").click()
    page.get_by_role("link", name="Clash in Qamishli").first.click()
    page.get_by_role("link", name="Read the whole").click()

    assert page.url == f"{live_server.url}/incidents/{CLASH}/"
