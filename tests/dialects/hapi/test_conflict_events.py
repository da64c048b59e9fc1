"""Monthly counts by division, as HDX HAPI gives them."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from itertools import pairwise

import hxl
import msgspec
import pytest

from accounts import tokens
from incidents.dialects.hapi import cells
from incidents.dialects.hapi.columns import HXL, ConflictEvent, as_csv
from incidents.record import document as d
from incidents.record.log import writing
from incidents.record.reading import head
from incidents.record.sums import summaries
from tests.record import documents as make

ADDRESS = "/dialects/hapi/api/v2/coordination-context/conflict-events"
DISTRICT = d.Ref(id="LOC-000021", name="Qamishli district")
ERBIL = d.Ref(id="LOC-000022", name="Erbil")

AT_DISTRICT = [
    d.Area(id=DISTRICT.id, name=DISTRICT.name, type="admin2"),
    d.Area(id=make.HASAKAH.id, name="Al-Hasakah", type="admin1"),
    d.Area(id=make.SYRIA.id, name="Syria", type="country"),
]


def place(within=AT_DISTRICT, **changes):
    return msgspec.structs.replace(make.place(), within=list(within), **changes)


IN_DISTRICT, IN_GOVERNORATE, IN_COUNTRY = place(), place(AT_DISTRICT[1:]), place(AT_DISTRICT[2:])
IN_ERBIL = place([d.Area(id=ERBIL.id, name="Erbil", type="admin1")], country="IQ")

ATTACK = {"event_type": "violence_against_civilians", "sub_event_type": "attack"}
STRIKE = {"event_type": "explosion", "sub_event_type": "air_strike"}
PROTEST = {"event_type": "demonstration", "sub_event_type": "peaceful_protest"}


@pytest.fixture
def divisions(db):
    """Two with OCHA's codes and one without."""
    make.publish(
        coded(make.HASAKAH, "SY08", "admin1"),
        make.location(DISTRICT, kind="admin2"),
        make.location(ERBIL, kind="admin1"),
    )


@pytest.fixture
def publish(divisions):
    """``publish({"first": …}, …)``: an incident in the district for each."""

    def published(*incidents):
        for number, changes in enumerate(incidents, 1):
            make.publish(make.incident(f"INC-{number:06d}", **{"locations": [IN_DISTRICT], **changes}))

    return published


@pytest.fixture
def ask(client):
    def asked(**parameters):
        answer = client.get(ADDRESS, parameters)
        assert answer.status_code == 200, answer.content
        return answer.json()["data"]

    return asked


def counted(lines, *columns):
    return [tuple(line[column] for column in columns) for line in lines]


def coded(ref, code, kind):
    location = make.location(ref, within=(), kind=kind)
    return msgspec.structs.replace(
        location, external_ids=[d.Code(scheme="ocha-pcode", value=code, match="same")]
    )


def test_a_line_in_full(ask, publish):
    publish(
        {"casualties": [make.killed(1, 2, 3)]}, {"casualties": [make.killed(4, 4, 4)], "first": "2021-04-01"}
    )

    assert ask() == [
        {
            "location_ref": 760,
            "location_code": "SYR",
            "location_name": "Syria",
            "has_hrp": None,
            "in_gho": None,
            "admin1_ref": 2,
            "admin1_code": "SY08",
            "admin1_name": "Al-Hasakah",
            "provider_admin1_name": "Al-Hasakah",
            "admin2_ref": 21,
            "admin2_code": None,
            "admin2_name": "Qamishli district",
            "provider_admin2_name": "Qamishli district",
            "admin_level": 2,
            "resource_hdx_id": str(head().epoch),
            "event_type": "political_violence",
            "events": 2,
            "fatalities": 6,
            "reference_period_start": "2021-04-01T00:00:00",
            "reference_period_end": "2021-04-30T23:59:59",
        }
    ]


