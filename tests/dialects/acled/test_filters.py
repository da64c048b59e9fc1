"""Filters: what each operator means, and that the index never changes the answer."""

from __future__ import annotations

from random import Random

import pytest
from django.http import QueryDict

from incidents.codebook.acled import COLUMNS
from incidents.dialects.acled.columns import FILTERED, OPERATORS, ColumnKind
from incidents.dialects.acled.event import Row
from incidents.dialects.acled.filters import MOST_NEAR, matches, read_filters
from incidents.dialects.acled.options import NAMES, read_options
from incidents.dialects.acled.pushdown import MAX_WORDS, push_down
from incidents.dialects.acled.search import EventSearch
from incidents.record import document as d
from incidents.record.reading import BadParameters
from tests.record import documents as make

from . import world
from .world import IRAQ, SINJAR, actor

pytestmark = pytest.mark.django_db

CLASH, STRIKE, ABROAD = "INC-000001", "INC-000002", "INC-000003"


@pytest.fixture
def record():
    make.publish(
        make.incident(
            CLASH,
            first="2021-04-20",
            locations=[make.place()],
            participants=[actor(make.ASAYISH), actor(make.NDF, side="b")],
            casualties=[make.killed(1, 2, 5)],
            reports=[make.report()],
        ),
        make.incident(
            STRIKE,
            first="2020-12-31",
            event_type="explosion",
            sub_event_type="air_strike",
            civilian_harm="targeted",
            locations=[make.place(make.RAQQA, lat=35.95, lon=39.01, within=[make.SYRIA])],
            participants=[actor(make.GOVERNMENT, role="attacker", standing="alleged")],
        ),
        make.incident(
            ABROAD,
            first="2022-01-01",
            locations=[make.place(SINJAR, country="IQ", within=[IRAQ], lat=36.3, lon=41.87)],
            casualties=[make.killed(0, 0, 0)],
            origin=d.Provenance(
                dataset="ucdp-ged", version="19.1", title="GED", licence="cc-by-4.0", citation="", row="7"
            ),
        ),
    )


def test_every_column_is_a_filter():
    assert set(FILTERED) == set(COLUMNS)


