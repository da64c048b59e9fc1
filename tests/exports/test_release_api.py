"""Releases over HTTP: what is told of them, their files, and that none of it outlives a withholding."""

from __future__ import annotations

import csv
import io
import json
import urllib.request
from hashlib import sha256
from pathlib import Path
from threading import BoundedSemaphore
from types import SimpleNamespace
from typing import Any
from urllib.error import HTTPError

import pandas
import pytest
from django.db import transaction
from django.test import Client

from incidents.exports import slots
from incidents.exports.release import shelf, views
from incidents.exports.release.differences import KINDS
from incidents.exports.release.making import make as make_release
from incidents.exports.release.making import rewrite_releases
from incidents.exports.release.views import LISTED
from incidents.record import document as d
from incidents.record.log import writing
from tests.record import documents as make

FIRST, SECOND, THIRD, FOURTH = (f"INC-{number:06d}" for number in range(1, 5))
SECRET = "Clash near the old mill"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path / "releases"


def incident(public_id: str, **changes: Any) -> d.IncidentDocument:
    return make.incident(
        public_id, locations=[make.place()], casualties=[make.killed(1, 2, 3)], **{"title": SECRET} | changes
    )


@pytest.fixture
def released(db: None) -> dict[str, d.IncidentDocument]:
    incidents = {public_id: incident(public_id) for public_id in (FIRST, SECOND, THIRD, FOURTH)}
    make.publish(*incidents.values(), make.source())
    make_release("2021.1", note="The first.")
    return incidents


def withhold(*ids: str) -> None:
    with transaction.atomic():
        writing.withhold([make.tombstone(public_id, "withheld") for public_id in ids])


def file_of(client: Client, path: str, name: str = "2021.1", **headers: str) -> SimpleNamespace:
    return fetched(client, f"/api/v1/releases/{name}/files/{path}", **headers)


def fetched(client: Client, address: str, **headers: str) -> SimpleNamespace:
    """The whole answer: a file is closed once it is read."""
    response = client.get(address, headers=headers)
    return SimpleNamespace(status=response.status_code, headers=response.headers, content=response.getvalue())


def test_without_releases_the_list_is_empty(client: Client, db: None):
    assert client.get("/api/v1/releases/").json() == {"next": None, "previous": None, "results": []}


def test_releases_are_listed_with_the_newest_first(client: Client, released):
    make.publish(incident("INC-000009"))
    make_release("2021.2")
    listed = client.get("/api/v1/releases/").json()["results"]
    assert [(release["name"], release["available"]) for release in listed] == [
        ("2021.2", True),
        ("2021.1", True),
    ]
    assert client.get(listed[1]["url"]).json()["note"] == "The first."


def test_a_new_release_is_seen_at_once(client: Client, released):
    """No edition is issued with it: an ETag of the record's state would hide it."""
    first = client.get("/api/v1/releases/")
    assert not first.has_header("ETag")
    make_release("2021.2")
    assert len(client.get("/api/v1/releases/").json()["results"]) == 2


def test_every_file_is_there_with_the_size_and_digest_that_are_told(client: Client, released):
    found = client.get("/api/v1/releases/2021.1/").json()
    assert {file["path"] for file in found["files"]} >= {"incidents.csv", "SHA256SUMS", "datapackage.json"}
    for file in found["files"]:
        response = fetched(client, file["url"])
        content = response.content
        assert (len(content), sha256(content).hexdigest()) == (file["bytes"], file["sha256"])
        assert response.headers["Content-Length"] == str(len(content))
    assert not any(file["rewritten"] for file in found["files"])
    assert "release=2021.1" in found["incidents"]
    assert found["url"].endswith("/api/v1/releases/2021.1/")
    assert "/releases/2021.1/" in found["bibtex"]


def test_a_file_may_be_kept_but_is_asked_for_each_time(client: Client, released):
    whole = file_of(client, "incidents.csv")
    assert whole.headers["Cache-Control"] == "public, no-cache"
    again = file_of(client, "incidents.csv", **{"If-None-Match": whole.headers["ETag"]})
    assert (again.status, again.content) == (304, b"")
    withhold(SECOND)
    assert file_of(client, "incidents.csv", **{"If-None-Match": whole.headers["ETag"]}).status == 503


@pytest.mark.parametrize(
    "asked, span",
    [
        ("bytes=0-9", (0, 9)),
        ("bytes=10-", (10, None)),
        ("bytes=-10", (-10, None)),
        ("bytes=5-999999999", (5, None)),
        ("bytes=-999999999", (0, None)),
    ],
)
def test_a_part_of_a_file_is_handed_out(client: Client, released, asked: str, span: tuple[int, int | None]):
    whole = file_of(client, "incidents.csv").content
    first = span[0] if span[0] >= 0 else len(whole) + span[0]
    last = len(whole) - 1 if span[1] is None else span[1]
    part = file_of(client, "incidents.csv", Range=asked)
    assert part.status == 206
    assert part.content == whole[first : last + 1]
    assert part.headers["Content-Range"] == f"bytes {first}-{last}/{len(whole)}"
    assert part.headers["Content-Length"] == str(last - first + 1)


