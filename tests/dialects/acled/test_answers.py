"""Envelope, pages, formats, headers."""

from __future__ import annotations

import csv
import gzip
import json
from io import StringIO
from itertools import chain
from xml.etree import ElementTree as ET

import pytest
from django.core.cache import cache
from django.db import connections, transaction
from django.test.utils import CaptureQueriesContext

from incidents.codebook.acled import COLUMNS
from incidents.dialects.acled import search
from incidents.record.log import writing
from incidents.record.reading import head
from tests.record import documents as make

from . import world
from .world import actor

pytestmark = pytest.mark.django_db

SEVEN = [f"INC-{n:06d}" for n in range(1, 8)]


@pytest.fixture
def seven():
    """Seven incidents on seven days, the newest last; each with two actors."""
    parts = [actor(make.ASAYISH), actor(make.NDF, side="b")]
    make.publish(
        *(
            make.incident(public_id, first=f"2021-01-{n:02d}", participants=parts)
            for n, public_id in enumerate(SEVEN, 1)
        )
    )


@pytest.fixture
def small_stretches(monkeypatch):
    monkeypatch.setattr(search, "AT_ONCE", 2)


def test_the_envelope_is_acleds(ask, seven):
    answer = ask(limit=2)
    keys = ["status", "success", "last_update", "count", "total_count", "messages", "data", "filename"]
    assert list(answer.data) == keys
    assert (answer.data["status"], answer.data["success"], answer.data["messages"]) == (200, True, [])
    assert (answer.data["count"], answer.data["total_count"]) == (2, 7)
    assert answer.data["last_update"] == 0
    assert answer.data["filename"] == "acled-7.json"
    assert list(answer.data["data"][0]) == list(COLUMNS)


@pytest.mark.parametrize(
    "narrow", [{}, {"actor1": "asay"}, {"notes": "inc"}], ids=["by index", "by columns", "by the row's text"]
)
def test_pages_hold_every_row_once_newest_first(read, seven, small_stretches, narrow):
    pages = [[row["event_id_cnty"] for row in read(limit=3, page=n, **narrow)] for n in (1, 2, 3, 4)]
    assert [*chain(*pages)] == SEVEN[::-1]
    assert [len(page) for page in pages] == [3, 3, 1, 0]


def test_a_page_begins_where_the_last_one_ended(read, seven, small_stretches):
    """It does not count its way there again, and holds the same rows as if it did."""
    now = f"sequence:{head().sequence}"
    read(limit=2, page=1, as_of=now)
    with CaptureQueriesContext(connections["record"]) as marked:
        second = read(limit=2, page=2, as_of=now)
    assert not any("OFFSET" in query["sql"] for query in marked)
    cache.clear()
    with CaptureQueriesContext(connections["record"]) as counted:
        assert read(limit=2, page=2, as_of=now) == second
    assert any("OFFSET" in query["sql"] for query in counted)


def test_a_mark_at_what_was_withheld_since_is_passed_over(read, seven):
    now = f"sequence:{head().sequence}"
    ended = read(limit=2, page=1, as_of=now)[-1]["event_id_cnty"]
    with transaction.atomic():
        writing.withhold([make.tombstone(ended, "withheld")])
    left = [public_id for public_id in SEVEN[::-1] if public_id != ended]
    assert [row["event_id_cnty"] for row in read(limit=2, page=2, as_of=now)] == left[2:4]


@pytest.mark.parametrize("narrow", [{}, {"actor1": "asay"}], ids=["by index", "by columns"])
def test_a_limit_of_nought_is_all(ask, seven, small_stretches, narrow):
    answer = ask(limit=0, **narrow)
    assert answer.data["count"] == answer.data["total_count"] == len(answer.data["data"]) == 7


def test_what_is_counted_is_what_is_sent(ask, seven):
    assert ask().headers["RateLimit"].startswith('"anonymous";r=599')
    make.publish(*world.incidents(207)[7:])
    assert (
        ask(limit=0, extent="all").headers["RateLimit"].startswith('"anonymous";r=596')
    )  # one, and two hundreds
    assert ask(limit=5, notes="x").headers["RateLimit"].startswith('"anonymous";r=585')  # searched
    assert ask(limit=5, notes="x", page=2).headers["RateLimit"].startswith('"anonymous";r=584')  # remembered


def test_fields_come_in_the_order_they_were_asked_in(read, seven):
    assert [list(row) for row in read(fields="year|event_id_cnty|year", limit=1)] == [
        ["year", "event_id_cnty"]
    ]


def test_kinds_of_actors_in_words_or_numbers(read, seven):
    words, numbers = read(limit=1)[0], read(limit=1, inter_num=1)[0]
    assert [words[name] for name in ("inter1", "inter2")] == ["State forces", "Political militia"]
    assert [numbers[name] for name in ("inter1", "inter2", "interaction")] == [1, 3, 13]


def test_monadic_rows_are_counted_and_paged_as_rows(ask, read, seven, small_stretches):
    answer = ask(export_type="monadic", limit=3, page=2)
    assert (answer.data["count"], answer.data["total_count"]) == (3, 14)
    assert "actor2" not in answer.data["data"][0]
    assert [row["actor1"] for row in answer.data["data"]] == [
        "National Defence Forces",
        "Asayish",
        "National Defence Forces",
    ]
    assert len(read(export_type="monadic", limit=0, actor1="National")) == 7


