"""The documentation page in a real browser, under the strict policy and without an outside host."""

from __future__ import annotations

import pytest
from django.conf import settings

from tests.record import documents as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIST = "#operations-incidents-list_incidents"


@pytest.fixture
def docs(page, live_server):
    """The page, opened; what it asks from elsewhere fails the test."""
    strangers: list[str] = []
    page.on("request", lambda request: strangers.append(request.url))
    page.goto(f"{live_server.url}/api/v1/docs/")
    page.wait_for_selector(LIST)
    yield page
    assert [url for url in strangers if not url.startswith((live_server.url, "data:"))] == []
    assert page.context.cookies() == []


def test_a_list_can_be_tried_out_in_the_page(docs):
    make.publish(make.incident(), make.incident("INC-000002", first="2020-01-01"))
    docs.click(f"{LIST} .opblock-summary-control")
    docs.click(f"{LIST} .try-out__btn")
    docs.fill(f"{LIST} tr[data-param-name=limit] input", "1")
    docs.click(f"{LIST} .execute")

    docs.wait_for_selector(f"{LIST} .live-responses-table .response-col_status")

    told = docs.inner_text(f"{LIST} .live-responses-table")
    assert "INC-000001" in told
    assert "INC-000002" not in told
    assert "record-sequence: 2" in told


def test_the_page_speaks_of_what_the_api_holds(docs):
    assert docs.title() == "Attest API"
    assert docs.get_by_text("Claims before conclusions.").is_visible()
    shown = [text.strip() for text in docs.locator(".opblock-tag").all_inner_texts()]
    assert shown == [tag["name"] for tag in settings.SPECTACULAR_SETTINGS["TAGS"]]
    assert shown[:2] == ["incidents", "aggregate"]