@pytest.mark.parametrize(
    "changes, kinds",
    [
        ({}, ["political_violence"]),
        (ATTACK, ["civilian_targeting", "political_violence"]),
        (STRIKE, ["political_violence"]),
        (STRIKE | {"civilian_harm": "targeted"}, ["civilian_targeting", "political_violence"]),
        (STRIKE | {"civilian_harm": "indiscriminate"}, ["political_violence"]),
        (PROTEST, ["demonstration"]),
        (PROTEST | {"sub_event_type": "protest_met_with_force"}, ["demonstration"]),
        ({"event_type": "detention", "sub_event_type": "arrest"}, []),
        ({"event_type": "strategic", "sub_event_type": "agreement"}, []),
        ({"event_type": "unclear", "sub_event_type": "other"}, []),
        ({"extent": "series"}, []),
        ({"extent": "aggregate"}, []),
        ({"locations": []}, []),
    ],
)
def test_the_three_kinds_overlap_and_are_not_everything(ask, publish, changes, kinds):
    publish(changes)

    assert [row["event_type"] for row in ask()] == kinds


def test_violence_of_organised_actors_is_political_though_its_kind_is_unclear(ask, publish):
    sides = [make.participant(make.ASAYISH), make.participant(make.NDF, side="b")]
    known = [msgspec.structs.replace(participant, kind="rebel_group") for participant in sides]
    unclear = {"event_type": "unclear", "sub_event_type": "other"}
    alleged = [msgspec.structs.replace(participant, standing="alleged") for participant in known]
    publish(unclear | {"participants": known}, unclear | {"participants": alleged})

    assert counted(ask(), "event_type", "events") == [("political_violence", 1)]


def test_unknown_figures_are_not_zeros(ask, publish):
    publish(
        {"first": "2021-01-05", "casualties": [make.killed(None, None, None)]},
        {"first": "2021-01-06"},
        {"first": "2021-02-05", "casualties": [make.killed(None, None, None)]},
        {"first": "2021-02-06", "casualties": [make.killed(1, 2, 3)]},
        {"first": "2021-03-06", "casualties": [make.killed(0, 0, 0)]},
    )

    assert counted(ask(), "events", "fatalities") == [(2, None), (2, 2), (1, 0)]


@pytest.mark.parametrize(
    "first, last, precision, month",
    [
        ("2021-01-31", "2021-02-01", "day", "2021-01-01T00:00:00"),
        ("2021-01-30", "2021-01-31", "days", "2021-01-01T00:00:00"),
        ("2021-01-31", "2021-02-01", "days", None),
        ("2021-02-01", "2021-02-28", "month", "2021-02-01T00:00:00"),
        ("2021-01-01", "2021-12-31", "year", None),
        ("2021-01-05", "2021-01-05", "unknown", "2021-01-01T00:00:00"),
    ],
)
def test_an_incident_counts_in_the_month_it_surely_belongs_to(ask, publish, first, last, precision, month):
    publish({"occurred": d.Occurred(earliest=first, latest=last, precision=precision)})

    assert [row["reference_period_start"] for row in ask()] == ([month] if month else [])


@pytest.mark.parametrize(
    "level, lines",
    [
        (None, [(0, None, None, 1), (1, "Al-Hasakah", None, 1), (2, "Al-Hasakah", "Qamishli district", 2)]),
        (0, [(0, None, None, 4)]),
        (1, [(1, "Al-Hasakah", None, 3)]),
        (2, [(2, "Al-Hasakah", "Qamishli district", 2)]),
    ],
)
def test_each_incident_counts_once_at_its_narrowest_division_or_at_the_level_asked_for(
    ask, publish, level, lines
):
    publish({}, {}, {"locations": [IN_GOVERNORATE]}, {"locations": [IN_COUNTRY]})
    rows = ask(**({} if level is None else {"admin_level": level}))

    assert counted(rows, "admin_level", "admin1_name", "admin2_name", "events") == lines


def test_an_incident_with_two_places_counts_once(ask, publish):
    publish({"locations": [IN_ERBIL, IN_DISTRICT]})

    assert counted(ask(), "location_code", "events") == [("IRQ", 1)]


@pytest.fixture
def spread(publish):
    make.correct(coded(DISTRICT, "SY0802", "admin2"))
    publish(
        {"first": "2021-01-10"},
        {"first": "2021-02-10", **ATTACK},
        {"first": "2021-03-10", "locations": [IN_ERBIL]},
        {"first": "2021-04-10", "locations": [IN_GOVERNORATE], **PROTEST},
    )


