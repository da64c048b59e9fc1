"""One document: in force, in the past, in its editions, and gone."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from django.db import transaction
from msgspec.structs import replace

from incidents.codebook import Purpose
from incidents.record.document import EditionRef
from incidents.record.log import writing
from incidents.record.models import Edition
from tests.record import documents as make

from .conftest import CLASH, MERGED, RETRACTED, WITHHELD


def test_the_document_in_force_is_the_stored_text(get, record):
    answer = get(f"incidents/{CLASH}/")

    assert answer.status_code == 200
    assert answer.content.decode() == Edition.objects.get(public_id=CLASH).body


def test_an_incident_has_the_promised_keys_in_their_order(get, record):
    assert list(get(f"incidents/{CLASH}/").json()) == [
        "id", "format", "edition", "url", "origin", "reviewed", "by", "extent", "title", "summary", "event_type",
        "sub_event_type", "civilian_harm", "occurred", "locations", "participants", "casualties", "claims", "grades",
        "independence", "reports", "episodes", "related", "persons", "tags", "external_ids", "other_names",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "address", ["episodes/EPI-000001/", "actors/ACT-000001/", "locations/LOC-000003/", "sources/SRC-000001/"]
)
def test_every_collection_has_its_documents(get, record, address):
    assert get(address).json()["id"] in address


def test_a_document_can_be_read_as_it_was(get, record):
    make.correct(record.clash, title={"en": "Second"})

    assert get(f"incidents/{CLASH}/").json()["title"] == {"en": "Second"}
    assert get(f"incidents/{CLASH}/", as_of="sequence:1").json()["title"] == {"en": "Clash in Qamishli"}


def test_a_document_that_was_not_published_yet_is_not_found_in_that_state(get, record):
    make.publish(make.incident("INC-000050"))

    answer = get("incidents/INC-000050/", as_of="sequence:1")

    assert answer.status_code == 404
    assert "state" in answer.json()["detail"]


def test_fields_choose_top_level_keys_of_one_document(get, record):
    assert get(f"incidents/{CLASH}/", fields="extent").json() == {"id": CLASH, "extent": "single"}


def test_editions_are_listed_newest_first_without_texts(get, record):
    make.correct(record.clash, note="The day was wrong.", title={"en": "Second"})

    second, first = get(f"incidents/{CLASH}/editions/").json()["results"]

    assert (first["number"], first["kind"], first["note"]) == (1, "published", None)
    assert (second["number"], second["kind"], second["purpose"]) == (2, "corrected", "factual")
    assert second["note"] == "The day was wrong."
    assert second["readable"] is True
    assert second["url"] == f"http://testserver/api/v1/incidents/{CLASH}/editions/2/"
    assert get(second["url"]).json()["title"] == {"en": "Second"}


def test_anybody_can_check_a_text_against_its_commitment(get, record):
    make.correct(record.clash, note="The day was wrong.")

    for entry in get(f"incidents/{CLASH}/editions/").json()["results"]:
        note = b"" if entry["note"] is None else b"\0" + entry["note"].encode()
        text = get(entry["url"]).content
        assert sha256(bytes.fromhex(entry["salt"]) + text + note).hexdigest() == entry["commitment"]

    newest = get(f"incidents/{CLASH}/editions/").json()["results"][0]
    assert newest["digest"] == get("").headers["Record-Head"]


def test_an_old_edition_stays_as_it_was_issued(get, record):
    make.correct(record.clash, title={"en": "Second"})

    answer = get(f"incidents/{CLASH}/editions/1/")

    assert answer.content.decode() == Edition.objects.get(public_id=CLASH, number=1).body


def test_what_was_retracted_is_gone_and_says_why(get, record):
    answer = get(f"incidents/{RETRACTED}/")

    assert answer.status_code == 410
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["type"] == "urn:attest:problem:gone-retracted"
    assert problem["note"] == "It did not happen."
    assert problem["tombstone"]["status"] == "retracted"
    assert [edition["kind"] for edition in get(problem["editions"]).json()["results"]] == [
        "retracted",
        "published",
    ]
    assert get(f"incidents/{RETRACTED}/editions/1/").status_code == 200


def test_what_was_merged_points_to_the_one_that_speaks_for_it(get, record):
    answer = get(f"incidents/{MERGED}/")

    survivor = f"http://testserver/api/v1/incidents/{CLASH}/"
    assert answer.status_code == 410
    assert answer.json()["into"] == {"id": CLASH, "url": survivor}
    assert answer.headers["Link"] == f'<{survivor}>; rel="successor-version"'
    assert get(survivor).status_code == 200


def test_what_was_withheld_is_gone_with_its_text(get, record):
    answer = get(f"incidents/{WITHHELD}/")
    edition = get(f"incidents/{WITHHELD}/editions/1/")

    assert answer.status_code == edition.status_code == 410
    assert edition.json()["type"] == "urn:attest:problem:gone-withheld"
    assert "Gone" not in edition.content.decode()
    listed = get(f"incidents/{WITHHELD}/editions/").json()["results"]
    assert [edition["readable"] for edition in listed] == [True, False]
    assert listed[1]["salt"] is listed[1]["note"] is None


def test_a_protective_correction_leaves_only_the_protected_text(get, record):
    edition = EditionRef(number=2, kind="corrected")
    safe = replace(record.clash, edition=edition, title={"en": "Safe"})
    with transaction.atomic():
        writing.withhold([make.draft(safe, purpose=Purpose.PROTECTIVE.value)])

    assert get(f"incidents/{CLASH}/").json()["title"] == {"en": "Safe"}
    assert get(f"incidents/{CLASH}/editions/1/").status_code == 410
    then = get(f"incidents/{CLASH}/", as_of="sequence:1")
    assert then.status_code == 410
    assert "Qamishli" not in then.content.decode()


def test_a_document_before_its_retraction_can_still_be_read(get, record):
    sequence = Edition.objects.get(public_id=RETRACTED, number=1).sequence

    assert get(f"incidents/{RETRACTED}/", as_of=f"sequence:{sequence}").status_code == 200


@pytest.mark.parametrize(
    "address, said",
    [
        ("incidents/INC-999999/", "Nothing was published"),
        ("incidents/INC-999999/editions/", "Nothing was published"),
        ("incidents/42/", "INC-000042"),
        ("incidents/inc-000001/", "INC-000042"),
        ("incidents/ACT-000001/", "/api/v1/actors/ACT-000001/"),
        (f"incidents/{CLASH}/editions/7/", "no such edition"),
        (f"incidents/{CLASH}/editions/99999999999999999999/", "no such edition"),
    ],
)
def test_what_does_not_exist_is_a_404_that_helps(get, record, address, said):
    answer = get(address)

    assert answer.status_code == 404
    assert said in json.loads(answer.content)["detail"]
