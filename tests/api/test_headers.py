"""What every answer carries, conditional requests, compression, and reading from other sites."""

from __future__ import annotations

import gzip

import pytest
from django.db import transaction
from django.test import Client

from incidents.api.compression import _pack_with_zlib, pack, takes_gzip
from incidents.record.log import writing
from incidents.record.models import Edition
from tests.record import documents as make

from .conftest import CLASH, RETRACTED

ADDRESSES = {
    "": 200,
    "incidents/": 200,
    f"incidents/{CLASH}/": 200,
    f"incidents/{CLASH}/editions/": 200,
    f"incidents/{CLASH}/editions/1/": 200,
    "changes/": 200,
    "map/": 200,
    "codebook/": 200,
    "codebook/event_type/": 200,
    "schema/": 200,
    "docs/": 200,
    f"incidents/{RETRACTED}/": 410,
    "incidents/INC-999999/": 404,
    "incidents/?nonsense=1": 400,
    "nowhere/": 404,
    "/api/": 302,
}


def absolute(address: str) -> str:
    return address if address.startswith("/") else f"/api/v1/{address}"


@pytest.mark.parametrize("address, status", ADDRESSES.items())
def test_every_answer_tells_the_state_of_the_record(client, record, address, status):
    answer = client.get(absolute(address), headers={"Accept": "*/*"})

    newest = Edition.objects.latest("sequence")
    assert answer.status_code == status
    assert answer.headers["Record-Sequence"] == str(newest.sequence)
    assert answer.headers["Record-Head"] == bytes(newest.digest).hex()


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_may_be_read_by_other_sites(client, record, address):
    answer = client.get(absolute(address), headers={"Origin": "https://elsewhere.example"})

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Record-Sequence" in answer.headers["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert not answer.cookies


def test_a_preflight_is_answered_without_a_token_or_a_share(client, record, django_assert_num_queries):
    headers = {
        "Origin": "https://elsewhere.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "authorization,if-none-match",
    }
    with django_assert_num_queries(1):
        answer = client.options("/api/v1/incidents/", headers=headers)

    assert answer.status_code == 204
    assert "Content-Type" not in answer.headers
    assert answer.content == b""
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_an_unchanged_list_is_confirmed_before_any_text_is_read(client, record, django_assert_num_queries):
    tag = client.get("/api/v1/incidents/?limit=2").headers["ETag"]

    with django_assert_num_queries(2) as queries:
        answer = client.get("/api/v1/incidents/?limit=2", headers={"If-None-Match": tag})

    assert answer.status_code == 304
    assert answer.content == b""
    assert answer.headers["ETag"] == tag
    assert answer.headers["Record-Sequence"]
    assert not any("body" in query["sql"] for query in queries.captured_queries)


@pytest.mark.parametrize("address", [f"incidents/{CLASH}/", f"incidents/{CLASH}/editions/1/"])
def test_an_unchanged_document_is_confirmed_before_its_text_is_read(
    client, record, django_assert_num_queries, address
):
    tag = client.get(absolute(address)).headers["ETag"]

    with django_assert_num_queries(2) as queries:
        answer = client.get(absolute(address), headers={"If-None-Match": tag})

    assert answer.status_code == 304
    assert not any("record_edition" in query["sql"] for query in queries.captured_queries)


@pytest.mark.parametrize("held", ["*", '"*"', "W/", '"', "a" * 4000, "\0", 'W/"1-0", *'])
def test_a_tag_we_never_gave_confirms_nothing(client, record, held):
    for address, status in (
        ("incidents/", 200),
        ("incidents/INC-999999/", 404),
        (f"incidents/{RETRACTED}/", 410),
    ):
        assert client.get(absolute(address), headers={"If-None-Match": held}).status_code == status


@pytest.mark.parametrize("address", [a for a, status in ADDRESSES.items() if status == 200 and a != "docs/"])
def test_every_good_answer_can_be_confirmed(client, record, address):
    tag = client.get(absolute(address)).headers["ETag"]

    again = client.get(absolute(address), headers={"If-None-Match": f'"other", {tag}'})

    assert again.status_code == 304