@pytest.mark.parametrize("asked", ["bytes=999999999-", "bytes=-0"])
def test_a_part_beyond_the_end_is_refused(client: Client, released, asked: str):
    refused = file_of(client, "incidents.csv", Range=asked)
    assert refused.status == 416
    assert refused.headers["Content-Range"].startswith("bytes */")


@pytest.mark.parametrize("asked", ["bytes=9-5", "lines=1-2", "bytes=0-1,5-6", "bytes=-", "bytes=x-y"])
def test_what_is_no_single_range_gets_the_whole_file(client: Client, released, asked: str):
    assert file_of(client, "incidents.csv", Range=asked).status == 200


def test_a_part_of_another_file_than_the_one_begun_is_the_whole(client: Client, released):
    """``If-Range``: a download that goes on after the file was written again must start anew."""
    tag = file_of(client, "incidents.csv").headers["ETag"]
    assert file_of(client, "incidents.csv", Range="bytes=5-", **{"If-Range": tag}).status == 206
    assert file_of(client, "incidents.csv", Range="bytes=5-", **{"If-Range": '"other"'}).status == 200


def test_a_program_in_a_web_page_may_ask_for_parts(client: Client, released):
    address = "/api/v1/releases/2021.1/files/incidents.csv"
    allowed = client.options(address, headers={"Origin": "https://elsewhere.example"})
    assert "Range" in allowed.headers["Access-Control-Allow-Headers"].split(", ")
    part = file_of(client, "incidents.csv", Range="bytes=0-9")
    assert part.headers["Access-Control-Allow-Origin"] == "*"
    assert "Content-Range" in part.headers["Access-Control-Expose-Headers"]


def test_head_tells_size_and_type_without_the_file(client: Client, released):
    told = client.head("/api/v1/releases/2021.1/files/incidents.csv")
    assert told.headers["Content-Type"] == "text/csv"
    assert int(told.headers["Content-Length"]) == (shelf.root() / "2021.1/incidents.csv").stat().st_size
    assert told.getvalue() == b""


@pytest.mark.parametrize(
    "path",
    [
        "../../secret-key",
        "..%2f..%2fsecret-key",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "./incidents.csv",
        "schema",
        "schema/",
        "parquet/country=SY",
        "incidents.csv/",
        "incidents.csv%00",
        "nothing.csv",
        "",
    ],
)
def test_nothing_else_than_its_files_can_be_reached(client: Client, released, folder: Path, path: str):
    (folder.parent / "secret-key").write_text("secret")
    (folder / "2021.1/extra.txt").write_text("not listed")
    for name in (path, "extra.txt"):
        refused = file_of(client, name)
        assert refused.status in (301, 404)
        assert b"secret" not in refused.content


