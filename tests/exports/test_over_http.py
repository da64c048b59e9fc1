"""Exports as a client meets them: parameters, headers, problems, shares and slots."""

from __future__ import annotations

import gzip
import hashlib
import html
import json
import re
import sys
import zlib
from threading import BoundedSemaphore
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connections, transaction

from incidents.api.description import openapi
from incidents.exports import gzipped, slots, views
from incidents.exports.formats import FORMATS
from incidents.exports.options import ELSEWHERE
from incidents.exports.reader import Reader
from incidents.exports.views import COST
from incidents.pages.views.lists import FORMATS as PAGES_FORMATS
from incidents.record.log import writing
from tests.record import documents as make

from .conftest import BARE, CLASH, SERIES, STRIKE

pytestmark = pytest.mark.django_db


class SameConnection(Reader):
    """The test's own connection, which sees what the test has not committed and must outlive the export."""

    def close(self) -> None:
        pass


@pytest.fixture(autouse=True)
def _patience(settings: Any) -> None:
    settings.API_UNITS_PER_MINUTE = dict.fromkeys(settings.API_UNITS_PER_MINUTE, 10**9)


@pytest.fixture(autouse=True)
def _same_connection(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """To truncate every table after each test, as real connections would need, takes seconds. See test_live.py."""
    monkeypatch.setattr(views, "own_reader", lambda state: SameConnection(connections["default"]))


@pytest.fixture
def record(documents: Any) -> Any:
    make.publish(*documents)
    return documents


@pytest.fixture
def export(client):
    """``export("incidents.csv", rows="claim")``: status, headers, and the whole body."""

    def asked(name: str, headers: dict[str, str] | None = None, **parameters: Any) -> SimpleNamespace:
        answer = client.get(f"/api/v1/{name}", parameters, headers=headers or {})
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        # Read to its end it has closed itself; close() would close the test's connection as well.
        return SimpleNamespace(
            status=answer.status_code, headers=answer.headers, body=body, text=body.decode(errors="replace")
        )

    return asked


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.suffix)
def test_every_format_says_what_it_is_and_in_which_state(export, record, format):
    answer = export(f"incidents.{format.suffix}")

    assert answer.status == 200
    assert answer.headers["Content-Type"] == format.media_type
    assert answer.headers["Content-Disposition"] == f'attachment; filename="incidents-4.{format.suffix}"'
    assert answer.headers["Record-Sequence"] == "4"
    assert len(answer.headers["Record-Head"]) == 64
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.body


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.suffix)
def test_a_file_is_measured_by_the_address_it_links_to(export, record, format):
    """What is published in between does not matter: the address holds the state."""
    answer = export(f"incidents.{format.suffix}", country="SY")
    link = answer.headers["Link"]
    assert link.endswith('rel="describedby"; type="application/json"')
    make.publish(make.incident("INC-000010", locations=[make.place()]))

    told = json.loads(export(link[1:].split(">")[0].removeprefix("http://testserver/api/v1/")).body)
    assert told["sha256"] == hashlib.sha256(answer.body).hexdigest()
    assert told["bytes"] == len(answer.body)
    assert (told["sequence"], told["head"]) == (4, answer.headers["Record-Head"])
    assert told["rows"] == {"geojson": 3, "geojsonl": 3}.get(format.suffix, 2)
    again = export(told["url"].removeprefix("http://testserver/api/v1/"))
    assert again.body == answer.body


def test_an_export_has_exactly_what_the_list_has(export, record, client):
    for filters in (
        {},
        {"from": "2021"},
        {"actor": "ACT-000002"},
        {"q": "clashes"},
        {"extent": "series"},
        {"bbox": "40,36,42,38"},
    ):
        listed = client.get("/api/v1/incidents/", filters).json()["results"]
        lines = export("incidents.ndjson", **filters).body.splitlines()
        assert {json.loads(line)["id"] for line in lines} == {incident["id"] for incident in listed}, filters


def test_without_an_order_rows_come_as_in_the_log_else_as_the_list_has_them(export, record, client):
    def ids(**parameters: str) -> list[str]:
        return [json.loads(line)["id"] for line in export("incidents.ndjson", **parameters).body.splitlines()]

    assert ids() == ids(order="sequence") == [CLASH, SERIES, STRIKE, BARE]
    for order in (
        "occurred_from",
        "occurred_from:asc",
        "killed_best",
        "sequence",
        "sequence:desc",
        "name",
        "name:desc",
    ):
        listed = client.get("/api/v1/incidents/", {"order": order}).json()["results"]
        assert ids(order=order) == [incident["id"] for incident in listed], order