def test_a_tag_ends_with_the_state_the_language_and_the_address(client, record, settings):
    settings.LANGUAGES = [("en", "English"), ("ar", "Arabic")]

    def tag(address="/api/v1/incidents/", language="en"):
        return client.get(address, headers={"Accept-Language": language}).headers["ETag"]

    first = tag()
    others = {tag("/api/v1/incidents/?limit=5"), tag("/api/v1/actors/"), tag(language="ar")}
    make.correct(record.clash)

    assert first not in {*others, tag()}
    assert len(others) == 3


def test_a_past_state_is_confirmed_until_something_is_withheld(client, record):
    """What is issued later does not change it; withholding reaches back into it, so that it has to be read again."""
    address = "/api/v1/incidents/?as_of=sequence:3"
    tag = client.get(address).headers["ETag"]
    make.correct(record.clash)
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304

    with transaction.atomic():
        writing.withhold([make.tombstone(record.clash.id, "withheld")])
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_caches_ask_each_time_unless_the_site_allows_otherwise(client, record, settings):
    addresses = (
        "/api/v1/incidents/",
        "/api/v1/incidents.csv",
        "/incidents/",
        "/dialects/acled/api/acled/read",
    )
    for address in addresses:
        assert client.head(address).headers["Cache-Control"] == "public, no-cache"

    settings.SHARED_CACHE_SECONDS = 5
    for address in addresses:
        assert (
            client.head(address).headers["Cache-Control"] == "public, max-age=0, s-maxage=5, proxy-revalidate"
        )


def test_gzip_for_those_who_take_it(client, record):
    plain = client.get("/api/v1/incidents/")
    packed = client.get("/api/v1/incidents/", headers={"Accept-Encoding": "br, gzip;q=0.8"})

    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed.headers["Content-Length"] == str(len(packed.content))
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert "Accept-Encoding" in packed.headers["Vary"]


@pytest.mark.parametrize(
    "header, takes",
    [("gzip", True), ("*", True), ("identity", False), ("gzip;q=0", False), ("gzip; q=0.0, br", False), ("", False),
     ("GZIP;q=0.5", True)],
)  # fmt: skip
def test_who_takes_gzip(header, takes):
    assert takes_gzip(header) is takes


@pytest.mark.parametrize("packed", [pack, _pack_with_zlib])
def test_both_ways_of_packing_can_be_unpacked(packed):
    content = "قامشلو ".encode() * 10_000

    assert gzip.decompress(packed(content)) == content


def test_head_tells_the_headers_without_reading_the_texts(client, record, django_assert_num_queries):
    full = client.get("/api/v1/incidents/")

    with django_assert_num_queries(2):
        answer = client.head("/api/v1/incidents/")

    assert answer.status_code == 200
    assert b"".join(answer) == b""
    assert "Content-Length" not in answer.headers
    for name in ("ETag", "Record-Sequence", "Record-Head", "Content-Type", "Cache-Control", "Vary"):
        assert answer.headers[name] == full.headers[name]


@pytest.mark.parametrize("address, status", [(a, s) for a, s in ADDRESSES.items() if a != "docs/"])
def test_head_has_the_status_of_get(client, record, address, status):
    full, answer = client.get(absolute(address)), client.head(absolute(address))

    assert answer.status_code == status
    assert b"".join(answer) == b""
    assert "Content-Length" not in answer.headers
    assert answer.headers["Content-Type"] == full.headers["Content-Type"]


def test_a_forgotten_slash_is_added_in_a_way_other_sites_can_follow(client, record):
    answer = client.get("/api/v1/incidents?limit=2")

    assert answer.status_code == 301
    assert answer.headers["Location"] == "/api/v1/incidents/?limit=2"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_forgotten_slash_leads_to_no_other_host(client, record):
    answer = client.get("//evil.example/..", follow=False)

    assert "evil.example" not in answer.headers.get("Location", "").split("/")[:3]


def test_no_session_is_made_and_none_is_read(record, analyst, sign_in):
    signed_in = sign_in(analyst)
    answer = signed_in.get("/api/v1/incidents/")

    assert not answer.cookies
    assert "Cookie" not in answer.headers["Vary"]
    assert answer.content == Client().get("/api/v1/incidents/").content
