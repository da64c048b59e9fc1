"""What a client says about its address, scheme, host or path is believed of a proxy only, and of nobody without one."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client

from config.wsgi import application

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _connection_stays() -> Iterator[None]:
    """It is the world's own; a request closes it, as Django's test client keeps it from doing."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


PRETENDED = {
    "SCRIPT_NAME": "/evil",
    "HTTP_SCRIPT_NAME": "/evil",
    "HTTP_X_SCRIPT_NAME": "/evil",
    "HTTP_X_FORWARDED_PREFIX": "/evil",
    "HTTP_X_FORWARDED_HOST": "evil.example",
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_FORWARDED_SSL": "on",
    "HTTP_X_FORWARDED_PORT": "444",
    "HTTP_X_FORWARDED_FOR": "6.6.6.6",
    "HTTP_X_REAL_IP": "6.6.6.6",
    "HTTP_FORWARDED": "for=6.6.6.6;host=evil.example;proto=https",
    "HTTP_X_ORIGINAL_URL": "/evil/",
    "HTTP_X_REWRITE_URL": "/evil/",
    "HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE",
}


def answer(path: str, query: str = "", **environ: str) -> tuple[str, list[tuple[str, str]], bytes]:
    """What the application says to a WSGI server."""
    heard: dict[str, Any] = {}

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None, /) -> Any:
        heard.update(status=status, headers=headers)

    request: dict[str, Any] = {
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_HOST": "testserver",
        "wsgi.input": BytesIO(),
    }
    request |= environ
    setup_testing_defaults(request)
    response: Any = application(request, start)
    try:
        content = b"".join(response)
    finally:
        response.close()
    telling = [pair for pair in heard["headers"] if pair[0] in {"Location", "Link", "Content-Type", "Allow"}]
    return heard["status"], telling, content


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/", ""),
        ("/admin/", ""),
        ("/api/v1/incidents/", "limit=1"),
        ("/api/v1/incidents/", "nonsense=1"),
        ("/dialects/", ""),
        ("/ogc", ""),
        ("/ogc/collections/incidents", ""),
        ("/no/such/address", ""),
    ],
)
def test_what_a_client_pretends_changes_nothing(world, path, query):
    plain = answer(path, query)
    assert answer(path, query, **PRETENDED) == plain
    assert b"evil" not in plain[2]


def test_another_pretended_address_gives_no_further_tries(analyst):
    form = {"login": analyst.email, "password": "wrong"}
    for number in range(6):
        response = Client().post("/accounts/login/", form, headers={"x-forwarded-for": f"6.6.6.{number}"})
    assert "Too many failed logins" in response.text