@pytest.mark.parametrize(
    "parameters, months",
    [
        ({"event_type": "civilian_targeting"}, [2]),
        ({"event_type": "political_violence"}, [3, 1, 2]),
        ({"location_code": "IRQ"}, [3]),
        ({"location_code": "irq"}, [3]),
        ({"location_name": "syr", "event_type": "political_violence"}, [1, 2]),
        ({"location_ref": 368}, [3]),
        ({"admin1_code": "sy08", "event_type": "demonstration"}, [4]),
        ({"admin1_name": "hasak", "event_type": "demonstration"}, [4]),
        ({"provider_admin1_name": "ERBIL"}, [3]),
        ({"admin1_ref": 22}, [3]),
        ({"admin2_code": "SY0802", "event_type": "political_violence"}, [1, 2]),
        ({"admin2_name": "qamishli", "event_type": "civilian_targeting"}, [2]),
        ({"provider_admin2_name": "qamishli", "event_type": "civilian_targeting"}, [2]),
        ({"admin2_ref": 21, "event_type": "civilian_targeting"}, [2]),
        ({"start_date": "2021-03"}, [3, 4]),
        ({"start_date": "2021-03-31"}, [3, 4]),
        ({"end_date": "2021-01-01"}, [1]),
        ({"end_date": "2021-01-01T12:30:00"}, [1]),
        ({"start_date": "2021-02-28", "end_date": "2021-03-01", "event_type": "political_violence"}, [3, 2]),
        ({"start_date": "2022"}, []),
        ({"limit": 1}, [3]),
        ({"limit": 2, "offset": 1}, [4, 1]),
        ({"offset": 99}, []),
        ({"app_identifier": "bWU6bWVAZXhhbXBsZS5vcmc=", "output_format": "json", "limit": 1}, [3]),
        ({"as_of": "sequence:5"}, [1]),
    ],
)  # fmt: skip
def test_filters(ask, spread, parameters, months):
    assert [int(row["reference_period_start"][5:7]) for row in ask(**parameters)] == months


def test_pages_add_up_to_the_whole(ask, spread):
    assert [line for offset in range(5) for line in ask(limit=1, offset=offset)] == ask()


