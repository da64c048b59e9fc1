"""A mapping from a file, taken apart into what the page asks and put together again."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from incidents.intake.imports.spreadsheet.choices import Choices, mapping_of
from incidents.intake.imports.spreadsheet.from_mapping import choices_of, missing_columns
from incidents.intake.imports.spreadsheet.mapping import Mapping, Pick, fields_of, mapping_from, pick

FACTS = {"title": "The list", "key": "the-list", "country": "SY", "kind": "battle", "separator": ";"}
BUILT = Choices(
    facts=FACTS,
    meanings={
        "No": "id", "Kind": "event_type", "Harm": "civilian_harm", "Text": "summary", "On": "dates.first",
        "Exact": "dates.precision", "Land": "place.country", "Town": "place.name", "By": "actor.attacker",
        "Against": "actor.target", "With": "actor.attacker", "Dead": "killed.best",
        "Dead civilians": "killed_civilian.best",
        "Hurt civilians": "wounded_civilian.best", "Paper": "report.source", "Link": "report.url",
    },
    values={"event_type": {"Shelling": "explosion/shelling", "Fight": "battle"}, "civilian_harm": {"yes": "targeted"}},
)  # fmt: skip
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


def meaning(mapping: Mapping) -> Any:
    """Everything that a mapping says, whatever the order of its rows and the form of its fields."""
    raw = msgspec.to_builtins(mapping)
    rows = {
        kind: sorted(repr(list(map(_plain, _all(row).items()))) for row in getattr(mapping, kind))
        for kind in ("actors", "counts", "reports")
    }
    single = {key: pick(field) for key, field in fields_of(mapping) if "[" not in key}
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


def _plain(one: tuple[str, Any]) -> tuple[str, Any]:
    name, value = one
    return name, pick(value) if name in _FIELDS else value


def _all(row: msgspec.Struct) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__struct_fields__}


def test_what_the_page_built_is_loaded_with_nothing_beside():
    built = mapping_of(BUILT)
    loaded = choices_of(built)
    assert loaded.besides.lines() == []
    assert loaded.meanings == BUILT.meanings
    assert loaded.values == BUILT.values
    assert mapping_of(loaded) == built


@pytest.mark.parametrize(
    "left_out", [(), ("actors",), ("counts", "reports"), ("sub_event_type", "extent"), ("table",)]
)
def test_what_was_written_by_hand_means_the_same_when_it_was_loaded(left_out):
    mapping = mapping_from({name: value for name, value in BY_HAND.items() if name not in left_out})
    assert meaning(mapping_of(choices_of(mapping))) == meaning(mapping)


def test_what_the_page_does_not_ask_is_listed_and_can_be_given_up():
    loaded = choices_of(mapping_from(BY_HAND))
    besides = dict(loaded.besides.lines())
    assert set(besides) == {
        "title", "extent", "civilian_harm", "place.country", "actors-0", "actors-1", "counts-0", "counts-1",
        "reports-0", "dates.formats", "tags_separator",
    }  # fmt: skip
    assert '"missing"' in besides["counts-0"]
    loaded.besides = loaded.besides.without({"counts-0", "actors-1", "title", "dates.formats"})
    mapping = mapping_of(loaded)
    assert [one.outcome for one in mapping.counts] == ["killed", "wounded", "killed"]
    assert (pick(mapping.title), mapping.dates.formats) == (Pick(), [])
    assert [one.described for one in mapping.actors] == [False, True]


def test_a_column_that_is_chosen_comes_before_what_stood_beside():
    loaded = choices_of(mapping_from(BY_HAND))
    loaded.meanings["Headline of the row"] = "title"
    loaded.values["extent"] = {"x": "aggregate"}
    mapping = mapping_of(loaded)
    assert mapping.title == "Headline of the row"
    assert mapping.extent == Pick(column="Extent", values={"x": "aggregate"})


def test_columns_that_the_file_has_not_are_told():
    loaded = choices_of(mapping_of(BUILT))
    heading = [column for column in BUILT.meanings if column != "Town"]
    assert missing_columns(loaded, heading) == [("Town", "place.name")]
