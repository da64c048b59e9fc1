"""From a list of incidents to its citation."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_list_links_to_its_citation(client: Client, published: None):
    page = client.get("/incidents/?location=Qamishli&limit=1&order=killed_best").content.decode()
    (link,) = re.findall(r'href="([^"]+)">Cite this query', page)
    cited = client.get(unescape(link))
    assert cited.status_code == 200
    assert "location=LOC-" in cited.content.decode()


def test_lists_of_other_subjects_offer_none(client: Client, published: None):
    assert "Cite this query" not in client.get("/actors/").content.decode()


def test_the_rows_of_a_citation_are_shown_from_it(client: Client, published: None):
    page = client.get("/cite/?location=Qamishli").content.decode()
    (link,) = re.findall(r'href="http://testserver(/incidents/[^"]+)">See the rows', page)
    rows = client.get(unescape(link))
    assert rows.status_code == 200
    assert "sequence" in rows.content.decode()
