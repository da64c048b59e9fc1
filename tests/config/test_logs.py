"""What the log says of requests and failures, and that it names nobody."""

from __future__ import annotations

import io
import json
import logging
import logging.config
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client
from django.urls import path

from config import urls
from config.monitoring import logs

NAME = "Rojda-Hesen"


def broken(request: HttpRequest, name: str) -> Any:
    try:
        int(NAME)
    except ValueError as error:
        raise LookupError(f"no such person: {NAME}") from error


urlpatterns = [path("people/<str:name>/", broken), *urls.urlpatterns]
handler500 = urls.handler500


@pytest.fixture
def log(request):
    """What is written to standard error, with the settings given as the test's parameters."""
    options: dict[str, Any] = {"level": "INFO", "as_json": True, "messages_of_exceptions": False}
    options |= getattr(request, "param", {})
    settings = logs.configuration(**options)
    written = io.StringIO()
    settings["handlers"]["stderr"]["stream"] = written
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    logging.config.dictConfig(settings)
    yield written
    root.handlers[:] = before
    root.setLevel(level)


def entries(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def fail(settings: Any, **headers: str) -> Any:
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False).get(f"/people/{NAME}/?q={NAME}", headers=headers)


def test_a_failure_is_one_object_with_route_number_and_places(log, settings, db):
    response = fail(settings)
    (entry,) = [entry for entry in entries(log) if entry["level"] == "ERROR"]
    assert entry["message"] == "Internal Server Error: people/<str:name>/"
    assert entry["request_id"] == response.headers["X-Request-ID"]
    assert entry["logger"] == "django.request"
    assert entry["time"].endswith("+00:00")
    assert "in broken" in entry["exception"]
    assert entry["exception"].index("builtins.ValueError") < entry["exception"].index("builtins.LookupError")


@pytest.mark.parametrize("log", [{"as_json": True}, {"as_json": False}], indirect=True)
def test_neither_path_nor_query_nor_message_of_an_exception_gets_into_the_log(log, settings, db):
    settings.ACCESS_LOG = True
    fail(settings)
    assert "LookupError" in log.getvalue()
    assert NAME not in log.getvalue()


@pytest.mark.parametrize("log", [{"as_json": False, "messages_of_exceptions": True}], indirect=True)
def test_in_development_the_message_is_shown(log, settings, db):
    fail(settings)
    assert f"LookupError: no such person: {NAME}" in log.getvalue()


@pytest.mark.parametrize("log", [{"as_json": False}], indirect=True)
def test_lines_end_with_the_number_of_the_request(log, settings, db):
    response = fail(settings)
    assert f"Internal Server Error: people/<str:name>/ [{response.headers['X-Request-ID']}]" in log.getvalue()


def test_an_entry_that_is_only_an_exceptions_message_names_its_type(log):
    try:
        raise PermissionError(f"not for {NAME}")
    except PermissionError as error:
        logging.getLogger("django.security.Something").exception(str(error))
    assert entries(log)[0]["message"] == "builtins.PermissionError"


def test_what_libraries_attach_stays_out(log):
    logging.getLogger("library").warning("Something", extra={"row": NAME, "status": 503})
    assert entries(log)[0].keys() == {"time", "level", "logger", "message", "status"}


def test_the_access_log_is_kept_on_demand(log, settings, client, db):
    settings.ACCESS_LOG = True
    response = client.get(f"/nothing/{NAME}")
    entry = entries(log)[-1]
    assert (entry["logger"], entry["method"], entry["status"]) == ("attest.access", "GET", 404)
    assert entry["route"] == "unmatched"
    assert entry["ms"] > 0
    assert entry["request_id"] == response.headers["X-Request-ID"]
    assert NAME not in log.getvalue()


def test_an_answer_that_is_refused_is_logged_under_its_number(log, client, db):
    response = client.get(f"/nothing/{NAME}")
    (entry,) = entries(log)
    assert entry["message"] == "Not Found: unmatched"
    assert entry["request_id"] == response.headers["X-Request-ID"]


def test_without_the_demand_requests_leave_nothing(log, settings, client, db):
    client.get("/healthz")
    client.get("/accounts/login/")
    settings.ACCESS_LOG = True
    client.get("/healthz")
    assert log.getvalue() == ""


@pytest.mark.parametrize("trusted, kept", [(True, True), (False, False)])
def test_a_number_is_taken_from_the_proxy_and_from_nobody_else(settings, client, trusted, kept):
    settings.BEHIND_PROXY = trusted
    number = client.get("/healthz-", headers={"x-request-id": "proxy-0001"}).headers["X-Request-ID"]
    assert (number == "proxy-0001") is kept


@pytest.mark.parametrize("number", ["short", "with spaces in it", "x" * 65, "naïve-number"])
def test_a_number_that_is_none_is_replaced(settings, client, number):
    settings.BEHIND_PROXY = True
    assert client.get("/healthz-", headers={"x-request-id": number}).headers["X-Request-ID"] != number