@pytest.mark.parametrize("name", ELSEWHERE)
def test_parameters_of_pages_are_refused_with_a_way_out(export, record, name):
    answer = export("incidents.csv", **{name: "1"})
    assert answer.status == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    [wrong] = json.loads(answer.body)["parameters"]
    assert wrong["name"] == name
    assert "Take it away" in wrong["message"]


@pytest.mark.parametrize(
    "name, parameters, wrong, nearest",
    [
        ("incidents.csv", {"columns": "titel"}, "columns", "title"),
        ("incidents.csv", {"columns": "title", "rows": "claim"}, "columns", None),
        ("incidents.csv", {"rows": "claims"}, "rows", "claim"),
        ("incidents.csv", {"trailer": "true"}, "trailer", None),
        ("incidents.csv", {"bom": "perhaps"}, "bom", None),
        ("incidents.csv", {"actr": "x"}, "actr", "actor"),
        ("incidents.csv", {"actor": "Nobody at all"}, "actor", None),
        ("incidents.csv", {"as_of": "sequence:99"}, "as_of", None),
        ("incidents.ndjson", {"rows": "claim"}, "rows", None),
        ("incidents.ndjson", {"columns": "title"}, "columns", None),
        ("incidents.geojson", {"rows": "claim"}, "rows", None),
        ("incidents.parquet", {"columns": "title\0"}, "columns", None),
    ],
)
def test_what_cannot_be_understood_is_named(export, record, name, parameters, wrong, nearest):
    answer = export(name, **parameters)
    assert answer.status == 400
    named = {parameter["name"]: parameter["nearest"] for parameter in json.loads(answer.body)["parameters"]}
    assert wrong in named
    assert nearest is None or named[wrong] == nearest


def test_all_that_is_wrong_is_named_at_once(export, record):
    answer = export("incidents.csv", limit="5", columns="titel", frm="2021", killed_min="many")
    assert {parameter["name"] for parameter in json.loads(answer.body)["parameters"]} == {
        "limit",
        "columns",
        "frm",
        "killed_min",
    }


def test_an_unknown_format_is_told_the_known_ones(export, record):
    answer = export("incidents.tsv")
    assert answer.status == 404
    assert "incidents.hxl.csv" in json.loads(answer.body)["detail"]
    assert "actors.ndjson" in json.loads(export("actors.csv").body)["detail"]


@pytest.mark.parametrize("subject", ["episodes", "actors", "locations", "sources"])
def test_documents_of_every_kind_can_be_had_whole(export, record, client, subject):
    make.publish(make.actor(), make.location(), make.source(), make.episode())
    lines = export(f"{subject}.ndjson").body.splitlines()
    assert [json.loads(line) for line in lines] == client.get(f"/api/v1/{subject}/").json()["results"]


