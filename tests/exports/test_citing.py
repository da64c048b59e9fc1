"""A citation leads to the same rows for ever; what was withheld of them is named."""

from __future__ import annotations

from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pytest
from django.db import transaction

from incidents.codebook import Licence
from incidents.exports.citing import cite, cited_query
from incidents.record import document as d
from incidents.record.log import writing
from incidents.record.reading import BadParameters
from tests.record import documents as make
from tests.record.test_releases import release_of

pytestmark = pytest.mark.django_db

IDS = [f"INC-{number:06d}" for number in range(1, 6)]


@pytest.fixture
def record() -> list[Any]:
    """Five incidents in Qamishli, in April; the third happened in Raqqa."""
    places = [make.RAQQA if public_id == IDS[2] else make.QAMISHLI for public_id in IDS]
    incidents = [
        make.incident(public_id, locations=[make.place(at)], first=f"2021-04-{day:02d}")
        for day, (public_id, at) in enumerate(zip(IDS, places, strict=True), start=1)
    ]
    make.publish(make.location(make.QAMISHLI), *incidents)
    return incidents


def withhold(*ids: str) -> None:
    with transaction.atomic():
        writing.withhold([make.tombstone(public_id, "withheld") for public_id in ids])


def follow(client, address: str) -> Any:
    """The address of a citation, at the API."""
    parts = urlsplit(address)
    assert parts.path == "/cite/"
    return client.get(f"/api/v1/cite/?{parts.query}").json()


def rows_at(client, address: str) -> set[str]:
    parts = urlsplit(address)
    answer = client.get(f"{parts.path}?{parts.query}").json()
    return {f"{result['id']}@{result['edition']['number']}" for result in answer["results"]}


def test_a_citation_says_what_it_found(client, record):
    found = client.get("/api/v1/cite/?location=LOC-000003").json()
    lines = "".join(f"{public_id}@1\n" for public_id in (IDS[0], IDS[1], IDS[3], IDS[4]))
    assert found["rows"] == 4
    assert found["digest"] == sha256(lines.encode()).hexdigest()
    assert found["filters"] == {"location": "LOC-000003"}
    assert found["sequence"] == 6
    assert found["cited"] is None
    for written in (found["text"], found["bibtex"], found["ris"]):
        assert found["url"] in written
        assert found["digest"] in written


def test_the_same_query_asked_otherwise_is_cited_alike(client, record):
    first = client.get(
        "/api/v1/cite/?to=2021-04-03&location=Qamishli&limit=1&order=sequence&count=exact"
    ).json()
    other = client.get("/api/v1/cite/?location=LOC-000003&to=2021-04-03&as_of=sequence:6").json()
    assert first == other


def test_followed_it_finds_the_same_rows_whatever_was_changed(client, record):
    cited = client.get("/api/v1/cite/?location=Qamishli").json()
    before = rows_at(client, cited["addresses"]["incidents"])
    make.correct(record[0], locations=[make.place(make.RAQQA)])
    make.correct(record[1], title={"en": "Something else"})
    make.bury(IDS[3], "retracted", note="It did not happen.")
    make.publish(make.incident("INC-000006", locations=[make.place()]))
    now = follow(client, cited["url"])
    assert now["cited"]["same"]
    assert rows_at(client, now["addresses"]["incidents"]) == before
    assert (now["url"], now["text"]) == (cited["url"], cited["text"])


def test_what_was_withheld_is_named_and_nothing_else(client, record):
    cited = client.get("/api/v1/cite/?location=Qamishli").json()
    withhold(IDS[1], IDS[2])  # the second of them was not among the rows
    now = follow(client, cited["url"])
    assert now["rows"] == 3
    assert now["cited"] == {
        "rows": 4,
        "digest": cited["digest"],
        "same": False,
        "withheld_since": 1,
        "withheld": [{"id": IDS[1], "edition": 1}],
    }
    assert now["url"] == cited["url"]
    page = client.get(urlsplit(cited["url"])._replace(scheme="", netloc="").geturl()).content.decode()
    assert "1 of 4 rows was withheld since" in page
    assert IDS[1] in page
    assert IDS[2] not in page


def test_a_filter_by_name_survives_the_name(client, record):
    cited = client.get("/api/v1/cite/?location=Qamishli").json()
    withhold("LOC-000003")
    assert follow(client, cited["url"])["cited"]["same"]


def test_too_many_to_try_are_counted_but_not_named(client, record, monkeypatch):
    monkeypatch.setattr("incidents.exports.citing.MOST_LINES_HASHED", 3)
    cited = client.get("/api/v1/cite/?location=Qamishli").json()
    withhold(IDS[1])
    now = follow(client, cited["url"])["cited"]
    assert (now["withheld_since"], now["withheld"]) == (1, [])


@pytest.mark.parametrize("rows, gone", [(9, []), (4, [IDS[2]]), (4, [IDS[1]]), (2, [])])
def test_other_rows_are_not_called_withheld(client, record, rows: int, gone: list[str]):
    """A digest that nothing fits is of another record, whatever the number."""
    withhold(*gone)
    found = client.get(f"/api/v1/cite/?location=LOC-000003&as_of=sequence:6&rows={rows}&digest={'0' * 64}")
    assert (found.json()["cited"]["same"], found.json()["cited"]["withheld_since"]) == (False, 0)
    page = client.get(f"/cite/?location=LOC-000003&as_of=sequence:6&rows={rows}&digest={'0' * 64}")
    assert "These are not the rows that were cited" in page.content.decode()


