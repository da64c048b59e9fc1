"""The change feed: the log in its order, with what was taken out of it."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl, urlencode, urlsplit

import msgspec
import pytest
from django.db import transaction

from incidents.record import document as d
from incidents.record.log import following, writing
from incidents.record.models import Edition, Head
from incidents.record.states import head
from tests.record import documents as make
from tests.record.made_up import MadeUp
from tests.record.oracle import matches

from .conftest import CLASH, FEBRUARY, MERGED, RETRACTED, STRIKE, WITHHELD

OWN = {"id", "format", "edition", "url"}
ELSEWHERE = "00000000-0000-0000-0000-000000000001"


class Entry(msgspec.Struct):
    """What a client needs to check a text: its exact bytes."""

    sequence: int
    document: msgspec.Raw


class Page(msgspec.Struct):
    results: list[Entry]


def entries(get, **parameters):
    return get("changes/", **{"limit": 1000} | parameters).json()["results"]


def entry_of(get, public_id, number, **parameters):
    return next(e for e in entries(get, **parameters) if (e["id"], e["number"]) == (public_id, number))


def protect(document, *, sequences=None):
    """A protective correction, and the end of these earlier editions."""
    number = Edition.objects.filter(public_id=document.id).count() + 1
    safe = make.changed(document, number)
    with transaction.atomic():
        draft = make.draft(safe, note="Information removed for safety.", purpose="protective")
        return writing.withhold([draft], sequences=sequences)[0]


def test_every_entry_comes_once_and_in_order(get, record):
    found = get("changes/", limit=1000).json()

    editions = Edition.objects.order_by("sequence")
    assert [entry["sequence"] for entry in found["results"]] == [edition.sequence for edition in editions]
    assert [entry["digest"] for entry in found["results"]] == [
        bytes(edition.digest).hex() for edition in editions
    ]
    assert found["next"] is None
    assert found["head"]["sequence"] == editions.count()
    assert found["head"]["digest"] == found["results"][-1]["digest"]
    assert found["head"]["epoch"] == str(head().epoch)


def test_an_entry_says_what_was_issued_and_why(get, record):
    corrected = make.correct(record.clash, note="The date was wrong.", title={"en": "Clash"})

    (entry,) = entries(get, after=corrected.sequence - 1)

    assert entry["id"], entry["number"] == (CLASH, 2)
    assert (entry["subject"], entry["kind"], entry["purpose"]) == ("incident", "corrected", "factual")
    assert (entry["note"], entry["withheld"], entry["emptied"]) == ("The date was wrong.", False, [])
    assert bytes.fromhex(entry["salt"]) == bytes(corrected.salt or b"")
    assert entry["document"]["title"] == {"en": "Clash"}
    assert entry_of(get, MERGED, 2)["into"] == CLASH
    assert entry_of(get, RETRACTED, 2)["document"]["status"] == "retracted"


def test_documents_come_byte_for_byte(get, record):
    answer = get("changes/", limit=1000)

    texts = {
        entry.sequence: entry.document for entry in msgspec.json.decode(answer.content, type=Page).results
    }
    for edition in Edition.objects.exclude(body=None):
        assert bytes(texts[edition.sequence]) == (edition.body or "").encode()


def test_a_withheld_text_is_told_as_withheld_and_by_whom(get, record):
    first = Edition.objects.get(public_id=WITHHELD, number=1)

    emptied, tombstone = entry_of(get, WITHHELD, 1), entry_of(get, WITHHELD, 2)

    assert emptied["withheld"]
    assert (emptied["document"], emptied["salt"], emptied["note"]) == (None, None, None)
    assert emptied["commitment"] == bytes(first.commitment).hex()
    assert (tombstone["kind"], tombstone["withheld"], tombstone["emptied"]) == (
        "withheld",
        False,
        [first.sequence],
    )


def test_a_protective_correction_names_only_what_is_gone(get, record):
    second = make.correct(record.clash, note="More is known.")
    third = protect(record.clash, sequences=[second.sequence])

    entry = entry_of(get, CLASH, 3)

    assert entry["emptied"] == [second.sequence]
    assert entry["sequence"] == third.sequence
    assert entry["document"] is not None
    assert not entry_of(get, CLASH, 1)["withheld"]
    assert entry_of(get, CLASH, 2)["withheld"]


def test_an_ordinary_correction_empties_nothing_even_where_something_was(get, record):
    protect(record.clash)
    make.correct(record.clash)

    assert entry_of(get, CLASH, 2)["emptied"] == [1]
    assert entry_of(get, CLASH, 3)["emptied"] == []


def test_pages_follow_one_another_to_the_end(get, record):
    address, found, pages = "changes/?limit=4", [], 0
    while address:
        answer = get(address).json()
        found += [entry["sequence"] for entry in answer["results"]]
        address, pages = answer["next"], pages + 1

    count = Edition.objects.count()
    assert found == list(range(1, count + 1))
    assert pages == -(-count // 4)


def test_the_next_page_keeps_what_was_asked_for(get, record):
    answer = get("changes/", limit=2, kinds="published,retracted", subject="incident", bodies="false")

    parameters = dict(parse_qsl(urlsplit(answer.json()["next"]).query))
    assert parameters == {
        "limit": "2",
        "kinds": "published,retracted",
        "subject": "incident",
        "bodies": "false",
        "after": "2",
    }


def test_who_is_up_to_date_gets_an_empty_page(get, record):
    last = head().sequence

    answer = get("changes/", after=last).json()

    assert (answer["next"], answer["results"], answer["head"]["sequence"]) == (None, [], last)


def test_an_empty_record_has_an_empty_log(get, db):
    answer = get("changes/").json()

    assert (answer["next"], answer["results"]) == (None, [])
    assert answer["head"] == {
        "sequence": 0,
        "digest": "00" * 32,
        "issued_at": None,
        "epoch": str(head().epoch),
    }


@pytest.mark.parametrize(
    "parameters, found",
    [
        ({"kinds": "retracted,merged,withheld"}, {(RETRACTED, 2), (MERGED, 2), (WITHHELD, 2)}),
        ({"subject": "actor,source"}, {("ACT-000001", 1), ("SRC-000001", 1)}),
        ({"subject": "actor", "kinds": "corrected"}, set()),
        ({"subject": "incident", "limit": 3}, {(CLASH, 1), (FEBRUARY, 1), (STRIKE, 1)}),
    ],
)
def test_kinds_and_subjects_narrow(get, record, parameters, found):
    assert {(entry["id"], entry["number"]) for entry in entries(get, **parameters)} == found


def test_a_rare_subject_is_looked_for_a_stretch_at_a_time(get, record, monkeypatch):
    monkeypatch.setattr(following, "MOST_SCANNED", 2)

    first = get("changes/", subject="source").json()
    assert first["results"] == []
    assert dict(parse_qsl(urlsplit(first["next"]).query))["after"] == "2"

    assert len(followed(get, {"subject": "source"})) == 1
    assert len(followed(get, {"kinds": "published,merged", "subject": "incident"})) == 7


def test_amendments_are_found_without_reading_the_log(get, record, monkeypatch):
    monkeypatch.setattr(following, "MOST_SCANNED", 2)

    found = get("changes/", kinds="merged,retracted").json()

    assert found["next"] is None
    assert [entry["id"] for entry in found["results"]] == [RETRACTED, MERGED]


@pytest.mark.parametrize(
    "parameters, found",
    [
        ({"tag": "checkpoint"}, {(CLASH, 1), (WITHHELD, 2)}),
        ({"event_type": "explosion", "bodies": "false"}, {(STRIKE, 1), (WITHHELD, 2)}),
        ({"q": "gone"}, {(RETRACTED, 1), (RETRACTED, 2), (MERGED, 1), (MERGED, 2), (WITHHELD, 2)}),
        ({"q": "gone", "kinds": "retracted"}, {(RETRACTED, 2)}),
        ({"subject": "actor", "kind": "police"}, {("ACT-000001", 1)}),
        ({"from": "2021", "location": "LOC-000003", "limit": "1"}, {(CLASH, 1)}),
    ],
)
def test_the_grammar_narrows_the_feed(get, record, parameters, found):
    assert {(entry["id"], entry["number"]) for entry in entries(get, **parameters)} == found


@pytest.mark.parametrize("cap", [5_000, 2])
@pytest.mark.parametrize("seed", [1, 2])
def test_a_filter_tells_what_came_and_what_went(get, db, settings, monkeypatch, seed, cap):
    """What it finds, what replaced or removed that, and whatever was withheld: in pages of any length."""
    settings.API_UNITS_PER_MINUTE = dict.fromkeys(settings.API_UNITS_PER_MINUTE, 10**9)
    monkeypatch.setattr("incidents.record.filters.probes.CAP", cap)
    made_up = MadeUp(seed)
    history(made_up)
    log_of = list(Edition.objects.order_by("sequence"))
    some = 0
    for _ in range(40):
        question = made_up.question()
        wanted = [edition.sequence for edition in log_of if concerns(edition, log_of, question)]
        assert followed(get, question | {"limit": str(made_up.chance.randint(1, 30))}) == wanted, question
        some += len(wanted) > 3
    assert some > 10


def history(made_up):
    """Corrected, retracted and withheld, so that much of what was said is in force no more."""
    documents = [made_up.incident(number) for number in range(40)]
    make.publish(*documents)
    for document in documents[:15]:
        other = made_up.incident(0)
        said = {name: getattr(other, name) for name in document.__struct_fields__ if name not in OWN}
        make.correct(document, **said)
    for document in documents[10:20]:
        make.bury(document.id, "retracted")
    protect(documents[21])
    with transaction.atomic():
        writing.withhold([make.tombstone(documents[22].id, "withheld")])


def concerns(edition, log_of, question):
    before = [
        earlier
        for earlier in log_of
        if (earlier.public_id, earlier.number) == (edition.public_id, edition.number - 1)
    ]
    if edition.kind == "withheld" or edition.purpose == "protective":
        return True
    documents = [d.decode(read.body) for read in (edition, *before) if read.body]
    return any(
        isinstance(document, d.IncidentDocument) and matches(document, question) for document in documents
    )


def followed(get, parameters):
    address, found = f"changes/?{urlencode(parameters, safe=',:')}", []
    while address:
        answer = get(address).json()
        found += [entry["sequence"] for entry in answer["results"]]
        address = answer["next"]
    return found


@pytest.mark.parametrize(
    "parameters, name",
    [
        ({"subject": "actor,source", "kind": "police"}, "subject"),
        ({"subject": "actor", "killed_min": "3"}, "killed_min"),
        ({"subject": "actr", "tag": "x"}, "subject"),
        ({"actor": "Nobody"}, "actor"),
        ({"event_type": "batle"}, "event_type"),
        ({"order": "sequence"}, "order"),
        ({"updated_since": "2021"}, "updated_since"),
    ],
)
def test_a_filter_that_cannot_be_read_is_named(get, client, record, parameters, name):
    answer = get("changes/", **parameters)

    assert answer.status_code == 400
    assert [parameter["name"] for parameter in answer.json()["parameters"]] == [name]
    assert client.head("/api/v1/changes/", parameters).status_code == 400


def test_documents_may_be_left_out(get, record):
    found = entries(get, bodies="false")

    assert not any("document" in entry for entry in found)
    assert [entry["withheld"] for entry in found] == [entry["withheld"] for entry in entries(get)]
    assert entry_of(get, WITHHELD, 2, bodies="false")["emptied"]


def test_the_documents_are_what_costs(client, record):
    def left(address):
        answer = client.get(f"/api/v1/changes/{address}", REMOTE_ADDR="192.0.2.7")
        return int(answer.headers["RateLimit"].split("r=")[1].split(";")[0])

    before = left("?limit=1000")
    assert before - left("?limit=1000&bodies=false") == 2
    assert left("?limit=1") - left("?limit=1000") == 11


def test_a_follower_of_another_epoch_is_told_to_start_again(get, record):
    ours = str(head().epoch)
    assert get("changes/", epoch=ours).status_code == 200
    writing.new_epoch()

    answer = get("changes/", epoch=ours, after=3)

    assert answer.status_code == 409
    told = answer.json()
    assert told["type"] == "urn:attest:problem:another-epoch"
    assert told["head"]["epoch"] == str(head().epoch) != ours
    assert "0" in told["detail"]


def test_who_followed_before_anything_was_published_just_goes_on(get, db):
    Head.objects.all().delete()
    epoch = get("changes/").json()["head"]["epoch"]
    make.publish(make.incident())

    assert get("changes/", epoch=epoch).status_code == 200


def test_nobody_can_be_further_than_the_record(get, record):
    beyond = head().sequence + 1

    answer = get("changes/", after=beyond)
    assert answer.status_code == 400
    assert answer.json()["parameters"][0]["name"] == "after"
    assert "start again from 0" in answer.json()["detail"]


@pytest.mark.parametrize(
    "name, value",
    [
        ("after", "-1"),
        ("after", "x"),
        ("after", "9" * 13),
        ("limit", "0"),
        ("limit", "1001"),
        ("kinds", "publishd"),
        ("subject", "report"),
        ("bodies", "perhaps"),
        ("epoch", "1"),
        ("since", "3"),
        ("as_of", "sequence:1"),
    ],
)
def test_what_cannot_be_read_is_named(get, record, name, value):
    answer = get("changes/", **{name: value})

    assert answer.status_code == 400
    assert [parameter["name"] for parameter in answer.json()["parameters"]] == [name]


def test_an_unchanged_end_is_confirmed_without_reading_the_log(client, record, django_assert_num_queries):
    address = f"/api/v1/changes/?after={head().sequence}"
    tag = client.get(address).headers["ETag"]

    with django_assert_num_queries(2) as queries:
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert not any("record_edition" in query["sql"] for query in queries.captured_queries)

    make.correct(record.clash)
    again = client.get(address, headers={"If-None-Match": tag})
    assert [entry["kind"] for entry in json.loads(again.content)["results"]] == ["corrected"]


def test_a_page_costs_a_fixed_number_of_queries(get, record, django_assert_num_queries):
    with django_assert_num_queries(4):  # the share, the head, the entries, what was emptied
        get("changes/", limit=1000)
    with django_assert_num_queries(3):
        get("changes/", limit=1)
