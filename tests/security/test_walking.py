"""The detector finds what it is there to find."""

from __future__ import annotations

import pytest
from django.http import HttpResponse

from .walking import leaks


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse("<p>Zqxwvkaab was here</p>"),
        HttpResponse('{"name": "\\u005aqxwvkaab"}'),
        HttpResponse('<a href="/?q=%5Aqxwvkaab">more</a>'),
        HttpResponse("", headers={"X-Name": "Zqxwvkaab"}),
    ],
    ids=["plain", "escaped in JSON", "escaped in an address", "header"],
)
def test_a_marker_is_found_however_it_is_written(response):
    assert leaks(response) == {"zqxwvkaab"}


def test_a_cookie_is_searched_too():
    response = HttpResponse()
    response.set_cookie("last", "Zqxwvkaab")
    assert leaks(response) == {"zqxwvkaab"}


def test_what_holds_no_marker_is_clean():
    assert leaks(HttpResponse("zq xwvk aab")) == set()
