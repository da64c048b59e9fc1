"""A document as ACLED's columns: what is said, what stays unsaid, and who is never accused by a column."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from incidents.codebook import ActorKind, DatePrecision, EventType, LocationType, SubEventType, acled
from incidents.codebook.acled import COLUMNS
from incidents.dialects.acled import crosswalk, regions
from incidents.dialects.acled.event import monadic, row_of, shown
from incidents.dialects.acled.partial_decoding import decode_partial
from incidents.record import document as d
from tests.record import documents as make

from . import world
from .world import actor, described

ISSUED = datetime(2021, 5, 1, 12, 0, 0, 999_999, tzinfo=UTC)
GRENADE = {"event_type": "explosion", "sub_event_type": "grenade"}
ATTACK = {"event_type": "violence_against_civilians", "sub_event_type": "attack"}
PROTEST = {"event_type": "demonstration", "sub_event_type": "peaceful_protest"}


def columns(**changes: Any) -> dict[str, Any]:
    return shown(row_of(make.incident(**{"locations": [make.place()]} | changes), ISSUED))


def test_the_columns_are_acleds_in_acleds_order():
    assert tuple(columns()) == COLUMNS
    assert len(COLUMNS) == 31
    assert (COLUMNS[0], COLUMNS[-1]) == ("event_id_cnty", "timestamp")


def test_a_clash_between_two_sides():
    helper = actor(make.GOVERNMENT, side="b", role="supporting")
    row = columns(
        participants=[actor(make.NDF, side="b"), actor(make.ASAYISH), helper],
        casualties=[make.killed(1, 2, 5)],
        reports=[make.report(), make.report(), make.report(make.SOHR)],
        tags=["checkpoint"],
    )
    wanted = {
        "event_id_cnty": "INC-000001",
        "event_date": "2021-04-20",
        "year": 2021,
        "time_precision": 1,
        "disorder_type": "Political violence",
        "event_type": "Battles",
        "sub_event_type": "Armed clash",
        "actor1": "Asayish",
        "assoc_actor_1": "",
        "inter1": "State forces",
        "actor2": "National Defence Forces",
        "assoc_actor_2": "Syrian government",
        "inter2": "Political militia",
        "interaction": "State forces-Political militia",
        "civilian_targeting": "",
        "iso": 760,
        "region": "Middle East",
        "country": "Syria",
        "admin1": "Al-Hasakah",
        "admin2": "",
        "admin3": "",
        "location": "Qamishli",
        "latitude": 37.05,
        "longitude": 41.22,
        "geo_precision": 1,
        "source": "Rudaw; Syrian Observatory for Human Rights",
        "source_scale": "",
        "notes": "Clash in Qamishli [https://attest.example/incidents/INC-000001/]",
        "fatalities": 2,
        "tags": "fatalities=1 to 5; checkpoint",
        "timestamp": 1619870400,
    }
    assert row == wanted


GED = d.Provenance(dataset="ucdp-ged", version="19.1", title="GED", licence="cc-by-4.0", citation="", row="7")


@pytest.mark.parametrize(
    ("reviewed", "told"),
    [(None, "no"), (d.Reviewed(on="2022-01-01", result="adopted"), "adopted")],
)
def test_whose_coding_it_is_stands_in_the_tags(reviewed, told):
    row = columns(casualties=[make.killed(1, 1, 1)], origin=GED, reviewed=reviewed)
    assert row["tags"] == f"origin=ucdp-ged 19.1; reviewed={told}"


def test_an_allegation_is_never_unmarked():
    accused = actor(make.NDF, role="attacker", standing="alleged")
    row = columns(**GRENADE, participants=[accused, described("villagers", role="target")])
    assert row["actor1"] == "National Defence Forces (alleged)"
    assert row["tags"] == "fatalities=unknown; attacker=National Defence Forces (alleged)"

    disputed = actor(make.NDF, role="attacker", standing="disputed")
    assert columns(**GRENADE, participants=[disputed])["actor1"] == "National Defence Forces (disputed)"


def test_who_certainly_fought_is_not_doubted_for_having_allegedly_begun():
    fought = [actor(make.ASAYISH), actor(make.NDF, side="b")]
    began = actor(make.NDF, side="b", role="attacker", standing="alleged")
    row = columns(participants=[began, *fought])
    assert (row["actor1"], row["actor2"]) == ("Asayish", "National Defence Forces")
    assert "attacker=National Defence Forces (alleged)" in row["tags"]


def test_the_established_stand_before_the_alleged():
    parts = [actor(make.NDF, role="attacker", standing="alleged"), actor(make.GOVERNMENT, role="attacker")]
    row = columns(**GRENADE, participants=parts)
    assert (row["actor1"], row["assoc_actor_1"]) == ("Syrian government", "National Defence Forces (alleged)")


def test_mediators_and_the_merely_mentioned_are_no_actors():
    parts = [actor(make.GOVERNMENT, role="mediator"), actor(make.NDF, role="mentioned")]
    row = columns(event_type="strategic", sub_event_type="agreement", participants=parts)
    assert (row["actor1"], row["actor2"], row["interaction"]) == ("", "", "")


@pytest.mark.parametrize(
    "codes, first, second",
    [
        (GRENADE, "Unidentified Armed Group (Syria)", ""),
        (ATTACK, "Unidentified Armed Group (Syria)", "Civilians (Syria)"),
        (PROTEST, "Protesters (Syria)", ""),
        (PROTEST | {"sub_event_type": "riot"}, "Rioters (Syria)", ""),
        (GRENADE | {"sub_event_type": "explosion_of_unclear_origin"}, "", ""),
        ({"event_type": "unclear", "sub_event_type": "other"}, "", ""),
        (GRENADE | {"civilian_harm": "targeted"}, "Unidentified Armed Group (Syria)", "Civilians (Syria)"),
    ],
)
def test_nobody_named_is_said_in_acleds_words(codes, first, second):
    row = columns(**codes)
    assert (row["actor1"], row["actor2"]) == (first, second)


@pytest.mark.parametrize(
    "parts, inters",
    [
        ([described("unidentified gunmen", role="attacker"), described("civilians", role="target")], (3, 7)),
        (
            [described("policemen", kind="police", role="attacker"), described("a family", role="target")],
            (1, 7),
        ),
        ([actor(make.GOVERNMENT, role="attacker")], (1, 7)),
    ],
)
def test_kinds_of_those_who_are_only_described(parts, inters):
    row = row_of(make.incident(**ATTACK, participants=parts), ISSUED)
    assert (row["inter1"], row["inter2"]) == inters


def test_the_interaction_names_the_lower_number_first():
    assert acled.interaction(3, 1) == 13
    assert acled.interaction(7, None) == 70
    assert acled.interaction_name(13) == "State forces-Political militia"
    assert acled.interaction_name(70) == "Civilians only"
    assert acled.interaction(0, None) == acled.interaction(0, 7) == acled.interaction(1, 0) == 0
    assert acled.interaction_name(0) == ""


def test_an_actor_of_unknown_kind_is_not_nobody():
    stranger = msgspec.structs.replace(actor(make.NDF, side="b"), kind="other")
    row = columns(participants=[actor(make.ASAYISH), stranger])
    assert (row["inter1"], row["inter2"], row["interaction"]) == ("State forces", "", "")


@pytest.mark.parametrize(
    "figures, fatalities, tag",
    [
        ([], None, "fatalities=unknown"),
        ([make.killed(None, None, None)], None, "fatalities=unknown"),
        ([make.killed(0, None, None)], None, "fatalities=unknown"),
        ([make.killed(3, None, None)], 3, "fatalities=3 to ?"),
        ([make.killed(None, 3, None)], 3, ""),
        ([make.killed(None, 3, 5)], 3, "fatalities=? to 5"),
        ([make.killed(0, 0, 0)], 0, ""),
        ([make.killed(0, 0, 4)], 0, "fatalities=0 to 4"),
        ([make.killed(2, 2, 2), make.killed(1, 1, 1, status="civilian")], 3, ""),
        ([make.killed(9, 9, 9, outcome="wounded")], None, "fatalities=unknown"),
    ],
)
def test_unknown_is_not_zero(figures, fatalities, tag):
    row = columns(casualties=figures)
    assert (row["fatalities"], row["tags"]) == (fatalities, tag)


def test_what_spans_days_and_what_sums_up_say_so():
    row = columns(last="2021-04-22", extent="series", casualties=[make.killed(1, 1, 1)])
    assert row["tags"] == "extent=series; last day=2021-04-22"


def test_without_a_place_nothing_is_said_of_one():
    row = columns(locations=[])
    texts = ["region", "country", "admin1", "admin2", "admin3", "location"]
    numbers = ["iso", "latitude", "longitude", "geo_precision"]
    assert [row[name] for name in texts] == [""] * 6
    assert [row[name] for name in numbers] == [None] * 4


def test_a_governorate_is_its_own_first_division():
    around = make.place(make.HASAKAH, within=[make.SYRIA], type="admin1", lat=None)
    row = columns(locations=[around])
    assert (row["admin1"], row["location"], row["geo_precision"]) == ("Al-Hasakah", "Al-Hasakah", 3)
    assert (row["latitude"], row["longitude"]) == (None, None)


def test_the_scene_is_the_place_and_not_where_the_fire_came_from():
    origin = make.place(make.RAQQA, role="origin")
    assert columns(locations=[origin, make.place()])["location"] == "Qamishli"


def test_a_monadic_row_is_about_one_actor():
    row = row_of(make.incident(participants=[actor(make.ASAYISH), actor(make.NDF, side="b")]), ISSUED)
    first, second = monadic(row)
    assert [row["actor1"] for row in (first, second)] == ["Asayish", "National Defence Forces"]
    assert [row["inter1"] for row in (first, second)] == [1, 3]
    assert "actor2" not in first
    assert len(monadic(row_of(make.incident(**GRENADE), ISSUED))) == 1


def test_every_code_has_its_word():
    for document in world.incidents(300):
        row = shown(row_of(document, ISSUED))
        assert row["event_type"] and row["sub_event_type"] and row["disorder_type"]  # noqa: PT018
        assert set(map(type, row.values())) <= {str, int, float, type(None)}
    for kind in EventType:
        assert crosswalk.event_type(kind, SubEventType.OTHER)
    assert [kind for kind in ActorKind if acled.inter(kind) not in acled.INTER] == [ActorKind.OTHER]
    assert {crosswalk.time_precision(precision) for precision in DatePrecision} >= {1, 2, 3}
    assert {crosswalk.geo_precision(level) for level in LocationType} == {1, 2, 3}


def test_harm_of_unknown_kind_is_called_unclear():
    row = columns(event_type="unclear", sub_event_type="body_found")
    assert {row["event_type"], row["sub_event_type"], row["disorder_type"]} == {"Unclear"}


def test_every_country_has_a_region_and_no_region_an_unknown_country():
    known = regions.countries()
    listed = {code for codes in regions._MEMBERS.values() for code in codes.split()} | set(regions._ELSEWHERE)
    assert listed <= set(known)
    assert [code for code, land in known.items() if not land.region] == []
    assert len({fact for land in known.values() for fact in [land.name]}) == len(known)
    assert (known["SY"].iso, known["SY"].iso3, known["SY"].region_name) == (760, "SYR", "Middle East")


def test_what_is_read_of_a_text_gives_the_same_columns():
    for document in world.incidents(100):
        assert row_of(decode_partial(d.encode(document).encode()), ISSUED) == row_of(document, ISSUED)


def test_a_text_of_another_format_goes_through_the_records_own_door(monkeypatch):
    document = msgspec.structs.replace(make.incident(), format="attest.incident/0")
    monkeypatch.setattr(d, "decode", lambda body: make.incident("INC-000009"))
    assert decode_partial(d.encode(document).encode()).id == "INC-000009"
    assert decode_partial(b'{"format": "attest.incident/0"}').id == "INC-000009"
    monkeypatch.setattr(d, "decode", lambda body: make.actor())
    with pytest.raises(TypeError, match="ActorDocument is no incident"):
        decode_partial(b"{}")