@pytest.mark.parametrize(
    "asked, found",
    [
        ({}, {CLASH, STRIKE, ABROAD}),
        ({"country": "Syria"}, {CLASH, STRIKE}),
        ({"country": "Syria|Iraq"}, {CLASH, STRIKE, ABROAD}),
        ({"country": "syr"}, {CLASH, STRIKE}),
        ({"country": "SYRIA:OR:country=Iraq"}, {CLASH, STRIKE, ABROAD}),
        ({"iso": "760"}, {CLASH, STRIKE}),
        ({"region": "11"}, {CLASH, STRIKE, ABROAD}),
        ({"region": "Middle"}, {CLASH, STRIKE, ABROAD}),
        ({"region": "3"}, set()),
        ({"event_type": "battle"}, {CLASH, ABROAD}),
        ({"event_type": "Explosions/Remote violence"}, {STRIKE}),
        ({"sub_event_type": "Air/drone strike"}, {STRIKE}),
        ({"disorder_type": "Political"}, {CLASH, STRIKE, ABROAD}),
        ({"actor1": "asay"}, {CLASH}),
        ({"actor1": "Asayîş"}, {CLASH}),
        ({"actor1": "alleged"}, {STRIKE}),
        ({"actor1": "Syrian government", "actor1_where": "="}, set()),
        ({"actor1": "Syrian government (alleged)", "actor1_where": "="}, {STRIKE}),
        ({"actor1": "Unidentified"}, {ABROAD}),
        ({"actor2": "National%Forces"}, {CLASH}),
        ({"actor2": "Forces%National"}, set()),
        ({"actor1": "Asayish:OR:actor2=Civilians"}, {CLASH, STRIKE}),
        ({"actor1": "Asayish", "actor2": "Civilians"}, set()),
        ({"inter1": "1"}, {CLASH, STRIKE}),
        ({"inter1": "State"}, {CLASH, STRIKE}),
        ({"inter1": "1|3"}, {CLASH, STRIKE, ABROAD}),
        ({"interaction": "13"}, {CLASH}),
        ({"interaction": "State forces-Political militia"}, {CLASH}),
        ({"civilian_targeting": "Civilian targeting"}, {STRIKE}),
        ({"admin1": "hasakah"}, {CLASH}),
        ({"location": "Qamishlo"}, set()),
        ({"location": "Qāmishlī"}, {CLASH}),
        ({"source": "Rudaw"}, {CLASH}),
        ({"interaction": "13|10"}, {CLASH}),
        ({"inter2": "7"}, {STRIKE}),
        ({"inter2": "0"}, {ABROAD}),
        ({"actor2": "Civilians (Syria)"}, {STRIKE}),
        ({"actor2": "Civilians (Iraq)"}, set()),
        ({"actor1": "armed%iraq"}, {ABROAD}),
        ({"notes": "INC-000002"}, {STRIKE}),
        ({"notes": "https"}, set()),
        ({"notes": "%INC%002"}, {STRIKE}),
        ({"notes": "002%INC"}, set()),
        ({"actor2": "disput"}, set()),
        ({"actor1": "gov%alleged"}, {STRIKE}),
        ({"tags": "fatalities=1 to 5"}, {CLASH}),
        ({"tags": "attacker=Syrian"}, {STRIKE}),
        ({"tags": "origin=ucdp-ged 19.1"}, {ABROAD}),
        ({"tags": "reviewed=no"}, {ABROAD}),
        ({"tags": "reviewed=adopted"}, set()),
        ({"source_scale": "National"}, set()),
        ({"source_scale": "National", "source_scale_where": "<"}, {CLASH, STRIKE, ABROAD}),
        ({"year": "202", "year_where": "LIKE"}, {CLASH, STRIKE, ABROAD}),
        ({"fatalities": "2", "fatalities_where": "LIKE"}, {CLASH}),
        ({"tags": "fatalities=unknown"}, {STRIKE}),
        ({"event_id_cnty": "inc-000001"}, {CLASH}),
        ({"event_id_cnty": "000001|INC-000003"}, {CLASH, ABROAD}),
        ({"event_date": "2021-04-20"}, {CLASH}),
        ({"event_date": "2021-01-01|2022-01-01", "event_date_where": "BETWEEN"}, {CLASH, ABROAD}),
        ({"event_date": "2021-04-20|2022-01-01"}, {CLASH, ABROAD}),
        ({"event_date": "2021-04-20", "event_date_where": ">"}, {ABROAD}),
        ({"event_date": "2021-04", "event_date_where": "LIKE"}, {CLASH}),
        ({"year": "2021"}, {CLASH}),
        ({"year": "2021", "year_where": ">="}, {CLASH, ABROAD}),
        ({"year": "2020|2021", "year_where": "between"}, {CLASH, STRIKE}),
        ({"fatalities": "0"}, {ABROAD}),
        ({"fatalities": "0", "fatalities_where": ">"}, {CLASH}),
        ({"fatalities": "2", "fatalities_where": "<="}, {CLASH, ABROAD}),
        ({"latitude": "36", "latitude_where": "<"}, {STRIKE}),
        ({"longitude": "41.22"}, {CLASH}),
        ({"longitude": "39|41.5", "longitude_where": "BETWEEN"}, {CLASH, STRIKE}),
        ({"geo_precision": "1"}, {CLASH, STRIKE, ABROAD}),
        ({"time_precision": "2"}, set()),
        ({"country": ""}, {CLASH, STRIKE, ABROAD}),
        ({"key": "x", "email": "a@example.org"}, {CLASH, STRIKE, ABROAD}),
    ],
)
def test_what_is_found(record, ids, asked, found):
    assert ids(**asked) == found


def test_niger_is_not_nigeria(ids):
    make.publish(
        make.incident(CLASH, locations=[make.place(country="NE")]),
        make.incident(STRIKE, locations=[make.place(country="NG")]),
    )
    assert ids(country="Niger") == {CLASH}
    assert ids(country="Niger", country_where="LIKE") == {CLASH, STRIKE}
    assert ids(country="nig") == {CLASH, STRIKE}


