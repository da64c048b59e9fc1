"""Every public address is asked for and tells no secret. A new address fails here until it is asked for, too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from incidents.exports.formats import FORMATS
from incidents.exports.options import ROWS
from incidents.exports.release.making import make as make_release
from incidents.record.models import Edition
from incidents.record.reading import head
from incidents.record.subjects import Subject
from tests.record import documents as make

from .walking import ask, body, leaks, walk

pytestmark = pytest.mark.django_db

NOT_PUBLIC = ("admin/", "accounts/")
STARTS = (
    "/",
    "/api/v1/",
    "/dialects/",
    "/dialects/acled/",
    "/ogc/",
    "/sitemap.xml",
    "/robots.txt",
    "/.well-known/security.txt",
)
TABLES = ("acled", "deleted", "actor", "actortype", "country", "region")
UCDP = "/dialects/ucdp/api/gedevents"
HAPI = "/dialects/hapi/api/v2/coordination-context/conflict-events"
NOTHING = (
    "/ogc/x",
    "/api/",
    "/api/x",
    "/dialects/acled/x",
    "/dialects/ucdp/x",
    "/dialects/hapi/x",
    "/api/v1/incidents.tsv",
)
"""Addresses that only ever tell that there is nothing."""
BY = ("month", "country", "admin1", "actor", "event_type,sub_event_type", "grade")


@pytest.fixture
def released(settings, tmp_path: Path, world) -> None:
    """Two releases: of a state in which everything could still be read, and of the newest."""
    settings.DATA_DIR = tmp_path
    settings.CONTACT = "desk@attest.example"
    settings.API_UNITS_PER_MINUTE = dict.fromkeys(settings.API_UNITS_PER_MINUTE, 10**9)
    make.publish(make.coverage(), make.episode("EPI-000901"))
    make_release("1", at=head().sequence // 2)
    make_release("2")


def unlinked() -> Iterator[str]:
    """What no link leads to: programs know these addresses, or people put them together."""
    yield from NOTHING
    yield from ("/releases/1...2/", "/api/v1/releases/1...2/?kind=added", "/api/v1/releases/1/files/x")
    for state in ("", "&release=1", f"&as_of=sequence:{head().sequence - 2}"):
        for rows in ROWS:
            for kind in FORMATS[:4]:
                yield f"/api/v1/incidents.{kind.suffix}?rows={rows}{state}"
        yield from (f"/api/v1/incidents.{kind.suffix}?q={state}" for kind in FORMATS[4:])
        yield from (f"/api/v1/aggregate/?by={by}{state}" for by in BY)
        yield from (f"/api/v1/{name}?q={state}" for name in ("map/", "cite/", "aggregate.csv", "incidents/"))
        yield from (f"/cite/?q={state}", f"{HAPI}?limit=100{state}", f"{HAPI}?output_format=csv{state}")
        for table in TABLES:
            yield from (
                f"/dialects/acled/api/{table}/read?_format={form}{state}" for form in ("json", "csv", "xml")
            )
            yield f"/dialects/acled/api/{table}/read.csv?limit=100{state}"
        yield f"/dialects/acled/api/acled/read?export_type=monadic&extent=all{state}"
        yield f"/ogc/collections/incidents/items?limit=1000{state}"
        yield f"/ogc/collections/locations/items?limit=1000&f=html{state}"
    yield from (f"{UCDP}/{version}" for version in ("current", "1", "2", "no-such"))
    yield from ("/api/v1/changes/?limit=1000", "/api/v1/changes/?bodies=false")
    for subject, public_id, number in Edition.objects.values_list("subject", "public_id", "number"):
        here = f"{Subject(subject).folder}/{public_id}"
        yield from (f"{root}/{here}/editions/{number}/" for root in ("", "/api/v1"))
        yield from (f"/{here}/", f"/api/v1/{here}/", f"/api/v1/{here}/editions/")
        yield f"/ogc/collections/{Subject(subject).folder}/items/{public_id}"


def test_no_public_address_tells_a_secret(world, released):
    visited = set()
    client = Client()
    for path, response in _all(client):
        leaked = leaks(response)
        assert leaked == set(), f"{path} shows {[world.secrets.markers.get(secret) for secret in leaked]}"
        assert response.status_code < 500, path
        if response.status_code != 404 or any(part in path for part in NOTHING):
            visited.add(_route(path))
    never = sorted(set(public_routes()) - visited)
    assert never == [], "nobody asked for these"


def test_exports_hold_what_is_public(world, released):
    """What the other test rests on: had they nothing in them, they would tell no secret either."""
    for kind in FORMATS:
        assert "Public clash" in body(ask(Client(), f"/api/v1/incidents.{kind.suffix}")), kind.suffix


def _all(client: Client) -> Iterator[tuple[str, Any]]:
    yield from walk(client, *STARTS)
    for path in unlinked():
        yield path, ask(client, path)
    yield "/dialects/acled/oauth/token", ask(client, "/dialects/acled/oauth/token", "post")


def _route(path: str) -> str | None:
    try:
        return resolve(urlsplit(path).path).route
    except Resolver404:
        return None


def public_routes() -> Iterator[str]:
    return (route for route in _routes(get_resolver()) if not route.startswith(NOT_PUBLIC))


def _routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """As ``resolve`` puts them together."""
    for pattern in resolver.url_patterns:
        own = str(pattern.pattern)
        route = before + (own.removeprefix("^") if before else own)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from _routes(pattern, route)
