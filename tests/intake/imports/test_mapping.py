"""What a mapping may say, and what its mistakes are called."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from incidents.intake.imports.engine.coded import CodedRow, Rejected
from incidents.intake.imports.spreadsheet.coder import MappedSheet
from incidents.intake.imports.spreadsheet.mapping import BadMapping, as_json, mapping_from, read_mapping

PLAN: dict[str, Any] = {
    "dataset": {"key": "city-list", "title": "The city's list", "version": "2021", "licence": "cc-by-4.0"},
    "id": "No",
    "event_type": {"column": "Kind", "values": {"Shelling": "explosion", "Fight": "battle"}},
    "sub_event_type": {"column": "Kind", "values": {"Shelling": "shelling", "Fight": "armed_clash"}},
    "summary": "Text",
    "dates": {"first": "Day", "order": "day-first", "precision": {"constant": "day"}},
    "place": {"country": {"constant": "SY"}, "admin1": "Province", "name": "Town", "lat": "Lat", "lon": "Lon"},
    "actors": [
        {"name": "By", "role": {"constant": "attacker"}, "side": {"constant": "a"}, "kind": {"constant": "rebel_group"}}
    ],
    "counts": [
        {"low": "Low", "best": "Dead", "high": "High"},
        {"best": "Civilians", "status": "civilian", "part_of_total": True},
        {"outcome": "wounded", "best": "Hurt"},
    ],
    "reports": [{"source": "Paper", "url": "Link", "published": "Out"}],
    "tags": "Words",
}  # fmt: skip
ROW = {
    "No": "7", "Kind": "Shelling", "Text": "Shells fell on the mill.", "Day": "3.4.2021", "Province": "Homs",
    "Town": "Milltown", "Lat": "34.8", "Lon": "36.7", "By": "Northern Brigade; Southern Brigade", "Dead": "5",
    "Low": "", "High": "", "Civilians": "2", "Hurt": "", "Paper": "The Monitor", "Link": "https://example.org/1",
    "Out": "4.4.2021", "Words": "Night Raid; truce",
}  # fmt: skip


def coded(plan: dict[str, Any] | None = None, **changed: str) -> CodedRow:
    return MappedSheet(mapping_from(PLAN | (plan or {})), tuple(ROW)).code(ROW | changed)


def problems(plan: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(BadMapping) as refusal:
        MappedSheet(mapping_from(PLAN | plan), tuple(ROW))
    return dict(refusal.value.problems)


def test_a_row_is_coded_as_the_mapping_says():
    row = coded()
    assert (row.key, row.event_type, row.sub_event_type) == ("7", "explosion", "shelling")
    assert (row.earliest, row.latest, row.precision) == (date(2021, 4, 3), date(2021, 4, 3), "day")
    assert row.title == ""
    assert row.summary == "Shells fell on the mill."
    where = row.places[0].where
    assert (where.name, where.parent and where.parent.name, where.country) == ("Milltown", "Homs", "SY")
    assert row.tags == ["night-raid", "truce"]
    assert row.codes == [("city-list", "7", "same")]
    assert row.flags == []


def test_several_actors_in_one_cell_are_alleged_unless_told():
    parts = coded().parts
    assert [(part.who.name if part.who else "", part.role, part.side, part.standing) for part in parts] == [
        ("Northern Brigade", "attacker", "a", "alleged"),
        ("Southern Brigade", "attacker", "a", "alleged"),
    ]


@pytest.mark.parametrize(
    "word",
    ["unknown", "Unidentified", "Unidentified gunmen", "perpetrator unknown", "not known", "مجهول", "غير معروف",
     "جهات مجهولة", "مسلحون مجهولون", "مسلحون مجهولو الهوية", "قوات غير معروفة", "nenas", "çekdarên nenas",
     "Nayê zanîn", "نەناسراو", "چەکداری نەناسراو", "bilinmiyor", "kimliği belirsiz kişiler"],
)  # fmt: skip
def test_words_for_somebody_unknown_describe_and_are_no_actor(word):
    row = coded(By=f"{word}; Northern Brigade")
    assert [(part.who and part.who.name, part.description) for part in row.parts] == [
        (None, word), ("Northern Brigade", ""),
    ]  # fmt: skip
    assert row.flags == ["actor-unknown"]


@pytest.mark.parametrize(
    "word",
    ["Civilians", "civilians (Syria)", "Two civilians", "armed men", "Women and children", "المدنيون", "أهالي القرية",
     "نساء وأطفال", "مسلحون", "sivîl", "Welatiyên sivîl", "çekdarên", "مەدەنی", "هاووڵاتیانی مەدەنی", "چەکدار",
     "siviller", "sivil halk", "hommes armés", "Мирные жители"],
)  # fmt: skip
def test_words_for_people_of_a_kind_describe_and_are_no_actor(word):
    row = coded(By=f"{word}; Northern Brigade")
    assert [(part.who and part.who.name, part.description) for part in row.parts] == [
        (None, word), ("Northern Brigade", ""),
    ]  # fmt: skip
    assert row.flags == ["actor-described"]


@pytest.mark.parametrize(
    "name",
    ["Workers' Party", "Women's Protection Units", "Free Syrian Army", "Armed Forces of Turkey", "Local Council",
     "قوات سوريا الديمقراطية", "Hêzên Sûriya Demokratîk", "حزب العمال", "Rebel One", "17"],
)  # fmt: skip
def test_names_that_hold_such_words_stay_actors(name):
    assert [part.who and part.who.name for part in coded(By=name).parts] == [name]


@pytest.mark.parametrize("word", ["-", "—", "?", "N/A", "n.a.", "none", "nil", "لا يوجد", "tune", "هیچ"])
def test_words_for_nothing_are_nobody_no_place_and_no_source(word):
    row = coded(By=word, Town=word, Paper=word)
    assert (row.parts, row.reports, row.places[0].where.name) == ([], [], "Homs")
    assert row.flags == ["place-not-given", "actor-not-given", "source-not-given"]


def test_names_that_hold_such_words_are_names():
    for name in ("Nobody's Brigade", "None of Us", "Nana", "Dash Brigade"):
        assert [part.who.name for part in coded(By=name).parts if part.who] == [name]


def test_a_place_may_be_called_after_somebody_unknown():
    for name in ("Unknown Soldier Square", "ساحة الجندي المجهول"):
        assert coded(Town=name).places[0].where.name == name
    assert coded(Town="غير معروف").places[0].where.name == "Homs"


def test_who_is_only_described_is_no_actor():
    row = coded({"actors": [{"name": "By", "described": True, "separator": ""}]})
    assert [(part.who, part.description) for part in row.parts] == [
        (None, "Northern Brigade; Southern Brigade")
    ]


def test_a_part_is_taken_out_of_its_total():
    row = coded()
    assert [(figure.status, figure.low, figure.best, figure.high) for figure in row.figures] == [
        ("civilian", None, 2, None),
        ("unknown", None, 3, None),
    ]
    assert [(claim.best, claim.within) for claim in row.claims] == [(5, None), (2, "count-1")]


def test_a_range_is_that_of_all_figures_together():
    row = coded(Low="4", High="9")
    assert [(figure.low, figure.best, figure.high) for figure in row.figures] == [(2, 2, 2), (2, 3, 7)]


def test_a_low_total_bounds_its_only_part():
    row = coded(Low="1", Civilians="4")
    assert [(figure.low, figure.best, figure.high) for figure in row.figures] == [(1, 4, None), (0, 1, None)]
    assert row.flags == []


def test_a_part_that_is_larger_than_its_total_leaves_the_total_whole():
    row = coded(Civilians="6")
    assert [(figure.status, figure.best) for figure in row.figures] == [("unknown", 5)]
    assert row.flags == ["parts-differ-from-total"]
    assert len(row.claims) == 2


def test_a_part_without_its_total_stands_for_itself():
    assert [(figure.status, figure.best) for figure in coded(Dead="").figures] == [("civilian", 2)]


def test_ends_that_are_out_of_order_give_way_to_the_best_figure():
    row = coded(Low="7", High="3", Civilians="")
    assert [(figure.low, figure.best, figure.high) for figure in row.figures] == [(5, 5, 5)]
    assert row.flags == ["low-above-best", "high-below-best"]


def test_empty_numbers_are_unknown_and_zero_is_none():
    assert coded(Dead="", Civilians="").figures == []
    assert [figure.best for figure in coded(Dead="0", Civilians="").figures] == [0]


@pytest.mark.parametrize(
    ("order", "text", "day"),
    [
        ("day-first", "3/4/2021", date(2021, 4, 3)),
        ("month-first", "3/4/2021", date(2021, 3, 4)),
        ("", "23/4/2021", date(2021, 4, 23)),
        ("", "4/23/2021", date(2021, 4, 23)),
        ("", "4/4/2021", date(2021, 4, 4)),
        ("", "2021-04-23", date(2021, 4, 23)),
        ("", "2021-04-23 10:30:00", date(2021, 4, 23)),
        ("", "23 April 2021", date(2021, 4, 23)),
    ],
)
def test_days_as_people_write_them(order, text, day):
    assert coded({"dates": PLAN["dates"] | {"order": order}}, Day=text, Out="").earliest == day


def test_an_order_of_day_and_month_is_never_guessed():
    with pytest.raises(Rejected, match=r"day or the month first\? Say so .*dates.order"):
        coded({"dates": {"first": "Day"}})


def test_formats_may_be_given():
    plan = {"dates": {"first": "Day", "formats": ["%Y%m%d"], "precision": {"constant": "day"}}}
    assert coded(plan, Day="20210423", Out="").earliest == date(2021, 4, 23)


def test_a_month_in_a_column_of_days_is_a_month():
    row = coded(Day="April 2021")
    assert (row.earliest, row.latest, row.precision) == (date(2021, 4, 1), date(2021, 4, 30), "month")


@pytest.mark.parametrize(("written", "last"), [("20 April 2021", 20), ("20–21 April 2021", 21)])
def test_a_day_in_words_is_as_exact_as_the_words(written, last):
    row = coded({"dates": {"first": "Day"}}, Day=written)
    assert (row.earliest, row.latest, row.precision) == (date(2021, 4, 20), date(2021, 4, last), "day")
    assert row.flags == []


def test_days_without_a_word_on_precision_stay_unknown():
    row = coded({"dates": {"first": "Day", "order": "day-first"}})
    assert (row.precision, row.flags) == ("unknown", ["date-precision-not-given"])


def test_the_last_day_may_have_a_column_and_the_wrong_order_is_put_right():
    plan = {"dates": PLAN["dates"] | {"last": "Out"}}
    assert (coded(plan).earliest, coded(plan).latest) == (date(2021, 4, 3), date(2021, 4, 4))
    assert coded(plan, Out="1.4.2021").flags == ["dates-swapped"]


def test_a_place_known_down_to_a_level_is_no_narrower():
    row = coded({"place": PLAN["place"] | {"precision": {"constant": "admin1"}}})
    assert (row.places[0].where.name, row.places[0].lat) == ("Homs", 34.8)


@pytest.mark.parametrize("country", ["Syria", "SY", "sy"])
def test_countries_by_name_or_code(country):
    assert coded({"place": {"country": {"constant": country}}}).places[0].where.name == "Syria"


def test_a_report_has_its_day_and_address():
    telling = coded().reports[0]
    assert (telling.source.name, telling.title, telling.published_on, telling.url) == (
        "The Monitor", "Named in The city's list for 7", date(2021, 4, 4), "https://example.org/1",
    )  # fmt: skip


def test_an_address_that_is_none_is_left_out_and_flagged():
    row = coded(Link="javascript:alert(1)")
    assert (row.reports[0].url, row.flags) == ("", ["address-not-taken"])


def test_words_are_compared_without_regard_to_case_and_codes_need_no_table():
    assert coded(Kind="SHELLING").event_type == "explosion"
    plan = {"event_type": "Kind", "sub_event_type": ""}
    assert coded(plan, Kind="Battle").sub_event_type == "armed_clash"


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"No": ""}, "No is empty"),
        (
            {"Kind": "Duel"},
            "Kind is “Duel”, which has no code: give it one in event_type.values, or a default",
        ),
        ({"Day": ""}, "Day is empty"),
        ({"Day": "31.2.2021"}, "Day is “31.2.2021”"),
        ({"Day": "soon"}, "dates.formats"),
        ({"Dead": "some"}, "Dead is “some”, which is no whole number"),
        (
            {"Dead": "12.000"},
            r"“12\.000”, which is no whole number\. Is the point between thousands or before decimals",
        ),
        ({"Dead": "3-5"}, "ends of a range need columns of their own, low and high"),
        ({"Dead": "at least 3"}, "“at least” belongs into a column of its own, low"),
        ({"Dead": "1e3"}, "no whole number"),
        (
            {"Dead": "12.5%"},
            "A share is no number of people",
        ),
        ({"Day": "31.02.2021"}, r"is “31\.02\.2021”: There is no such day"),
        ({"Day": "2021-02-31"}, "There is no such day"),
        ({"Day": "2021-13-01"}, "There is no such day"),
        ({"Dead": "-2"}, "no number of people"),
        ({"Dead": "2.5"}, "no whole number"),
        ({"Lat": "134"}, "does not lie on the earth"),
    ],
)
def test_a_cell_that_cannot_be_read_sets_its_row_aside_with_the_reason(changed, says):
    with pytest.raises(Rejected, match=says):
        coded(**changed)


def test_a_kind_that_does_not_belong_to_its_type_is_named():
    with pytest.raises(Rejected, match="“shelling” is no sub_event_type of “battle”; there are: armed_clash"):
        coded({"event_type": {"constant": "battle"}})


def test_a_column_for_type_and_kind_need_not_tell_the_kind():
    row = coded({"sub_event_type": {"column": "Kind", "values": {"Shelling": "shelling"}}}, Kind="Fight")
    assert (row.event_type, row.sub_event_type, row.flags) == (
        "battle",
        "armed_clash",
        ["sub-event-not-given"],
    )


def test_a_demonstration_is_not_called_peaceful_by_default():
    with pytest.raises(Rejected, match="demonstration needs a sub_event_type"):
        coded({"event_type": {"constant": "demonstration"}, "sub_event_type": ""})


@pytest.mark.parametrize(
    ("plan", "key", "says"),
    [
        ({"id": "no"}, "id", "There is no column “no”. Is it “No”?"),
        ({"summary": "zzz"}, "summary", "There are: No, Kind"),
        ({"id": {"column": "No", "constant": "1"}}, "id", "not both"),
        ({"id": ""}, "id", "Say which column"),
        ({"event_type": {"constant": "batle"}}, "event_type.constant", "Is it “battle”?"),
        ({"event_type": {"column": "Kind", "values": {"x": "y"}}}, "event_type.values.x", "is no code"),
        ({"dates": {"first": "Day", "order": "us"}}, "dates.order", "month-first"),
        ({"place": {"country": "Town", "lat": "Lat"}}, "place", "both lat and lon"),
        ({"counts": [{"outcome": "killed"}]}, "counts[0]", "Give low, best or high"),
        ({"counts": [{"best": "Dead"}, {"best": "Hurt"}]}, "counts[1]", "counted before"),
        (
            {"counts": [{"best": "Dead", "status": "civilian", "part_of_total": True}]},
            "counts[0].part_of_total",
            "no other number",
        ),
        ({"counts": [{"best": "Dead", "outcome": "died_later"}]}, "counts[0].outcome", "among the killed"),
        ({"reports": [{"source": ""}]}, "reports[0].source", "Say which column"),
        ({"dataset": PLAN["dataset"] | {"key": "City List"}}, "dataset.key", "short name"),
        ({"dataset": PLAN["dataset"] | {"key": "acled"}}, "dataset.key", "importer of its own"),
        ({"dataset": PLAN["dataset"] | {"voice": "ours"}}, "dataset.voice", "neither dataset nor desk"),
        ({"dataset": PLAN["dataset"] | {"voice": "desk"}}, "dataset.voice", "somebody else's"),
        ({"dataset": PLAN["dataset"] | {"licence": "cc-by"}}, "dataset.licence", "Is it “cc-by-4.0”?"),
    ],
)  # fmt: skip
def test_a_mapping_that_does_not_fit_says_where_and_what_would(plan, key, says):
    found = problems(plan)
    assert list(found) == [key]
    assert says in found[key]


def test_everything_that_is_wrong_is_said_at_once():
    assert set(problems({"id": "", "summary": "zzz", "tags": "yyy"})) == {"id", "summary", "tags"}


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        ({key: value for key, value in PLAN.items() if key != "dates"}, ""),
        (PLAN | {"datse": {}}, ""),
        (PLAN | {"counts": [{"bestt": "Dead"}]}, "counts[0]"),
        (PLAN | {"dates": {"first": 5}}, "dates.first"),
    ],
)
def test_a_mapping_of_another_shape_says_at_which_key(raw, key):
    with pytest.raises(BadMapping) as refusal:
        mapping_from(raw)
    assert refusal.value.problems[0][0] == key
    assert "docs/importing.md" in refusal.value.problems[0][1]


def test_acled_s_table_is_not_let_in_under_another_licence():
    heading = (*ROW, "event_id_cnty", "inter1", "geo_precision")
    with pytest.raises(BadMapping, match="import_acled"):
        MappedSheet(mapping_from(PLAN), heading)


def test_a_mapping_that_is_written_is_read_as_the_same():
    mapping = mapping_from(PLAN)
    assert read_mapping(as_json(mapping), "mapping.json") == mapping


def test_toml_is_read_too():
    text = b"""id = "No"
event_type = { constant = "battle" }
[dataset]
key = "a"
title = "A"
[dates]
first = "Day"
[place]
country = { constant = "SY" }
"""
    assert read_mapping(text, "m.toml").dataset.title == "A"


@pytest.mark.parametrize(("body", "name"), [(b"{", "m.json"), (b"a = ", "m.toml"), (b"\xff\xfe", "m.json")])
def test_what_is_no_json_or_toml_says_so(body, name):
    with pytest.raises(BadMapping, match=name):
        read_mapping(body, name)
