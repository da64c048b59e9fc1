"""Versions, filters, pages and errors, as UCDP's service has them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from django.core.cache import cache
from django.db import transaction

from accounts import tokens
from incidents.record.log import writing
from incidents.record.models import Release
from incidents.record.reading import head
from tests.record import documents as make

from .conftest import (
    ARMY,
    DYAD_NUMBER,
    EVENT_NUMBER,
    HOMS,
    HTS,
    IS,
    IS_NUMBER,
    battle,
    code,
    dead,
    feud,
    massacre,
    part,
    place,
)

CURRENT = "/dialects/ucdp/api/gedevents/current"
BATTLE, MASSACRE, FEUD = EVENT_NUMBER, 1_000_000_002, 1_000_000_003


@pytest.fixture
def ask(client):
    """``ask(Country=652)``: the numbers of the events, in the answer's order."""

    def asked(**parameters):
        answer = client.get(CURRENT, parameters)
        assert answer.status_code == 200, answer.content
        return [event["id"] for event in answer.json()["Result"]]

    return asked


@pytest.fixture
def record(actors):
    ids = [code("ucdp-ged", EVENT_NUMBER), code("ucdp-dyad", DYAD_NUMBER, "part_of")]
    far = place(country="IQ")
    make.publish(
        battle(first="2021-04-18", last="2021-04-22", external_ids=ids),
        massacre(first="2021-05-01", locations=[far, place(role="taken_to")]),
        feud(first="2021-06-01", locations=[make.place(lat=37.05, lon=41.22, radius_km=25)]),
    )


def test_the_envelope(client, record):
    page = client.get(CURRENT).json()

    assert list(page) == ["TotalCount", "TotalPages", "PreviousPageUrl", "NextPageUrl", "Result"]
    assert (page["TotalCount"], page["TotalPages"]) == (3, 1)
    assert (page["PreviousPageUrl"], page["NextPageUrl"]) == ("", "")


def test_an_empty_record_has_no_pages(client, db):
    assert client.get(CURRENT).json() == {
        "TotalCount": 0,
        "TotalPages": 0,
        "PreviousPageUrl": "",
        "NextPageUrl": "",
        "Result": [],
    }


@pytest.mark.parametrize(
    "parameters, expected",
    [
        ({}, [BATTLE, MASSACRE, FEUD]),
        ({"Id": EVENT_NUMBER}, [BATTLE]),
        ({"Id": f"{EVENT_NUMBER},{FEUD}"}, [BATTLE, FEUD]),
        ({"Id": 5}, []),
        ({"Country": 652}, [BATTLE, FEUD]),
        ({"Country": "645,652"}, [BATTLE, MASSACRE, FEUD]),
        ({"Country": 2}, []),
        ({"Geography": "34 36,35 37"}, [BATTLE, MASSACRE]),
        ({"Geography": "34.5 36.5,37.0 41.2"}, [BATTLE, MASSACRE]),
        ({"Geography": "-10 170,80 -100"}, []),
        ({"Geography": "-10 40,80 -100"}, [FEUD]),
        ({"StartDate": "2021-04-22"}, [BATTLE, MASSACRE, FEUD]),
        ({"StartDate": "2021-04-23"}, [MASSACRE, FEUD]),
        ({"EndDate": "2021-04-22"}, [BATTLE]),
        ({"EndDate": "2021-04-21"}, []),
        ({"StartDate": "2021-05-01", "EndDate": "2021-05-31"}, [MASSACRE]),
        ({"TypeOfViolence": 1}, [BATTLE]),
        ({"TypeOfViolence": "2,3"}, [MASSACRE, FEUD]),
        ({"Dyad": DYAD_NUMBER}, [BATTLE]),
        ({"Dyad": "1,2"}, []),
        ({"Actor": IS_NUMBER}, [BATTLE, MASSACRE, FEUD]),
        ({"Actor": 1_000_000_012}, [BATTLE]),
        ({"Actor": "1000000012,1000000013"}, [BATTLE, FEUD]),
        ({"Actor": 1}, [MASSACRE]),
        ({"Actor": 999}, []),
        ({"Actor": IS_NUMBER, "TypeOfViolence": 3, "Country": 645}, [MASSACRE]),
        ({"country": 652, "TYPEOFVIOLENCE": 2}, [FEUD]),
        ({"Country": ""}, [BATTLE, MASSACRE, FEUD]),
    ],
)
def test_filters(ask, record, parameters, expected):
    assert ask(**parameters) == expected


def test_the_columns_agree_with_the_filters(client, record):
    """What a client would check: the column that a filter names has the value that was asked for."""
    for event in client.get(CURRENT).json()["Result"]:
        alone = client.get(CURRENT, {"Id": event["id"]}).json()["Result"]
        assert alone == [event]
        for name, column in [
            ("Country", "country_id"),
            ("TypeOfViolence", "type_of_violence"),
            ("Actor", "side_a_new_id"),
        ]:
            events = client.get(CURRENT, {name: event[column]}).json()["Result"]
            assert event in events
            assert name == "Actor" or {other[column] for other in events} == {event[column]}