def test_a_moment_is_found_in_the_log(record, ids, read):
    issued = max(row["timestamp"] for row in read())
    assert ids(timestamp=issued, timestamp_where=">=") == ids(timestamp=issued) == {CLASH, STRIKE, ABROAD}
    assert ids(timestamp=issued + 1) == ids(timestamp=issued, timestamp_where=">") == set()
    assert ids(timestamp=issued, timestamp_where="=") == {CLASH, STRIKE, ABROAD}
    assert ids(timestamp=f"{issued}|{issued}", timestamp_where="BETWEEN") == {CLASH, STRIKE, ABROAD}
    assert ids(timestamp=issued, timestamp_where="<") == set()
    assert ids(timestamp="2021-01-01") == {CLASH, STRIKE, ABROAD}
    assert ids(timestamp="2021-01-01T00:00:00+02:00") == {CLASH, STRIKE, ABROAD}
    assert ids(timestamp="253402300799") == set()


def test_series_and_sums_are_asked_for(ids):
    make.publish(
        *(
            make.incident(f"INC-00000{n}", extent=extent)
            for n, extent in enumerate(["single", "series", "aggregate"])
        )
    )
    assert ids() == {"INC-000000"}
    assert ids(extent="series") == {"INC-000001"}
    assert ids(extent="single|aggregate") == {"INC-000000", "INC-000002"}
    assert ids(extent="all") == {"INC-000000", "INC-000001", "INC-000002"}


@pytest.mark.parametrize(
    "asked, told",
    [
        ({"contry": "Syria"}, "contry is no parameter here; did you mean country?"),
        ({"country": "Syria:OR:contry=Iraq"}, "contry is no parameter here; did you mean country?"),
        ({"contry_where": "="}, "contry_where is no parameter here"),
        ({"country": "Syira"}, "country “Syira” is no value of this column; did you mean Syria?"),
        ({"country": "Syria|Irak"}, "country “Irak” is no value of this column; did you mean Iraq?"),
        ({"event_type": "Batles"}, "event_type “Batles” is no value of this column; did you mean Battles?"),
        ({"region": "99"}, "region “99” is no value of this column"),
        ({"inter1": "9"}, "inter1 “9” is no value of this column"),
        ({"fatalities": "many"}, "fatalities must be a whole number"),
        ({"fatalities": "٣"}, "fatalities must be a whole number"),
        ({"year": "0"}, "year must be a year from 1 to 9999"),
        ({"latitude": "1e5"}, "latitude must be a number such as 37.05"),
        ({"event_date": "20-04-2021"}, "event_date must be a day such as 2021-04-20"),
        ({"event_date": "2021-02-30"}, "event_date must be a day such as 2021-04-20"),
        ({"event_date": "2021-01-01", "event_date_where": "BETWEEN"}, "needs two values parted by |"),
        ({"event_date": "2021-01-01", "event_date_where": "NEAR"}, "event_date_where must be one of = >"),
        ({"timestamp": "yesterday"}, "timestamp must be seconds since 1970"),
        ({"timestamp": "999999999999"}, "timestamp is too far in the future"),
        ({"inter1": "Rebel", "inter1_where": "="}, "inter1 must be a number with this operator"),
        ({"actor1": "---"}, "actor1 holds no letter or digit to look for"),
        ({"limit": "-1"}, "limit must be a whole number from 0 to 999999999"),
        ({"limit": "1000000000000"}, "limit must be a whole number from 0 to 999999999"),
        ({"limit": "ten"}, "limit must be a whole number from 0"),
        ({"page": "0"}, "page must be a whole number from 1"),
        ({"limit": "0", "page": "2"}, "page has no second page"),
        ({"fields": "country|actor"}, "fields holds “actor”, which is no column here; did you mean actor"),
        ({"_format": "xls"}, "_format must be one of json, csv, xml"),
        ({"export_type": "triadic"}, "export_type must be one of dyadic, monadic"),
        ({"inter_num": "yes"}, "inter_num must be one of 0, 1"),
        ({"extent": "serial"}, "extent must be one of single, series, aggregate, all"),
        ({"as_of": "soon"}, "as_of"),
        ({"release": "none"}, "release"),
        ({"export_type": "monadic", "actor2": "Asayish"}, "actor2 is no column of export_type=monadic"),
        ({"event_id_cnty": "|".join(f"INC-{n:06d}" for n in range(1_001))}, "more than 1000 values"),
    ],
)
def test_what_cannot_be_read_is_told_as_acled_tells_errors(ask, asked, told):
    answer = ask(**asked)
    assert answer.status_code == 400
    assert answer.data["success"] is False
    assert told in answer.data["error"][0]["message"]
    assert answer.data["error"][0]["status"] == 400


