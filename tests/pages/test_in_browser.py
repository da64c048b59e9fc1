"""The pages as a reader meets them: accessible, fitting any screen, with and without scripts."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.pages import qamishli as q
from tests.pages.test_every_page import ALWAYS, PUBLISHED
from tests.record.documents import correct

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

INCIDENT = f"/incidents/{q.APRIL}/"
READ_BY_PEOPLE = [path for path in ALWAYS + PUBLISHED if not path.endswith((".txt", ".xml"))]
REFUSED = ["/incidents/?from=2021-13&colour=red", "/incidents/INC-000999/"]
WIDTHS = [360, 768, 1280]


@pytest.fixture
def site(live_server: Any) -> str:
    """The address of a site with the seed, one correction of it, and no reader's session."""
    q.publish_all()
    correct(q.april(), note="More is known.", summary={"en": "A longer summary."})
    return str(live_server.url)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_is_accessible(page, site, width: int, scheme: str):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    found = []
    for address in READ_BY_PEOPLE + REFUSED:
        page.goto(site + address)
        for violation in Axe().run(page).response["violations"]:
            where = violation["nodes"][0]["target"]
            found.append(f"{address} {violation['id']}: {violation['help']} {where}")
    assert found == []


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_is_wider_than_the_screen(page, site, width: int):
    page.set_viewport_size({"width": width, "height": 800})
    too_wide = []
    for address in READ_BY_PEOPLE + REFUSED:
        page.goto(site + address)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            too_wide.append(address)
    assert too_wide == []


@pytest.mark.parametrize("width", WIDTHS)
def test_addresses_to_copy_from_the_guide_are_seen_whole(page, site, width: int):
    page.set_viewport_size({"width": width, "height": 800})
    for text in ("acled", "ucdp", "hapi", "ogc"):
        page.goto(f"{site}/guide/{text}/")
        cut_off = page.eval_on_selector_all(
            ".guide-scroll:has(.guide-address)",
            "all => all.filter(one => one.scrollWidth > one.clientWidth).map(one => one.innerText)",
        )
        assert cut_off == []
        assert page.locator(".guide-address").count() > 0


def test_headings_go_down_one_step_at_a_time(page, site):
    for address in READ_BY_PEOPLE:
        page.goto(site + address)
        levels = page.eval_on_selector_all("h1, h2, h3, h4", "all => all.map(one => Number(one.tagName[1]))")
        assert levels[0] == 1, address
        assert levels.count(1) == 1, address
        assert all(after <= before + 1 for before, after in pairwise(levels)), (address, levels)


def test_the_map_can_be_moved_and_leads_to_the_incident(page, site):
    page.goto(site + "/")
    live = page.locator(".map-live")
    live.wait_for()
    assert live.locator("canvas").count() == 1
    assert live.get_attribute("aria-label")
    assert page.locator(".map-frame svg").count() == 0
    page.goto(site + INCIDENT)
    page.locator(".map-live canvas").wait_for()


def test_everything_is_there_without_scripts(chromium, site):
    context = chromium.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(site + INCIDENT)
    drawing = tab.locator(".map svg")
    assert drawing.is_visible()
    assert drawing.locator("circle").count() == 2
    assert tab.get_by_text("no position in the reports we have read").is_visible()
    tab.goto(site + "/incidents/")
    tab.get_by_label("Actor").fill("Asayish")
    tab.get_by_role("button", name="Show").click()
    assert tab.get_by_text("2 found.").is_visible()
    assert context.cookies() == []
    context.close()


def test_a_filter_leaves_an_address_that_can_be_read(page, site):
    page.goto(site + "/incidents/")
    page.get_by_label("From").fill("2021-04")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**/incidents/?from=2021-04")
    assert page.locator(".entry").count() == 1


def test_the_first_key_leads_to_the_text(page, site):
    page.goto(site + INCIDENT)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_paper_shows_the_record_and_not_the_navigation(page, site):
    page.goto(site + INCIDENT)
    page.emulate_media(media="print")
    assert not page.locator(".masthead nav").is_visible()
    assert not page.locator(".contents").is_visible()
    assert page.locator("#cite").is_visible()
    assert page.locator("#claim-1").is_visible()


def test_a_page_turned_to_the_right_hand_script_mirrors(page, site):
    page.goto(site + INCIDENT)
    page.evaluate("document.documentElement.dir = 'rtl'")
    heading = page.locator("h1").bounding_box()
    contents = page.locator(".contents").bounding_box()
    assert contents["x"] < heading["x"]
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