def test_only_violence_in_which_somebody_may_have_died_is_an_event(ask, actors):
    make.publish(
        battle("INC-000001", casualties=[dead(0, "combatant", "a")]),
        battle("INC-000002", casualties=[]),
        battle("INC-000003", casualties=[dead(None, "unknown", low=None, high=None)]),
        battle("INC-000004", casualties=[dead(0, "unknown", high=1)]),
        battle("INC-000005", event_type="strategic", sub_event_type="agreement"),
    )

    assert ask() == [1_000_000_003, 1_000_000_004]


def test_sums_are_events_of_less_clarity(client, actors):
    make.publish(battle(extent="aggregate"), feud(extent="series"))

    assert [event["event_clarity"] for event in client.get(CURRENT).json()["Result"]] == [2, 2]


def test_an_allegation_is_no_part_of_an_actor(ask, actors):
    accused = massacre(participants=[part(IS, "rebel_group", role="attacker", standing="alleged")])
    make.publish(accused)

    assert ask() == [MASSACRE]
    assert ask(Actor=IS_NUMBER) == ask(TypeOfViolence=3) == ask(Actor=1) == []


def test_whoever_is_only_mentioned_is_on_no_side(ask, actors):
    make.publish(
        battle(participants=[*battle().participants, part(HTS, "rebel_group", "b", role="mentioned")])
    )

    assert ask(Actor=1_000_000_013) == []


def release(name):
    """Give the newest state a name."""
    state = head()
    values = {"sequence": state.sequence, "digest": state.digest, "issued_at": state.issued_at}
    Release.objects.create(name=name, epoch=state.epoch, files=[], **values)


def many(count):
    documents = [battle(f"INC-{n:06d}") for n in range(1, count + 1)]
    make.publish(*documents)
    return documents


def test_pages_are_counted_from_zero(client, actors):
    many(5)
    middle = client.get(CURRENT, {"pagesize": 2, "page": 1, "Country": "652,645"}).json()

    assert [event["relid"] for event in middle["Result"]] == ["INC-000003", "INC-000004"]
    assert (middle["TotalCount"], middle["TotalPages"]) == (5, 3)
    assert (
        middle["PreviousPageUrl"]
        == f"http://testserver{CURRENT}?pagesize=2&Country=652,645&page=0&as_of=sequence:8"
    )
    assert (
        middle["NextPageUrl"]
        == f"http://testserver{CURRENT}?pagesize=2&Country=652,645&page=2&as_of=sequence:8"
    )


def test_a_page_beyond_the_last_is_empty(client, actors):
    many(2)
    page = client.get(CURRENT, {"page": 7}).json()

    assert (page["TotalCount"], page["Result"], page["PreviousPageUrl"], page["NextPageUrl"]) == (
        2,
        [],
        "",
        "",
    )


@pytest.mark.parametrize("forget", [False, True])
def test_following_the_pages_reads_one_state_whatever_is_published_meanwhile(client, actors, forget):
    documents = many(5)
    read, address = [], f"{CURRENT}?pagesize=2"
    while address:
        page = client.get(address).json()
        read += [event["relid"] for event in page["Result"]]
        address = page["NextPageUrl"]
        make.correct(documents[0], title={"en": f"Changed {len(read)}"})
        if forget:
            cache.clear()

    assert read == [document.id for document in documents]


def test_what_is_withheld_is_gone_at_once_and_who_is_reading_misses_nothing(client, actors):
    many(5)
    second = client.get(CURRENT, {"pagesize": 2}).json()["NextPageUrl"]
    client.get(second)
    with transaction.atomic():
        writing.withhold([make.tombstone("INC-000001", "withheld")])
    page = client.get(second).json()

    assert page["TotalCount"] == 4
    assert [event["relid"] for event in page["Result"]] == ["INC-000003", "INC-000004"]
    assert client.get(CURRENT, {"Id": 1_000_000_001, "as_of": "sequence:8"}).json()["Result"] == []


def test_a_release_is_a_version_that_never_changes(client, actors):
    documents = many(2)
    release("2026.1")
    make.correct(documents[0], casualties=[dead(90, "combatant", "a")])
    make.publish(feud())

    address = "/dialects/ucdp/api/gedevents/2026.1"
    page = client.get(address, {"pagesize": 1}).json()
    assert [event["best"] for event in client.get(address).json()["Result"]] == [5, 5]
    assert page["NextPageUrl"] == f"http://testserver{address}?pagesize=1&page=1"
    assert client.get(CURRENT).json()["TotalCount"] == 3


@pytest.mark.parametrize("version", ["99.1", "Current2", "a'b", "%00", "x" * 200, "%D9%A1"])
def test_an_unknown_version_is_a_404(client, db, version):
    answer = client.get(f"/dialects/ucdp/api/gedevents/{version}")

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_a_last_slash_changes_nothing(client, record):
    assert client.get(f"{CURRENT}/").json() == client.get(CURRENT).json()