@pytest.mark.parametrize("name", ["2021.9", "..", "2021.1x", ".2021.1~old"])
def test_a_release_that_is_none_is_not_found(client: Client, released, folder: Path, name: str):
    (folder / ".2021.1~old").mkdir()
    for address in (f"/api/v1/releases/{name}/", f"/api/v1/releases/{name}/files/SHA256SUMS"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert answer.headers["Content-Type"] == "application/problem+json"


def test_from_the_moment_of_withholding_no_file_is_handed_out(client: Client, released):
    """Whoever should write them again may forget it: the files themselves still hold the text."""
    withhold(SECOND)
    assert SECRET.encode() in (shelf.root() / "2021.1/incidents.csv").read_bytes()
    for path in ("incidents.csv", "incidents.ndjson", "SHA256SUMS", "README.txt"):
        refused = file_of(client, path)
        assert refused.status == 503
        assert refused.headers["Cache-Control"] == "no-store"
        assert refused.headers["Retry-After"]
        assert json.loads(refused.content)["type"] == "urn:attest:problem:release-being-rewritten"
    told = client.get("/api/v1/releases/2021.1/").json()
    assert (told["available"], told["files"]) == (False, [])


def test_a_protective_correction_withholds_the_files_too(client: Client, released):
    """The id stays in force, but the edition that the release has is gone."""
    after = make.changed(released[SECOND], 2, title={"en": "Clash"})
    with transaction.atomic():
        writing.withhold([make.draft(after, note="Removed.", purpose="protective")])
    assert file_of(client, "incidents.csv").status == 503
    rewrite_releases()
    (left_out,) = client.get("/api/v1/releases/2021.1/").json()["withheld"]
    assert left_out == {"id": SECOND, "edition": 1}


def test_written_again_they_are_handed_out_without_it(client: Client, released):
    withhold(SECOND)
    rewrite_releases()
    content = file_of(client, "incidents.csv").content
    assert SECOND.encode() not in content
    assert FIRST.encode() in content
    told = client.get("/api/v1/releases/2021.1/").json()
    assert {file["path"] for file in told["files"] if file["rewritten"]} >= {"incidents.csv", "SHA256SUMS"}
    assert "sources.csv" not in {file["path"] for file in told["files"] if file["rewritten"]}
    assert told["withheld"] == [{"id": SECOND, "edition": 1}]


def test_an_older_bundle_put_back_is_not_handed_out(client: Client, released, folder: Path, tmp_path: Path):
    """A backup of the files was restored, from before the withholding."""
    (folder / "2021.1").rename(tmp_path / "backup")
    withhold(SECOND)
    rewrite_releases()
    assert file_of(client, "incidents.csv").status == 200
    shelf.discard(folder / "2021.1")
    (tmp_path / "backup").rename(folder / "2021.1")
    assert file_of(client, "incidents.csv").status == 503


def test_what_is_withheld_from_later_states_alone_leaves_the_files_alone(client: Client, released):
    make.publish(incident("INC-000009"))
    withhold("INC-000009")
    assert file_of(client, "incidents.csv").status == 200


def test_a_lost_bundle_is_missed_and_not_an_error(client: Client, released, folder: Path):
    shelf.discard(folder / "2021.1")
    assert file_of(client, "incidents.csv").status == 503
    told = client.get("/api/v1/releases/2021.1/").json()
    assert (told["available"], told["files"], told["withheld"]) == (False, [], [])
    assert client.get("/releases/").status_code == 200
    assert client.get("/releases/2021.1/").status_code == 200


@pytest.fixture
def second_release(released) -> None:
    """Each thing that may become of an incident, and some that come and go in between."""
    make.publish(incident("INC-000005"), incident("INC-000006"), incident("INC-000007"))
    make.correct(released[FIRST], casualties=[make.killed(2, 4, 6)])
    make.correct(released[SECOND], kind="refreshed", tags=["new"])
    make.bury(THIRD, "retracted", note="It did not happen.")
    make.bury("INC-000006", "retracted", note="Nor did this.")
    make.bury("INC-000007", "merged", into=FIRST)
    withhold(FOURTH)
    make_release("2021.2")


def test_differences_count_what_became_of_each(client: Client, second_release):
    found = client.get("/api/v1/releases/2021.1...2021.2/").json()
    assert (found["older"], found["newer"]) == ("2021.1", "2021.2")
    assert found["counts"] == {
        "added": 1,
        "corrected": 1,
        "refreshed": 1,
        "retracted": 1,
        "merged": 0,
        "withheld": 1,
    }
    # Of four, one is withheld and counted nowhere; one was retracted, one added, one corrected upwards.
    assert found["totals_before"]["incidents"] == 3
    assert found["moved"] == {
        "incidents": 0,
        "others": 0,
        "without_figure": 0,
        "without_best": 0,
        "killed_low": 1,
        "killed_best": 2,
        "killed_high": 3,
    }


@pytest.mark.parametrize(
    "kind, row",
    [
        ("added", ("INC-000005", None, 1)),
        ("corrected", (FIRST, 1, 2)),
        ("refreshed", (SECOND, 1, 2)),
        ("retracted", (THIRD, 1, 2)),
        ("withheld", (FOURTH, 1, 2)),
    ],
)
def test_differences_list_them_by_kind(client: Client, second_release, kind: str, row: tuple[Any, ...]):
    found = client.get("/api/v1/releases/2021.2...2021.1/", {"kind": kind}).json()["results"]
    assert [
        (incident["id"], incident["edition_before"], incident["edition_after"]) for incident in found
    ] == [row]


def test_differences_name_the_fields_with_what_they_said_and_say(client: Client, second_release):
    address = "/api/v1/releases/2021.1...2021.2/"
    (corrected,) = client.get(address, {"kind": "corrected", "field": "casualties"}).json()["results"]
    changes = {(change["field"], change["label"]): change for change in corrected["changes"]}
    assert {field for field, _label in changes} == {"casualties"}
    assert all(change["before"] != change["after"] for change in changes.values())
    (refreshed,) = client.get(address, {"kind": "refreshed"}).json()["results"]
    assert [(change["field"], change["after"]) for change in refreshed["changes"]] == [("tags", "new")]
    (added,) = client.get(address, {"kind": "added"}).json()["results"]
    assert added["changes"] == []


def test_differences_are_filtered_by_field(client: Client, second_release):
    address = "/api/v1/releases/2021.1...2021.2/"
    counts = client.get(address, {"field": "tags"}).json()["counts"]
    assert {kind: number for kind, number in counts.items() if number} == {"refreshed": 1}
    assert client.get(address, {"field": "tags", "kind": "corrected"}).json()["results"] == []
    refused = client.get(address, {"field": "tag"})
    assert refused.status_code == 400
    assert "tags" in refused.content.decode()


def test_differences_are_a_table_too(client: Client, second_release):
    body = b"".join(client.get("/api/v1/releases/2021.1...2021.2/changes.csv"))
    rows = list(csv.DictReader(io.StringIO(body.decode())))
    assert {(row["id"], row["kind"], row["field"]) for row in rows} == {
        ("INC-000005", "added", ""),
        (FIRST, "corrected", "casualties"),
        (SECOND, "refreshed", "tags"),
        (THIRD, "retracted", ""),
        (FOURTH, "withheld", ""),
    }


def test_a_merged_incident_says_into_what(client: Client, released):
    make.bury(FIRST, "merged", into=SECOND)
    make_release("2021.2")
    (merged,) = client.get("/api/v1/releases/2021.1...2021.2/?kind=merged").json()["results"]
    assert merged["into"] == SECOND


def test_a_release_does_not_differ_from_itself(client: Client, released):
    found = client.get("/api/v1/releases/2021.1...2021.1/").json()
    assert set(found["counts"].values()) == {0}
    assert set(found["counts"]) == set(KINDS)


def test_long_lists_of_differences_have_pages(client: Client, released, monkeypatch):
    assert LISTED >= 100
    monkeypatch.setattr("incidents.exports.release.views.LISTED", 2)
    make.publish(*(incident(f"INC-00001{number}") for number in range(5)))
    make_release("2021.2")
    address, seen = "/api/v1/releases/2021.1...2021.2/?kind=added", []
    while address:
        found = client.get(address).json()
        seen += [result["id"] for result in found["results"]]
        address = found["next"]
    assert seen == [f"INC-00001{number}" for number in range(5)]


@pytest.mark.parametrize("query", ["kind=wrong", "after=x", "knd=added"])
def test_what_cannot_be_listed_says_why(client: Client, released, query: str):
    answer = client.get(f"/api/v1/releases/2021.1...2021.1/?{query}")
    assert answer.status_code == 400
    assert answer.json()["parameters"][0]["name"] == query.split("=")[0]


@pytest.mark.django_db(transaction=True)
def test_pandas_reads_a_release_over_http(live_server, settings, folder: Path):
    make.publish(incident(FIRST), incident(SECOND))
    make_release("2021.1")
    base = f"{live_server.url}/api/v1/releases/2021.1/files"
    frame = pandas.read_csv(f"{base}/incidents.csv")
    assert frame["killed_best"].tolist() == [2, 2]
    with urllib.request.urlopen(f"{base}/parquet/country=SY/year=2021/part-0.parquet") as answer:  # noqa: S310
        assert len(pandas.read_parquet(io.BytesIO(answer.read()))) == 2
    withhold(SECOND)
    with pytest.raises(HTTPError) as refused:
        pandas.read_csv(f"{base}/incidents.csv")
    assert json.loads(refused.value.read())["status"] == 503
    refused.value.close()


def test_of_large_files_a_client_has_few_at_once(client: Client, released, monkeypatch):
    monkeypatch.setattr(views, "LARGE", 1)
    address = "/api/v1/releases/2021.1/files/incidents.csv"
    sending = [client.get(address) for _ in range(slots.FOR_ONE_CLIENT)]
    refused = client.get(address)
    assert [answer.status_code for answer in (*sending, refused)] == [200, 200, 429]
    other = client.get(address, REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 200
    assert client.head(address).status_code == 200
    for answer in (*sending, other):
        answer.getvalue()
    assert file_of(client, "incidents.csv").status == 200


def test_while_all_threads_send_files_another_is_not_begun(client: Client, released, monkeypatch):
    monkeypatch.setattr(views, "LARGE", 1)
    monkeypatch.setattr(slots, "in_this_process", BoundedSemaphore(1))
    address = "/api/v1/releases/2021.1/files/incidents.csv"
    sending = client.get(address)
    refused = client.get(address, REMOTE_ADDR="192.0.2.7")
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, str(slots.SECONDS_UNTIL_RETRY))
    sending.getvalue()
    part = client.get(address, headers={"range": "bytes=0-9"}, REMOTE_ADDR="192.0.2.7")
    assert (part.status_code, part.getvalue()[:3]) == (206, b"pub")