def test_the_past_can_be_asked_for(read, seven):
    make.correct(make.incident(SEVEN[0]), extent="series")
    assert len(read()) == 6
    assert len(read(as_of="sequence:7")) == 7


def test_csv_is_a_table(ask, seven):
    answer = ask(_format="csv", inter1="State")
    lines = list(csv.DictReader(StringIO(answer.body.decode(), newline="")))
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="acled-7.csv"'
    assert list(lines[0]) == list(COLUMNS)
    assert [line["event_id_cnty"] for line in lines] == SEVEN[::-1]
    assert lines[0]["fatalities"] == ""


def test_csv_holds_no_formula(ask):
    make.publish(make.incident(title='=HYPERLINK("http://evil.example")', summary={"en": "-1+1"}))
    (line,) = csv.DictReader(StringIO(ask(_format="csv").body.decode()))
    assert line["notes"].startswith("'-1+1 [")


def test_xml_is_well_formed_whatever_was_written(ask):
    make.publish(make.incident(summary={"en": "a <b> & \x0b c \ufffe"}), make.incident("INC-000002"))
    answer = ask(_format="xml")
    tree = ET.fromstring(answer.body)  # noqa: S314  # our own
    assert answer.headers["Content-Type"] == "application/xml; charset=utf-8"
    assert [element.tag for element in tree][-2:] == ["data", "filename"]
    assert tree.findtext("count") == tree.findtext("total_count") == "2"
    assert [item.get("key") for item in tree.iter("item")] == ["0", "1"]
    assert "a <b> &  c  [" in [(element.text or "")[:13] for element in tree.iter("notes")]


@pytest.mark.parametrize("ending", ["csv", "json", "xml"])
def test_the_format_may_be_the_ending_as_in_the_earlier_service(client, seven, ending):
    short, long = (
        client.get(f"/dialects/acled/api/acled/{address}")
        for address in (f"read.{ending}?key=k&email=e", f"read?_format={ending}")
    )
    assert short.status_code == 200
    assert short.headers["Content-Type"] == long.headers["Content-Type"]
    assert b"".join(short.streaming_content) == b"".join(long.streaming_content)


def test_an_ending_that_is_no_format_is_refused(client, seven):
    answer = client.get("/dialects/acled/api/acled/read.txt")
    assert answer.status_code == 400
    assert "_format must be one of json, csv, xml" in answer.json()["error"][0]["message"]


def test_rows_are_the_same_in_all_formats(ask, read):
    make.publish(*world.incidents(30))
    rows = [
        {name: "" if cell is None else str(cell) for name, cell in row.items()} for row in read(extent="all")
    ]
    assert list(csv.DictReader(StringIO(ask(_format="csv", extent="all").body.decode(), newline=""))) == rows
    tree = ET.fromstring(ask(_format="xml", extent="all").body)  # noqa: S314
    assert [{cell.tag: cell.text or "" for cell in item} for item in tree.iter("item")] == rows


def test_packed_on_its_way(ask, seven):
    answer = ask(headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(answer.body))["count"] == 7


def test_an_unchanged_answer_is_not_sent_again(ask, seven):
    tag = ask().headers["ETag"]
    assert ask(headers={"If-None-Match": tag}).status_code == 304
    make.publish(make.incident("INC-000009"))
    assert ask(headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("accept", ["text/csv", "application/xml", "text/html", "*/*"])
def test_any_media_type_may_be_wished_for(ask, seven, accept):
    headers = {"Accept": accept, "Content-Type": "application/json"}
    assert ask(headers=headers).data["count"] == 7


def test_the_answer_says_which_state_it_is_of(ask, seven):
    assert ask().headers["Record-Sequence"] == "7"
    assert ask(as_of="sequence:3").headers["Record-Sequence"] == "3"


def test_nothing_is_sent_for_head_and_nothing_is_written(client, seven):
    answer = client.head("/dialects/acled/api/acled/read")
    assert (answer.status_code, b"".join(answer)) == (200, b"")
    assert client.post("/dialects/acled/api/acled/read").status_code == 405


def test_wrong_addresses_are_told_in_acleds_form(client, db):
    for path in ("api/cast/read", "api/acled/write", "nothing"):
        answer = client.get(f"/dialects/acled/{path}")
        assert answer.status_code == 404
        assert answer.json()["success"] is False


def test_the_entrances(client, db):
    assert client.get("/dialects/").json()["dialects"]["acled"] == "http://testserver/dialects/acled/"
    addresses = client.get("/dialects/acled/").json()
    for address in addresses["read"].values():
        assert client.get(address).status_code == 200


def test_reading_stays_within_a_share(ask, settings, seven):
    settings.API_UNITS_PER_MINUTE = settings.API_UNITS_PER_MINUTE | {"anonymous": 10}
    assert ask(tags="x").status_code == 200  # cost eleven
    answer = ask()
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.data["success"] is False


def test_a_bad_token_is_refused(ask, seven):
    answer = ask(headers={"Authorization": "Bearer attest_wrong"})
    assert answer.status_code == 401
    assert answer.data["error"][0]["message"] == "This token is unknown, revoked or expired."