@pytest.mark.parametrize(
    "parameters, named",
    [
        ({"pagesize": 0}, "pagesize"),
        ({"pagesize": 1001}, "pagesize"),
        ({"pagesize": "ten"}, "pagesize"),
        ({"page": -1}, "page"),
        ({"page": 10**11}, "page"),
        ({"Country": "Syria"}, "Country"),
        ({"Country": 345}, "Country"),
        ({"Country": "652,"}, "Country"),
        ({"Country": ",".join("6" * 1001)}, "Country"),
        ({"Id": 2**31}, "Id"),
        ({"Id": "٣"}, "Id"),
        ({"Geography": "34,36,35,37"}, "Geography"),
        ({"Geography": "35 36,34 37"}, "Geography"),
        ({"Geography": "34 36,91 37"}, "Geography"),
        ({"Geography": "34 36,35 181"}, "Geography"),
        ({"StartDate": "yesterday"}, "StartDate"),
        ({"StartDate": "2021-05-02", "EndDate": "2021-05-01"}, "StartDate"),
        ({"EndDate": "2021-02-30"}, "EndDate"),
        ({"TypeOfViolence": 4}, "TypeOfViolence"),
        ({"Dyad": "a"}, "Dyad"),
        ({"Actor": "\0"}, "Actor"),
        ({"Countri": 652}, "Countri"),
        ({"as_of": "tomorrow"}, "as_of"),
        ({"Country": ["652", "645"]}, "Country"),
        ({"Country": "652", "country": "645"}, "country"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(client, record, parameters, named):
    answer = client.get(CURRENT, parameters)

    assert answer.status_code == 400
    assert [problem["name"] for problem in answer.json()["parameters"]] == [named]


def test_every_wrong_parameter_is_named_at_once(client, db):
    problem = client.get(CURRENT, {"page": "x", "Country": "y"}).json()

    assert {problem["name"] for problem in problem["parameters"]} == {"page", "Country"}


def test_a_release_cannot_be_read_as_of_another_state(client, actors):
    many(1)
    release("2026.1")

    assert client.get("/dialects/ucdp/api/gedevents/2026.1", {"as_of": "sequence:1"}).status_code == 400


def test_a_resource_that_is_not_offered_is_a_404_in_json(client, db):
    answer = client.get("/dialects/ucdp/api/dyadic/25.1")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_a_token_of_ours_is_taken_in_ucdps_header(client, record, outsider):
    _token, raw = tokens.create_token(by=outsider, name="program")

    assert client.get(CURRENT, headers={"x-ucdp-access-token": raw})["RateLimit-Policy"].startswith('"token"')
    assert client.get(CURRENT, headers={"Authorization": f"Bearer {raw}"})["RateLimit-Policy"].startswith(
        '"token"'
    )


def test_a_token_of_ucdps_own_is_passed_over_and_a_wrong_one_of_ours_refused(client, record):
    theirs = client.get(CURRENT, headers={"x-ucdp-access-token": "3f2a1c"})
    ours = client.get(CURRENT, headers={"x-ucdp-access-token": "attest_deadbeef_x"})

    assert (theirs.status_code, ours.status_code) == (200, 401)
    assert theirs["RateLimit-Policy"].startswith('"anonymous"')


def test_another_sites_page_may_send_the_header(client, db):
    answer = client.options(CURRENT)

    assert "x-ucdp-access-token" in answer["Access-Control-Allow-Headers"]


def test_a_large_page_costs_more(client, record):
    cost = []
    for size in ("100", "1000", "2000", "x"):
        left = client.get(CURRENT, {"pagesize": size})["RateLimit"]
        cost.append(int(left.partition("r=")[2].partition(";")[0]))

    assert [a - b for a, b in pairwise(cost)] == [11, 11, 2]


def test_an_unchanged_page_is_not_sent_again(client, record):
    tag = client.get(CURRENT)["ETag"]

    assert client.get(CURRENT, headers={"If-None-Match": tag}).status_code == 304


def test_a_page_costs_a_few_queries_however_long(client, actors, django_assert_max_num_queries):
    many(30)
    with django_assert_max_num_queries(14):
        assert len(client.get(CURRENT).json()["Result"]) == 30


def test_a_member_is_found_with_the_organisation(ask, actors):
    member = part(ARMY, "state_forces", "b", member_of=[HOMS, make.GOVERNMENT])
    make.publish(battle(participants=[part(IS, "rebel_group"), member]))

    assert ask(Actor=1_000_000_004) == [1_000_000_001]


@pytest.mark.parametrize("name", ["gedevents", "GEDEvents", "GEDEVENTS"])
def test_the_address_and_key_of_ucdps_openapi_document_work(client, record, name):
    answer = client.get(f"/dialects/ucdp/api/{name}/current?Key=secret&pagesize=1")
    assert answer.status_code == 200
    assert answer.json()["TotalCount"] == 3
    assert client.get(answer.json()["NextPageUrl"]).status_code == 200
