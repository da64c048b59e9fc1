"""The API as a program meets it: over a socket, with the reader's own database role, by the standard library."""

from __future__ import annotations

import gzip
import json
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from accounts import tokens
from tests.record import documents as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ask(live_server):
    """``ask("incidents/")``: status, headers and body; errors are answers too."""

    def asked(address, method="GET", **headers):
        url = address if address.startswith("http") else f"{live_server.url}/api/v1/{address}"
        try:
            with urlopen(Request(url, method=method, headers=headers), timeout=20) as answer:  # noqa: S310  # our own
                return answer.status, answer.headers, answer.read()
        except HTTPError as error:
            with error:
                return error.code, error.headers, error.read()

    return asked


@pytest.fixture
def incidents():
    documents = [make.incident(f"INC-{n:06d}", first=f"2021-01-{n:02d}") for n in range(1, 11)]
    make.publish(*documents)
    return documents


def test_all_pages_are_read_by_following_next(ask, incidents):
    address, found = "incidents/?limit=3", []
    while address:
        _status, _headers, body = ask(address)
        page = json.loads(body)
        found += [entry["id"] for entry in page["results"]]
        address = page["next"]

    assert found == [incident.id for incident in reversed(incidents)]


def test_gzip_travels_as_gzip(ask, incidents):
    _status, headers, packed = ask("incidents/", **{"Accept-Encoding": "gzip"})
    _status, plain_headers, plain = ask("incidents/")

    assert headers["Content-Encoding"] == "gzip"
    assert int(headers["Content-Length"]) == len(packed) < len(plain)
    assert gzip.decompress(packed) == plain
    assert plain_headers["Content-Encoding"] is None


def test_an_unchanged_answer_is_not_sent_again(ask, incidents):
    _status, headers, _body = ask("incidents/")

    status, again, body = ask("incidents/", **{"If-None-Match": headers["ETag"]})
    assert (status, body) == (304, b"")
    assert again["ETag"] == headers["ETag"]

    make.correct(incidents[0], title={"en": "Changed"})
    assert ask("incidents/", **{"If-None-Match": headers["ETag"]})[0] == 200


def test_head_and_options_have_no_body(ask, incidents):
    status, headers, body = ask("incidents/", method="HEAD")
    assert (status, body) == (200, b"")
    assert headers["Record-Sequence"] == "10"

    status, headers, body = ask("incidents/", method="OPTIONS", Origin="https://elsewhere.example")
    assert (status, body) == (204, b"")
    assert headers["Access-Control-Allow-Origin"] == "*"


def test_a_token_is_recognised_over_the_wire(ask, incidents, outsider):
    _token, raw = tokens.create_token(by=outsider, name="program")

    assert ask("", Authorization=f"Bearer {raw}")[1]["RateLimit-Policy"].startswith('"token"')
    assert ask("", Authorization="Bearer attest_wrong")[0] == 401


@pytest.mark.parametrize(
    "address, status",
    [("incidents/INC-000099/", 404), ("incidents/?limit=0", 400), ("nothing/", 404), ("incidents/%00/", 404)],
)
def test_errors_are_problems_over_the_wire(ask, incidents, address, status):
    got, headers, body = ask(address)

    assert got == status == json.loads(body)["status"]
    assert headers["Content-Type"] == "application/problem+json"
    assert headers["Record-Sequence"] == "10"
