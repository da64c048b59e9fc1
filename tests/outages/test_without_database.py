"""Every address while the database is away: a 503 in its own shape, or an answer that needs none."""

from __future__ import annotations

import json
import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

NEEDS_NONE = [
    "/guide/",
    "/guide/api/",
    "/robots.txt",
    "/methodology/",
    "/codebook/",
    "/healthz",
    "/static/favicon.svg",
]
FOR_PROGRAMS = ("/api/", "/dialects/", "/ogc")


@pytest.fixture
def visitor() -> Client:
    """Somebody with the cookie of a session that nobody can look up."""
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32
    return client


def addresses(resolver: URLResolver | None = None, before: str = "/") -> list[str]:
    """One for each route, with something that fits in the place of what varies."""
    found = []
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            found += addresses(pattern, route)
        elif isinstance(pattern, URLPattern):
            path = re.sub(r"\(\?P<\w+>(?:[^()]|\([^()]*\))*\)|<[^>]*>", "7", route)
            found.append(re.sub(r"[\\$?^]|\|.*", "", path))
    return found


@pytest.mark.parametrize("address", NEEDS_NONE)
def test_what_is_always_the_same_needs_no_database(db, visitor, without_database, address):
    without_database("default", "record")
    response = visitor.get(address)
    assert response.status_code == 200
    assert "Set-Cookie" not in response
    response.close()


@pytest.mark.parametrize(
    "method, away",
    [
        ("get", ["default", "record"]),
        ("get", ["default"]),
        ("get", ["record"]),
        ("post", ["default", "record"]),
    ],
)
def test_no_address_fails_with_any_other_status(db, visitor, without_database, method, away):
    without_database(*away)
    strange = {}
    for number, address in enumerate(addresses()):
        response = getattr(visitor, method)(address, REMOTE_ADDR=f"10.0.{number // 200}.{number % 200}")
        if response.status_code >= 500 and response.status_code != 503:
            strange[address] = response.status_code
        if response.status_code == 503 and not response.headers.get("Retry-After"):
            strange[address] = "no Retry-After"
        if response.status_code == 503 and address.startswith(FOR_PROGRAMS) and "ogc" not in address:
            json.loads(response.getvalue())
        response.close()
    assert not strange


@pytest.mark.parametrize("address", ["/admin/", "/accounts/login/", "/admin/incidents/incident/"])
def test_the_desk_says_that_the_database_is_away(db, visitor, without_database, address):
    without_database("default", "record")
    response = visitor.post(address, {"login": "me@example.org"})
    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert "no-store" in response.headers["Cache-Control"]
    assert "The database cannot be reached" in response.text