@pytest.mark.parametrize(
    "parameters, named",
    [
        ({"event_type": "battles"}, "event_type"),
        ({"location_code": "SY"}, "location_code"),
        ({"location_ref": "SYR"}, "location_ref"),
        ({"admin_level": 3}, "admin_level"),
        ({"limit": 10_001}, "limit"),
        ({"limit": 0}, "limit"),
        ({"offset": -1}, "offset"),
        ({"start_date": "yesterday"}, "start_date"),
        ({"end_date": "2021-13"}, "end_date"),
        ({"output_format": "xml"}, "output_format"),
        ({"hxl": "maybe"}, "hxl"),
        ({"has_hrp": "true"}, "has_hrp"),
        ({"in_gho": "true"}, "in_gho"),
        ({"locationcode": "SYR"}, "locationcode"),
        ({"admin1_name": ["a", "b"]}, "admin1_name"),
        ({"admin1_name": "\0"}, "admin1_name"),
        ({"release": "none"}, "release"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name_in_hapis_form(client, db, parameters, named):
    answer = client.get(ADDRESS, parameters)

    assert answer.status_code == 400
    assert list(answer.json()) == ["error"]
    assert answer.json()["error"].startswith(named)
    assert answer["Content-Type"] == "application/json"


def test_other_errors_have_hapis_form_too(client, db):
    assert client.post(ADDRESS).json()["error"]
    assert "error" in client.get(ADDRESS, headers={"Authorization": "Bearer attest_wrong"}).json()
    assert client.get("/dialects/hapi/api/v2/metadata/admin1").status_code == 404


def test_the_csv_says_the_same_as_the_json(client, ask, spread):
    answer = client.get(ADDRESS, {"output_format": "csv"})
    lines = list(csv.DictReader(StringIO(answer.content.decode())))

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert [
        {name: "" if value is None else str(value) for name, value in row.items()} for row in ask()
    ] == lines


def test_the_tags_are_read_by_ochas_own_library(client, spread):
    answer = client.get(ADDRESS, {"output_format": "csv", "hxl": "true"})
    data = hxl.data(BytesIO(answer.content)).cache()

    assert data.display_tags == list(HXL.values())
    attacks = data.with_rows("#event+type=civilian_targeting")
    assert [row.get("#country+code") for row in attacks] == ["SYR"]
    totals = data.count("#event+type", "sum(#indicator+event+num) as Events#indicator+event+num")
    assert sorted(row.values for row in totals) == [
        ["civilian_targeting", 1],
        ["demonstration", 1],
        ["political_violence", 3],
    ]


def test_every_column_has_a_tag():
    assert tuple(HXL) == ConflictEvent.__struct_fields__


def test_a_spreadsheet_reads_no_name_as_a_formula(ask, publish):
    make.correct(make.location(ERBIL, kind="admin1"), name='=HYPERLINK("x")')
    publish({"locations": [IN_ERBIL]})
    line = msgspec.convert(ask()[0], ConflictEvent)

    assert "'=HYPERLINK" in as_csv([line], hxl=False).decode()


def test_a_past_state_costs_a_count_more(client, spread, outsider):
    _token, raw = tokens.create_token(by=outsider, name="program")

    def left(**parameters):
        answer = client.get(ADDRESS, parameters, headers={"Authorization": f"Bearer {raw}"})
        return int(answer["RateLimit"].split("r=")[1].split(";")[0])

    shares = [left(), left(limit=2000), left(), left(as_of="sequence:6"), left(limit="x")]
    assert [before - after for before, after in pairwise(shares)] == [3, 11, 21, 11]


@pytest.mark.parametrize("refreshed_before", [0, 1, 2, 3])
def test_kept_sums_and_the_index_agree_in_every_state(ask, spread, monkeypatch, refreshed_before):
    """Whatever was in the sums when they were last brought up to date, and whatever came since."""
    incident = make.incident("INC-000001", first="2021-01-10", locations=[IN_DISTRICT])
    acts = [
        lambda: make.correct(incident, casualties=[make.killed(2, 2, 2)]),
        lambda: make.correct(incident, locations=[IN_ERBIL], casualties=[make.killed(3, 3, 3)]),
        lambda: make.bury("INC-000002", "retracted", note="It did not happen."),
        lambda: writing.withhold([make.tombstone("INC-000003", "withheld")]),
    ]
    states = [head().sequence]
    for number, act in enumerate(acts):
        if number == refreshed_before:
            summaries.refresh()
        act()
        states.append(head().sequence)

    answers = [ask(as_of=f"sequence:{sequence}") for sequence in states]
    monkeypatch.setattr(cells, "_state_of_sums", lambda: 0)
    assert [ask(as_of=f"sequence:{sequence}") for sequence in states] == answers
    assert len({str(rows) for rows in answers}) == 4
    assert list(summaries.disagreements()) == []


def test_sums_that_change_while_they_are_read_are_read_again(ask, spread, monkeypatch):
    states = iter([1, 2, 3, 4, 5, 6])
    expected = ask()
    monkeypatch.setattr(cells, "_state_of_sums", lambda: next(states))

    assert ask() == expected


def test_an_unchanged_answer_is_not_sent_again(client, spread):
    tag = client.get(ADDRESS, {"output_format": "csv"})["ETag"]

    assert client.get(ADDRESS, {"output_format": "csv"}, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(ADDRESS, headers={"If-None-Match": tag}).status_code == 200


def test_another_sites_page_may_identify_itself(client, db):
    assert "X-HDX-HAPI-APP-IDENTIFIER" in client.options(ADDRESS)["Access-Control-Allow-Headers"]


def test_an_empty_record_has_no_lines(client, db):
    assert client.get(ADDRESS).json() == {"data": []}
    assert client.get(ADDRESS, {"output_format": "csv"}).content.count(b"\n") == 1
