"""What ACLED's columns become."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from incidents.codebook import SUB_EVENTS, ActorKind, EventType
from incidents.codebook.acled import COLUMNS, INTER
from incidents.intake.imports.acled.actors import CROWDS, KINDS
from incidents.intake.imports.acled.coder import Acled
from incidents.intake.imports.acled.codes import NARROWER, NOT_NARROWED
from incidents.intake.imports.engine.coded import CodedRow, Rejected
from tests.intake.imports.acled_events import coded


def sides(row: CodedRow) -> list[tuple[str, str, str]]:
    return [
        (part.who.name if part.who else f"({part.description})", part.role, part.side) for part in row.parts
    ]


def test_the_two_actors_are_sides_and_nobody_is_called_the_attacker():
    assert sides(coded()) == [
        ("Northern Brigade", "belligerent", "a"),
        ("Military Forces of Syria (2000-2024)", "belligerent", "b"),
    ]


def test_who_stands_beside_a_force_supports_it():
    row = coded(assoc_actor_1="Southern Brigade; Eastern Brigade")
    assert sides(row)[1:3] == [
        ("Southern Brigade", "supporting", "a"),
        ("Eastern Brigade", "supporting", "a"),
    ]


def test_somebody_named_twice_takes_part_once():
    row = coded(assoc_actor_1="Southern Brigade; Southern Brigade")
    assert [name for name, *_rest in sides(row)].count("Southern Brigade") == 1


@pytest.mark.parametrize(
    ("inter", "name", "kind"),
    [
        ("State forces", "Military Forces of Syria", "state_forces"),
        ("1", "Police Forces of Syria (2000-2024)", "police"),
        ("2", "A group", "rebel_group"),
        ("Political militia", "A group", "political_militia"),
        ("Identity militia", "A group", "identity_militia"),
        ("8", "A group", "external_forces"),
        ("", "A group", "other"),
    ],
)
def test_kinds_of_actors_follow_inter_in_words_and_numbers(inter, name, kind):
    part = coded(inter1=inter, actor1=name).parts[0]
    assert part.who is not None
    assert part.who.kind == kind


def test_forces_of_a_state_have_its_country():
    assert [part.who.country for part in coded().parts if part.who] == ["", "SY"]


def test_those_whom_nobody_could_name_are_described_and_not_entered():
    row = coded(actor1="Unidentified Armed Group (Syria)", inter1="3")
    assert sides(row)[0] == ("(Unidentified Armed Group (Syria))", "belligerent", "a")
    assert row.parts[0].described_kind == "political_militia"


def test_civilians_are_the_object_and_those_among_them_are_no_actors():
    row = coded(
        event_type="Violence against civilians", sub_event_type="Attack",
        actor2="Civilians (Syria)", inter2="7", assoc_actor_2="Farmers (Syria)",
    )  # fmt: skip
    assert sides(row)[1:] == [("(Civilians (Syria))", "target", "b"), ("(Farmers (Syria))", "target", "b")]
    assert row.civilian_harm == "targeted"


def test_a_peaceful_crowd_fights_nobody():
    row = coded(
        event_type="Protests",
        sub_event_type="Peaceful protest",
        actor1="Protesters (Syria)",
        inter1="6",
        actor2="",
        inter2="",
    )
    assert sides(row) == [("(Protesters (Syria))", "mentioned", "a")]


def test_force_used_on_protesters_has_them_as_its_object():
    row = coded(
        event_type="Protests", sub_event_type="Excessive force against protesters",
        actor1="Protesters (Syria)", inter1="Protesters",
    )  # fmt: skip
    assert [role for _name, role, _side in sides(row)] == ["target", "belligerent"]


def test_every_pair_of_ours_that_acled_has_a_word_for_comes_back_in_its_family():
    for event, subs in SUB_EVENTS.items():
        for sub in subs:
            if event != EventType.UNCLEAR:
                theirs = "Riots" if sub == "riot" else event.crosswalk.acled
                row = coded(event_type=theirs, sub_event_type=sub.crosswalk.acled)
                assert (row.event_type, "event-type-not-mapped" in row.flags) == (event.value, False), sub


@pytest.mark.parametrize(
    ("theirs", "ours", "flags"),
    [
        (("Riots", "Mob violence"), ("demonstration", "riot"), ["sub-event-nearest"]),
        (("Protests", "Protest with intervention"), ("demonstration", "protest_met_with_force"), ["sub-event-nearest"]),
        (("Strategic developments", "Change to group/activity"), ("strategic", "other"), ["sub-event-nearest"]),
        (("Strategic developments", "Arrests"), ("detention", "arrest"), []),
        (("Explosions/Remote violence", "Air/drone strike"), ("explosion", "air_strike"), ["sub-event-not-narrowed"]),
        (("Battles", "A duel"), ("unclear", "other"), ["event-type-not-mapped"]),
    ],
)  # fmt: skip
def test_what_has_no_code_of_ours_is_flagged(theirs, ours, flags):
    row = coded(event_type=theirs[0], sub_event_type=theirs[1])
    assert ((row.event_type, row.sub_event_type), row.flags) == (ours, flags)


def test_a_number_is_a_best_figure_without_a_range():
    row = coded()
    assert [(figure.low, figure.best, figure.high) for figure in row.figures] == [(None, 4, None)]
    assert [(claim.best, claim.claimant.name) for claim in row.claims] == [
        (4, "Armed Conflict Location & Event Data (ACLED)")
    ]


def test_zero_says_no_more_than_none_or_more():
    row = coded(fatalities=0)
    assert [(figure.low, figure.best, figure.high) for figure in row.figures] == [(0, None, None)]
    assert "zero-may-be-unknown" in row.flags


def test_an_empty_number_is_no_figure():
    row = coded(fatalities="")
    assert (row.claims, row.figures, row.flags) == ([], [], ["fatalities-not-given"])


@pytest.mark.parametrize(
    ("code", "span", "precision"),
    [
        ("1", (date(2021, 4, 20), date(2021, 4, 20)), "day"),
        ("2", (date(2021, 4, 17), date(2021, 4, 23)), "week"),
        ("3", (date(2021, 4, 1), date(2021, 4, 30)), "month"),
        ("", (date(2021, 4, 20), date(2021, 4, 20)), "unknown"),
        ("9", (date(2021, 4, 20), date(2021, 4, 20)), "unknown"),
    ],
)
def test_days_are_as_exact_as_acled_says(code, span, precision):
    row = coded(time_precision=code)
    assert ((row.earliest, row.latest), row.precision) == (span, precision)


@pytest.mark.parametrize("day", ["20 April 2021", "20-April-2021", "20 Apr 2021", "20/04/2021"])
def test_days_in_every_form_that_acled_has_used(day):
    assert coded(event_date=day).earliest == date(2021, 4, 20)


@pytest.mark.parametrize(
    ("code", "level", "radius"),
    [("1", "locality", None), ("2", "locality", 25), ("3", "admin1", None), ("", "admin3", 25)],
)
def test_the_place_is_as_wide_as_acled_says(code, level, radius):
    spot = coded(geo_precision=code).places[0]
    assert (spot.where.type, spot.radius_km, spot.lat) == (level, radius, 34.8025)


def test_a_country_is_found_by_its_number_where_its_name_is_not_known():
    assert coded(country="Syrian Arab Rep.").places[0].where.country == "SY"


def test_sources_become_reports_of_a_kind_where_all_are_of_one():
    assert [report.source.name for report in coded().reports] == ["The Monitor", "Homs Eye"]
    assert {report.source.kind for report in coded().reports} == {"other"}
    assert {report.source.kind for report in coded(source_scale="New media").reports} == {"social_media"}


def test_tags_take_the_form_of_ours():
    assert coded(tags="crowd size=no report; local administrators").tags == [
        "crowd-size-no-report",
        "local-administrators",
    ]


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"event_id_cnty": ""}, "event_id_cnty is empty"),
        ({"event_date": "some day"}, "event_date is “some day”"),
        ({"country": "Atlantis", "iso": "0"}, "Atlantis"),
        ({"fatalities": "-1"}, "no number of people"),
        ({"fatalities": "many"}, "fatalities is “many”"),
        ({"latitude": "134"}, "does not lie on the earth"),
    ],
)
def test_what_cannot_be_coded_is_set_aside_with_the_reason(changed, says):
    with pytest.raises(Rejected, match=says):
        coded(**changed)


def test_another_table_is_told_apart_at_once():
    with pytest.raises(Rejected, match="no column event_id_cnty"):
        Acled("test", ("id", "side_a"))
    with pytest.raises(Rejected, match="export_type=dyadic"):
        Acled("test", tuple(name for name in COLUMNS if name not in ("actor2", "inter2", "assoc_actor_2")))


def test_a_source_that_is_not_disclosed_is_no_source():
    row = coded(source="Undisclosed Source; The Courier")
    assert [report.source.name for report in row.reports] == ["The Courier"]
    assert "source-not-disclosed" in row.flags


def test_who_is_unknown_is_described():
    parts = coded(actor1="Unknown", inter1="3", actor2="N/A").parts
    assert [(part.who, part.description) for part in parts if part.role == "belligerent"] == [
        (None, "Unknown")
    ]


def test_every_kind_of_actor_has_a_number_of_acled_s_or_is_told_apart_otherwise():
    by_number = {
        part.who.kind
        for number in KINDS
        for part in coded(inter1=str(number), actor1="A group").parts[:1]
        if part.who
    }
    by_name, not_told_apart = ActorKind.POLICE, ActorKind.AUTHORITY
    assert by_number | {by_name, not_told_apart, ActorKind.OTHER} == set(ActorKind)


def test_every_number_of_acled_s_is_a_kind_of_actor_or_a_crowd():
    assert {*KINDS, *CROWDS} == set(INTER)


def test_a_word_of_acled_s_for_several_of_our_codes_is_known_to_be_wider():
    pairs = {
        (event.crosswalk.acled, sub.crosswalk.acled, sub) for event in SUB_EVENTS for sub in SUB_EVENTS[event]
    }
    shared = Counter((event, word) for event, word, _sub in pairs if event and word)
    assert {word for (_event, word), times in shared.items() if times > 1} == NOT_NARROWED | NARROWER
