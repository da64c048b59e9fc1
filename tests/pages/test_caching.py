"""How pages are answered: cheaply a second time, without a session, with the record's position."""

from __future__ import annotations

import re

import pytest
from django.db import OperationalError
from django.test import Client

from incidents.record.models import Head
from tests.pages import qamishli as q
from tests.record.documents import correct

PAGE = f"/incidents/{q.APRIL}/"


def test_every_answer_says_which_state_it_gives(client: Client, published: None):
    head = Head.objects.get()
    response = client.get(PAGE)
    assert response["Record-Sequence"] == str(head.sequence)
    assert response["Record-Head"] == bytes(head.digest).hex()
    assert response["Cache-Control"] == "public, no-cache"


def test_an_unchanged_page_is_answered_by_one_query(
    client: Client, published: None, django_assert_num_queries
):
    etag = client.get(PAGE)["ETag"]
    with django_assert_num_queries(1):
        again = client.get(PAGE, headers={"If-None-Match": etag})
    assert again.status_code == 304
    assert again["ETag"] == etag


def test_a_new_edition_makes_every_page_fresh(client: Client, published: None):
    etag = client.get(PAGE)["ETag"]
    correct(q.april(), summary={"en": "Longer."})
    assert client.get(PAGE, headers={"If-None-Match": etag}).status_code == 200


def test_what_is_gone_is_never_answered_as_unchanged(client: Client, published: None):
    assert "ETag" not in client.get("/incidents/INC-000999/")
    assert "ETag" not in client.get("/incidents/?colour=red")


def test_a_logged_in_reader_gets_the_same_page(client: Client, published: None, analyst, sign_in):
    anonymous, known = client.get(PAGE), sign_in(analyst).get(PAGE)
    assert anonymous.content == known.content
    assert not known.cookies


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_pages_are_only_read(client: Client, db: None, method: str):
    assert getattr(client, method)("/").status_code == 405


def test_head_is_answered_without_a_body(client: Client, published: None):
    response = client.head(PAGE)
    assert response.status_code == 200
    assert response["Record-Sequence"]


def test_nothing_on_a_page_is_inline(client: Client, published: None):
    for address in ("/", PAGE, "/incidents/", "/actors/ACT-000001/", "/record/"):
        page = client.get(address).content.decode()
        assert " style=" not in page
        assert "<style" not in page
        assert not re.search(r"<script(?![^>]* src=)", page)
        assert not re.search(r"\son[a-z]+=", page)


def test_a_list_that_takes_too_long_says_so(client: Client, published: None, monkeypatch):
    def slow(*given: object, **more: object) -> None:
        raise OperationalError("canceling statement due to statement timeout")

    monkeypatch.setattr("incidents.pages.views.lists.page", slow)
    response = client.get("/incidents/")
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert "no-store" in response["Cache-Control"]


def test_a_failure_shows_a_page_of_ours(client: Client, db: None, monkeypatch):
    def broken(*given: object, **more: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("incidents.pages.views.home.page", broken)
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    page = response.content.decode()
    assert "Something broke on our side" in page
    assert "boom" not in page


def test_a_failure_of_the_error_page_itself_is_answered_too(client: Client, db: None, monkeypatch):
    def broken(*given: object, **more: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("incidents.pages.views.home.page", broken)
    monkeypatch.setattr("incidents.pages.views.errors.loader.render_to_string", broken)
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    assert response.content == b"Something broke on our side. Please try again later."


def test_robots_and_sitemap_name_public_addresses_only(client: Client, published: None):
    robots = client.get("/robots.txt")
    assert robots["Content-Type"].startswith("text/plain")
    assert "Sitemap: http://testserver/sitemap.xml" in robots.content.decode()
    part = client.get("/sitemap-1.xml").content.decode()
    assert f"<loc>http://testserver{PAGE}</loc>" in part
    assert client.get("/sitemap-2.xml").status_code == 404
    assert client.get("/sitemap-0.xml").status_code == 404