def test_within_a_release_it_names_the_release(client, record):
    edition = make.publish(make.incident("INC-000007"))[0]
    release_of(edition)
    make.publish(make.incident("INC-000008"))
    found = client.get("/api/v1/cite/?release=2021.1").json()
    assert (found["release"], found["rows"]) == ("2021.1", 6)
    assert "release 2021.1" in found["text"].lower()
    assert "release=2021.1" in found["url"]


def test_nothing_found_can_be_cited_too(client, db):
    found = client.get("/api/v1/cite/?country=IQ").json()
    assert (found["rows"], found["digest"]) == (0, sha256(b"").hexdigest())


@pytest.mark.parametrize(
    "query, named",
    [
        ("rows=4", "digest"),
        ("digest=" + "0" * 64, "rows"),
        ("rows=x&digest=y", "rows"),
        ("rows=1&digest=" + "G" * 64, "digest"),
        ("contry=SY", "contry"),
        ("location=Nowhere", "location"),
        ("release=2021.1", "release"),
    ],
)
def test_what_cannot_be_cited_says_why(client, db, query: str, named: str):
    answer = client.get(f"/api/v1/cite/?{query}")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert named in [parameter["name"] for parameter in answer.json()["parameters"]]
    page = client.get(f"/cite/?{query}")
    assert page.status_code == 400
    assert named in page.content.decode()


def test_a_state_that_never_was_is_refused(record):
    with pytest.raises(BadParameters):
        cite(*cited_query({"as_of": "sequence:99"}))


def test_the_page_shows_all_three_forms(client, record):
    page = client.get("/cite/?location=Qamishli").content.decode()
    assert "@misc{" in page
    assert "TY  - DATA" in page
    assert "/incidents/?location=LOC-000003&amp;as_of=sequence:6" in page


def test_two_queries_of_one_state_have_keys_of_their_own(client, record):
    """Both may stand in one bibliography."""
    keys = [
        client.get(f"/api/v1/cite/?to={day}").json()["bibtex"].partition(",")[0]
        for day in ("2021-04-01", "2021-04-02")
    ]
    assert keys[0].startswith("@misc{attest-record-at-sequence-6-")
    assert keys[0] != keys[1]


def test_words_of_a_filter_break_no_format(client, record):
    """What is searched for may hold any sign, and stands in all three forms."""
    found = client.get("/api/v1/cite/", {"q": 'a}b {c & 50%_$# ~^ \\input{x}\r\nER  - "d"'}).json()
    bibtex = found["bibtex"]
    assert bibtex.count("\n") == found["bibtex"].strip().count("\n") + 1
    plain = bibtex.replace("\\{", "").replace("\\}", "")
    assert plain.count("{") == plain.count("}")
    assert "\\input" not in bibtex
    title = next(line for line in bibtex.splitlines() if line.startswith("  title"))
    assert r"50\%\_\$\#" in title
    assert [line[:6] for line in found["ris"].splitlines()].count("ER  - ") == 1


GED = d.Provenance(
    dataset="ucdp-ged", version="19.1", title="UCDP Georeferenced Event Dataset", licence=Licence.CC_BY.value,
    citation="Sundberg and Melander (2013): Introducing GED.", row="7",
)  # fmt: skip


def test_datasets_are_named_with_version_and_licence_in_every_form(client, db):
    older = msgspec.structs.replace(GED, version="18.1")
    origins = {"INC-000001": None, "INC-000002": GED, "INC-000003": GED, "INC-000004": older}
    make.publish(*(make.incident(public_id, origin=origin) for public_id, origin in origins.items()))
    found = client.get("/api/v1/cite/").json()
    assert [(dataset["version"], dataset["licence"]) for dataset in found["datasets"]] == [
        ("18.1", "CC-BY-4.0"),
        ("19.1", "CC-BY-4.0"),
    ]
    for written in (found["text"], found["bibtex"], found["ris"]):
        for words in ("UCDP Georeferenced Event Dataset", "19.1", "18.1", "CC-BY-4.0", GED.citation):
            assert words in written
    assert found["bibtex"].count("@misc{") == found["ris"].count("TY  - DATA") == 3
    assert client.get("/api/v1/cite/?origin=desk").json()["datasets"] == []


def test_a_record_is_cited_with_the_dataset_it_was_taken_from(client, db):
    make.publish(make.incident("INC-000001", origin=GED), make.incident("INC-000002"))
    page = client.get("/incidents/INC-000001/").content.decode()
    reference = page[page.index('id="cite"') :]
    assert reference.count(GED.citation) == 6  # the sentence, the list, and twice in BibTeX and in RIS
    assert "CC-BY-4.0" in reference
    assert "INC-000001, edition 1 (record sequence 1)" in reference
    assert "/incidents/INC-000001/editions/1/" in reference
    other = client.get("/incidents/INC-000002/").content.decode()
    assert GED.citation not in other
