"""Every address answers, in whatever state the record is."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.pages.qamishli import APRIL

ALWAYS = [
    "/",
    "/incidents/",
    "/episodes/",
    "/actors/",
    "/locations/",
    "/sources/",
    "/coverage/",
    "/codebook/",
    "/codebook/sub_event_type/",
    "/codebook/name_kind/",
    "/methodology/",
    "/corrections/",
    "/record/",
    "/releases/",
    "/robots.txt",
    "/sitemap.xml",
]
PUBLISHED = [
    f"/incidents/{APRIL}/",
    "/incidents/INC-000002/",
    f"/incidents/{APRIL}/editions/1/",
    "/episodes/EPI-000001/",
    "/actors/ACT-000001/",
    "/locations/LOC-000001/",
    "/locations/LOC-000003/",
    "/sources/SRC-000003/",
    "/coverage/COV-000001/",
    "/sitemap-1.xml",
]


@pytest.mark.parametrize("address", ALWAYS)
def test_every_page_stands_in_an_empty_record(client: Client, db: None, address: str):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ALWAYS + PUBLISHED)
def test_every_page_stands_with_the_seed(client: Client, published: None, address: str):
    response = client.get(address)
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    # A template's missing part shows as an empty attribute or an unrendered tag.
    text = response.content.decode()
    assert 'href=""' not in text
    assert "{{" not in re.sub(r"<pre .*?</pre>", "", text, flags=re.S)  # BibTeX has braces of its own
    assert "{%" not in text
    ids = re.findall(r'\bid="([^"]*)"', text)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("address", ["/", "/methodology/"])
def test_readers_are_told_where_to_report_a_mistake(client: Client, db: None, settings, address: str):
    settings.CONTACT = "desk@attest.example"
    assert 'href="mailto:desk@attest.example"' in client.get(address).content.decode()