def test_all_that_is_wrong_is_told_at_once(ask):
    answer = ask(limit="x", year="y", contry="z")
    assert len(answer.data["error"]) == 3


def test_a_request_full_of_mistakes_is_not_pondered_over(ask):
    """Looking for what was meant takes a hundredth of a second each, and an address holds thousands of mistakes."""
    messages = [
        error["message"] for error in ask(country="|".join(f"nigerx{n}" for n in range(60))).data["error"]
    ]
    assert len(messages) == 60
    assert sum("did you mean" in message for message in messages) == MOST_NEAR
    too_much = ask(country="|".join(f"nigerx{n}" for n in range(1_001)))
    assert [error["message"] for error in too_much.data["error"]] == [
        "filters give more than 1000 values in all"
    ]


@pytest.mark.parametrize("column", ["actor1", "notes", "tags", "location"])
def test_more_words_than_the_database_is_asked_for_find_the_same(ask, column):
    make.publish(*world.incidents(4))
    word = next(value for row in ask().data["data"] if (value := str(row[column]))).split()[0]
    few = ask(**{column: f"nowhere|{word}"}).data
    assert few["total_count"]
    asked = QueryDict(mutable=True)
    asked[column] = "|".join([*(f"nowhere {n}" for n in range(MAX_WORDS)), word])
    assert ask(**{column: asked[column]}).data["data"] == few["data"]
    assert not push_down(read_filters(asked, FILTERED, [])).where


def test_many_moments_are_not_looked_for_one_by_one(ask, record, django_assert_max_num_queries):
    issued = ask(limit=1).data["data"][0]["timestamp"]
    many = "|".join(str(int(issued) - n) for n in range(100))
    with django_assert_max_num_queries(20, using="record"):
        found = ask(timestamp=many, timestamp_where="=").data
    assert found["data"] == ask(timestamp=issued, timestamp_where="=").data["data"] != []


def test_the_usual_client_sees_why_in_the_status_line(ask):
    answer = ask(**{"con\r\ntry\n": "x", "iso": "é"})
    assert answer.reason_phrase.startswith("Bad Request: con??try?")
    assert "\n" not in answer.reason_phrase
    assert answer.reason_phrase.isascii()


def _random_question(random: Random, rows: list[Row]) -> QueryDict:
    """One to three filters, with values that occur and pieces of them."""
    question = QueryDict(mutable=True)
    for name in random.sample(sorted(rows[0]), random.randint(1, 3)):
        column = FILTERED[name]
        operator = random.choice(["", *OPERATORS])
        values = [
            str(random.choice(rows)[name])
            for _one in range(2 if operator == "BETWEEN" else random.randint(1, 2))
        ]
        if column.kind is ColumnKind.TEXT and random.random() < 0.5:
            values = [
                value[(start := random.randint(0, len(value))) : start + random.randint(3, 12)]
                for value in values
            ]
        question[name] = (
            random.choice(["|", "|", f":OR:{name}="]).join(values)
            if operator != "BETWEEN"
            else "|".join(values)
        )
        if operator:
            question[f"{name}_where"] = operator
    return question


@pytest.mark.parametrize("seed, structure", [(0, "dyadic"), (1, "dyadic"), (2, "dyadic"), (3, "monadic")])
def test_the_index_never_changes_the_answer(seed, structure):
    """Found by way of the index, the rows are those that satisfy the columns; where counted by it alone, as well."""
    make.publish(*world.incidents(120, seed))
    random = Random(seed)  # noqa: S311
    options = read_options(QueryDict(f"extent=all&limit=0&export_type={structure}"), COLUMNS)
    everything = list(EventSearch([], options).rows(0, 0))
    assert len({row["event_id_cnty"] for row in everything}) == 120
    asked = exact = 0
    while asked < 250:
        try:
            filters = read_filters(_random_question(random, everything), FILTERED, NAMES)
        except BadParameters:  # not every piece of a value can be asked for
            continue
        asked += 1
        wanted = [row for row in everything if matches(row, filters)]
        search = EventSearch(filters, options)
        assert list(search.rows(0, 0)) == wanted, filters
        assert search.total() == len(wanted), filters
        exact += push_down(filters).exact
    assert exact > 20
