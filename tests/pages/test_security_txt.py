"""Whom to tell of a hole: security.txt (RFC 9116), and the page that it names."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

pytestmark = pytest.mark.django_db

ADDRESS = "/.well-known/security.txt"


def test_it_names_the_address_and_the_page_and_expires_within_a_year(settings):
    settings.CONTACT, settings.SITE_URL = "desk@attest.example", "https://attest.example"
    response = Client(headers={"host": "localhost"}).get(ADDRESS)
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in response.text.splitlines())
    assert fields["Contact"] == "mailto:desk@attest.example"
    assert fields["Canonical"] == f"https://attest.example{ADDRESS}"
    assert (
        timedelta(days=90) < datetime.fromisoformat(fields["Expires"]) - timezone.now() < timedelta(days=365)
    )
    policy = Client().get(fields["Policy"].removeprefix("https://attest.example"))
    assert "ninety days" in policy.text
    assert 'href="/guide/threats/"' in policy.text


def test_a_site_without_an_address_has_none(settings):
    settings.CONTACT = ""
    assert Client().get(ADDRESS).status_code == 404
