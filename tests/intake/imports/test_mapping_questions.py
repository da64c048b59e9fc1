"""The page's questions about a mapping: answers shown, answers changed, and what no answer can say."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from incidents.intake.imports.spreadsheet.columns import (
    answered,
    meanings_of,
    missing_columns,
    questions_of,
    unasked,
)
from incidents.intake.imports.spreadsheet.draft import finished, new_mapping
from incidents.intake.imports.spreadsheet.facts import facts_of, with_facts
from incidents.intake.imports.spreadsheet.mapping import Mapping, Pick, fields_of, mapping_from, pick
from incidents.intake.imports.spreadsheet.words import with_words, words_of

FACTS = {"title": "The list", "key": "the-list", "country": "SY", "kind": "battle", "separator": ";"}
MEANINGS = {
    "No": "id", "Kind": "event_type", "Harm": "civilian_harm", "Text": "summary", "On": "dates.first",
    "Exact": "dates.precision", "Land": "place.country", "Town": "place.name", "By": "actor.attacker",
    "Against": "actor.target", "With": "actor.attacker", "Dead": "killed.best",
    "Dead civilians": "killed_civilian.best",
    "Hurt civilians": "wounded_civilian.best", "Paper": "report.source", "Link": "report.url",
}  # fmt: skip
WORDS = {
    "event_type": {"Shelling": "explosion/shelling", "Fight": "battle"},
    "civilian_harm": {"yes": "targeted"},
}
BY_HAND: dict[str, Any] = {
    "id": "No",
    "title": {"column": "Town", "default": "Somewhere"},
    "event_type": {"column": "Kind", "values": {"Shelling": "explosion"}},
    "sub_event_type": {"column": "Detail", "values": {"mortar": "shelling"}},
    "extent": {"column": "Extent", "values": {"x": "single"}},
    "civilian_harm": {"constant": "targeted"},
    "tags": "Words",
    "tags_separator": ",",
    "dataset": {"key": "hand", "title": "By hand", "maker": "The City", "language": "ar"},
    "dates": {"first": "On", "formats": ["%d.%m.%y"], "order": "day-first"},
    "place": {"country": {"column": "Land", "values": {"Syrien": "SY"}}, "name": "Town", "lat": "Y", "lon": "X"},
    "actors": [
        {"name": "By", "role": {"constant": "attacker"}, "side": {"constant": "a"}, "standing": {"constant": "assessed"}
         },
        {"name": "By", "described": True},
        {"name": "Militia", "kind": {"constant": "rebel_group"}, "separator": "/"},
    ],
    "counts": [
        {"status": "civilian", "best": "Dead civilians", "low": "Few", "part_of_total": True},
        {"best": "Dead"},
        {"outcome": "missing", "best": "Missing"},
        {"outcome": "wounded", "status": "civilian", "best": "Hurt"},
    ],
    "reports": [
        {"source": {"column": "Paper", "default": "The City"}, "title": "Headline"},
        {"source": "Second paper", "kind": "ngo"},
    ],
    "table": {"delimiter": ";", "encoding": "cp1256"},
}  # fmt: skip


def built(**facts: str) -> Mapping:
    """A mapping made on the page from nothing."""
    mapping = answered(with_facts(new_mapping(), FACTS | facts), MEANINGS)
    for meaning, codes in WORDS.items():
        mapping = with_words(mapping, meaning, codes)
    return mapping


def walked_through(mapping: Mapping) -> Mapping:
    """Every step of the page sent as it is shown."""
    mapping = with_facts(mapping, facts_of(mapping))
    mapping = answered(mapping, meanings_of(mapping))
    for meaning, codes in words_of(mapping).items():
        mapping = with_words(mapping, meaning, codes)
    return mapping


def everything(mapping: Mapping) -> Any:
    """Everything that a mapping says, whatever the order of its rows and the form of its fields."""
    raw = msgspec.to_builtins(mapping)
    rows = {
        kind: sorted(repr(list(map(_plain, _all(row).items()))) for row in getattr(mapping, kind))
        for kind in ("actors", "counts", "reports")
    }
    single = {key: field for key, field in fields_of(mapping) if "[" not in key}
    rest = {name: raw.get(name) for name in ("dataset", "table", "tags_separator")}
    return rows, single, rest, mapping.dates.order, mapping.dates.formats


_FIELDS = {
    "name",
    "role",
    "side",
    "standing",
    "kind",
    "low",
    "best",
    "high",
    "source",
    "title",
    "url",
    "published",
}


def _plain(item: tuple[str, Any]) -> tuple[str, Any]:
    name, value = item
    return name, pick(value) if name in _FIELDS else value


def _all(row: msgspec.Struct) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__struct_fields__}


def test_what_the_page_built_is_shown_with_nothing_beside():
    mapping = built()
    assert unasked(mapping) == {}
    assert meanings_of(mapping) == MEANINGS
    assert {
        meaning: words for meaning, words in words_of(mapping).items() if words and meaning in WORDS
    } == WORDS
    assert facts_of(mapping).items() >= FACTS.items()
    assert walked_through(mapping) == mapping
    assert everything(walked_through(finished(mapping))) == everything(finished(mapping))


def test_what_the_page_built_is_what_would_be_written_by_hand():
    by_hand = mapping_from(
        {
            "dataset": {"key": "the-list", "title": "The list"},
            "id": "No",
            "event_type": {
                "column": "Kind",
                "values": {"Shelling": "explosion", "Fight": "battle"},
                "default": "battle",
            },
            "sub_event_type": {"column": "Kind", "values": {"Shelling": "shelling"}},
            "summary": "Text",
            "civilian_harm": {"column": "Harm", "values": {"yes": "targeted"}, "default": "unclear"},
            "dates": {"first": "On", "precision": "Exact"},
            "place": {"country": {"column": "Land", "default": "SY"}, "name": "Town"},
            "actors": [
                {"name": "By", "role": {"constant": "attacker"}, "side": {"constant": "a"}},
                {"name": "Against", "role": {"constant": "target"}, "side": {"constant": "b"}},
                {"name": "With", "role": {"constant": "attacker"}, "side": {"constant": "a"}},
            ],
            "counts": [
                {"best": "Dead"},
                {"best": "Dead civilians", "status": "civilian", "part_of_total": True},
                {"best": "Hurt civilians", "outcome": "wounded", "status": "civilian"},
            ],
            "reports": [{"source": "Paper", "url": "Link"}],
        }
    )
    assert everything(finished(built())) == everything(by_hand)


@pytest.mark.parametrize(
    "left_out", [(), ("actors",), ("counts", "reports"), ("sub_event_type", "extent"), ("table",)]
)
def test_what_was_written_by_hand_means_the_same_when_it_was_walked_through(left_out):
    mapping = mapping_from({name: value for name, value in BY_HAND.items() if name not in left_out})
    assert walked_through(mapping) == mapping
    assert everything(finished(mapping)) == everything(mapping)


def test_what_the_page_does_not_ask_is_listed_and_can_be_given_up():
    mapping = mapping_from(BY_HAND)
    besides = unasked(mapping)
    assert set(besides) == {
        "title", "extent", "civilian_harm", "place.country", "actors-0", "actors-1", "counts-0", "counts-1",
        "reports-0", "dates.formats", "tags_separator",
    }  # fmt: skip
    [missing] = [key for key, text in besides.items() if '"missing"' in text]
    given_up = {missing, "actors-1", "title", "dates.formats"}
    mapping = answered(mapping, meanings_of(mapping), given_up)
    assert [count.outcome for count in mapping.counts] == ["killed", "killed", "wounded"]
    assert (pick(mapping.title), mapping.dates.formats) == (Pick(), [])
    assert [actor.described for actor in mapping.actors] == [False, True]
    assert set(unasked(mapping)) == set(besides) - {"title", "dates.formats", "actors-1", "counts-1"}


def test_a_column_that_is_chosen_comes_before_what_stood_beside():
    mapping = mapping_from(BY_HAND)
    mapping = answered(mapping, meanings_of(mapping) | {"Headline of the row": "title"})
    mapping = finished(with_words(mapping, "extent", {"x": "aggregate"}))
    assert mapping.title == "Headline of the row"
    assert mapping.extent == Pick(column="Extent", values={"x": "aggregate"})


def test_columns_that_the_file_has_not_are_told():
    mapping = built()
    heading = [column for column in MEANINGS if column != "Town"]
    assert missing_columns(mapping, heading) == [("Town", "place.name")]
    questions = questions_of(mapping, [*heading, "City", ""])
    assert [(question.column, question.meaning) for question in questions] == [
        *((column, MEANINGS[column]) for column in heading), ("City", ""),
    ]  # fmt: skip


# Back and forth -----------------------------------------------------------------------------------


def without(*columns: str) -> dict[str, str]:
    return {column: meaning for column, meaning in MEANINGS.items() if column not in columns}


@pytest.mark.parametrize(
    "columns", [*([column] for column in MEANINGS), ["By", "Against", "With"], list(MEANINGS)]
)
def test_a_column_that_was_taken_away_by_mistake_is_given_back_whole(columns):
    facts = {"standing": "assessed", "source": "The City", "kind": "battle/armed_clash"}
    mapping = built(**facts)
    away = answered(mapping, without(*columns))
    assert facts_of(away) == facts_of(mapping)
    again = answered(away, MEANINGS)
    assert everything(again) == everything(mapping)
    assert everything(finished(again)) == everything(finished(mapping))


def test_what_holds_for_actors_and_reports_may_be_said_before_their_columns():
    mapping = with_facts(new_mapping(), FACTS | {"standing": "assessed", "separator": "/", "source": ""})
    assert finished(mapping).actors == []
    mapping = answered(mapping, {"By": "actor.a", "Link": "report.url"})
    assert [(pick(actor.standing).constant, actor.separator) for actor in mapping.actors] == [
        ("assessed", "/")
    ]
    assert finished(mapping).reports == []
    assert meanings_of(mapping) == {"By": "actor.a", "Link": "report.url"}
    mapping = with_facts(mapping, {"standing": "alleged", "source": "The City"})
    assert [pick(actor.standing).constant for actor in mapping.actors] == ["alleged"]
    [report] = finished(mapping).reports
    assert (pick(report.source), report.url) == (Pick(constant="The City"), "Link")


def test_the_kind_for_all_rows_is_kept_where_it_cannot_be_applied():
    mapping = built(kind="explosion/shelling")
    assert pick(finished(mapping).sub_event_type) == Pick("Kind", values={"Shelling": "shelling"})
    assert facts_of(mapping)["kind"] == "explosion/shelling"
    no_words = with_words(mapping, "event_type", {"Shelling": "", "Fight": ""})
    assert pick(finished(no_words).sub_event_type) == Pick("Kind", default="shelling")
    own_column = answered(mapping, MEANINGS | {"Detail": "sub_event_type"})
    assert pick(finished(own_column).sub_event_type).default == ""
    assert pick(finished(own_column).event_type).default == "explosion"
    assert facts_of(own_column)["kind"] == "explosion/shelling"
    assert words_of(own_column)["event_type"] == WORDS["event_type"]
    assert unasked(own_column) == {}
    assert everything(answered(own_column, MEANINGS)) == everything(mapping)


def test_a_word_that_was_left_without_a_code_is_remembered_and_not_written():
    mapping = with_words(built(), "event_type", {"Shelling": "", "Parade": ""})
    assert words_of(mapping)["event_type"] == {"Shelling": "", "Fight": "battle", "Parade": ""}
    assert pick(finished(mapping).event_type).values == {"Fight": "battle"}
    assert pick(finished(mapping).sub_event_type) == Pick()


def test_two_columns_may_change_places():
    mapping = built()
    swapped = MEANINGS | {"Dead": "wounded_civilian.best", "Hurt civilians": "killed.best", "By": "actor.b"}
    changed = answered(mapping, swapped)
    assert meanings_of(changed) == swapped
    assert unasked(changed) == {}
    assert everything(answered(changed, MEANINGS)) == everything(mapping)