@pytest.mark.parametrize("suffix", ["csv", "hxl.csv", "ndjson", "geojson", "geojsonl"])
def test_texts_travel_as_gzip_where_it_is_taken(export, record, suffix):
    plain = export(f"incidents.{suffix}")
    packed = export(f"incidents.{suffix}", headers={"Accept-Encoding": "gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert "Accept-Encoding" in packed.headers["Vary"]


@pytest.mark.parametrize("suffix", ["xlsx", "parquet"])
def test_what_is_compressed_already_is_not_packed_again(export, record, suffix):
    assert (
        "Content-Encoding" not in export(f"incidents.{suffix}", headers={"Accept-Encoding": "gzip"}).headers
    )


def test_without_isal_zlib_does_the_same(export, record, monkeypatch):
    monkeypatch.setattr(gzipped, "new_packer", lambda: zlib.compressobj(1, zlib.DEFLATED, 31))
    packed = export("incidents.csv", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.body) == export("incidents.csv").body


def test_an_unchanged_export_is_not_made_again(export, record, django_assert_max_num_queries):
    tag = export("incidents.csv").headers["ETag"]
    with django_assert_max_num_queries(3):
        assert export("incidents.csv", headers={"If-None-Match": tag}).status == 304

    make.correct(record[0], title={"en": "Corrected"})
    assert export("incidents.csv", headers={"If-None-Match": tag}).status == 200


def test_head_tells_the_headers_and_writes_nothing(client, record, monkeypatch):
    monkeypatch.setattr(views, "own_reader", lambda state: pytest.fail("nothing is to be read"))
    answer = client.head("/api/v1/incidents.csv")
    assert (answer.status_code, answer.headers["Content-Type"].split(";")[0]) == (200, "text/csv")
    assert "describedby" in answer.headers["Link"]


@pytest.mark.parametrize("accept", ["text/csv", "application/json", "image/png", "*/*"])
def test_the_address_says_the_format_whatever_else_would_be_taken(export, record, accept):
    assert export("incidents.csv", headers={"Accept": accept}).status == 200


def test_an_empty_record_is_an_empty_file(export):
    for format in FORMATS:
        assert export(f"incidents.{format.suffix}").status == 200
    assert export("incidents.csv").body.count(b"\n") == 1
    assert export("incidents.ndjson").body == b""
    assert json.loads(export("incidents.geojson").body)["features"] == []
    assert json.loads(export("incidents.csv", digest="true").body)["rows"] == 0


def test_an_export_costs_what_it_costs(export, record, settings):
    settings.API_UNITS_PER_MINUTE = {"anonymous": COST + 5, "token": 1, "bulk": 1}
    assert export("incidents.csv").headers["RateLimit"].startswith('"anonymous";r=5;')
    answer = export("incidents.csv")
    assert (answer.status, answer.headers["Content-Type"]) == (429, "application/problem+json")


def test_what_is_withheld_leaves_every_export_of_every_state(export, record):
    with transaction.atomic():
        writing.withhold([make.tombstone(STRIKE, "withheld")])

    for format in FORMATS:
        for state in ("sequence:4", "sequence:5"):
            for rows in (
                ("incident", "actor", "location", "claim") if "rows" in format.understands else ("incident",)
            ):
                extra = {} if rows == "incident" else {"rows": rows}
                body = export(f"incidents.{format.suffix}", as_of=state, **extra).body
                assert STRIKE.encode() not in body
                assert b"evil.example" not in body


def test_a_worker_keeps_a_thread_for_others(export, record, monkeypatch):
    monkeypatch.setattr(slots, "in_this_process", BoundedSemaphore(1))
    assert [export("incidents.csv").status for _ in range(3)] == [200, 200, 200]
    slots.in_this_process.acquire()
    answer = export("incidents.csv")
    assert (answer.status, answer.headers["Retry-After"]) == (503, str(slots.SECONDS_UNTIL_RETRY))


def test_refused_exports_give_their_places_back(export, record, monkeypatch):
    monkeypatch.setattr(slots, "in_this_process", BoundedSemaphore(1))
    monkeypatch.setattr("incidents.exports.formats.xlsx.MOST_ROWS", 1)
    for _ in range(3):
        assert export("incidents.xlsx").status == 400
        assert export("incidents.csv", digest="true").status == 200


def test_without_pyarrow_parquet_is_said_to_be_missing(export, record, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    answer = export("incidents.parquet")
    assert answer.status == 501
    assert "incidents.csv" in json.loads(answer.body)["detail"]


def test_the_list_of_incidents_offers_its_rows_as_files(client, record):
    """With its filters, and without what only concerns its pages."""
    page = client.get("/incidents/", {"from": "2021", "limit": "2", "order": "killed_best"}).content.decode()
    offered = re.findall(r'<a href="(/api/v1/incidents\.[^"]+)" download>', page)

    assert [address.partition("?")[0].removeprefix("/api/v1/incidents.") for address in offered] == list(
        PAGES_FORMATS.values()
    )
    assert {address.partition("?")[2] for address in offered} == {"from=2021&amp;order=killed_best"}
    for address in offered:
        answer = client.get(html.unescape(address))
        assert answer.status_code == 200
        assert b"".join(answer.streaming_content)


def test_exports_are_described():
    paths = json.loads(openapi("en"))["paths"]
    for format in FORMATS:
        told = paths[f"/api/v1/incidents.{format.suffix}"]["get"]
        names = {parameter["name"] for parameter in told["parameters"]}
        assert {"actor", "as_of", "digest", *format.understands} <= names
        assert not names & set(ELSEWHERE)
        assert set(told["responses"]["200"]["content"]) == {
            format.media_type.split(";")[0],
            "application/json",
        }
    operations = [operation["get"]["operationId"] for operation in paths.values()]
    assert len(operations) == len(set(operations))
