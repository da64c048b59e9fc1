"""The pages for researchers show the repository's own documentation, and lead nowhere that is not there."""

from __future__ import annotations

import re

import pytest

from incidents.pages.guide import FOLDER, TEXTS, address_of, contents, guide

pytestmark = pytest.mark.django_db

LINK = re.compile(r'href="(/[^"#]*)(#[^"]*)?"')


@pytest.mark.parametrize("name", TEXTS)
def test_every_text_has_a_page(client, name):
    page = client.get(address_of(name))
    assert page.status_code == 200
    assert f"<h1>{guide(name).title}</h1>" in page.text
    assert all(f'href="{address}"' in page.text for address, _title in contents())


def test_what_is_for_those_who_run_the_site_has_none(client):
    assert (FOLDER / "deployment.md").exists()
    assert client.get("/guide/deployment/").status_code == 404
    assert client.get("/guide/guide/").status_code == 404


@pytest.mark.parametrize("name", TEXTS)
def test_no_link_leads_astray(client, name):
    html = guide(name).html
    assert ".md" not in "".join(re.findall(r'href="([^"]*)"', html))
    for address, mark in LINK.findall(html):
        answer = client.get(address, follow=True)
        assert answer.status_code in {200, 302}, address
        if mark and address.startswith("/guide/"):
            assert f'id="{mark[1:]}"' in answer.text, address + mark


def test_the_sites_own_address_stands_in_the_examples(settings):
    settings.SITE_URL = "https://attest.example"
    guide.cache_clear()
    try:
        assert "https://attest.example/api/v1/incidents.csv" in guide("").html
        assert "localhost" not in guide("").html
    finally:
        guide.cache_clear()
