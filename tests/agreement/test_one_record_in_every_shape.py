"""One record, asked the same in every room: the same incidents, with the same dead, days, places, names and doubts."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas
import pytest
from django.db import connections, transaction

from incidents.exports import views
from incidents.exports.reader import Reader
from incidents.exports.release import making, shelf
from incidents.record import document as d
from incidents.record.log import writing
from incidents.record.models.releases import Release
from incidents.record.reading import head
from incidents.record.sums import summaries
from tests.record import documents as make

from . import shapes
from .monthly import country_of, has_a_month, monthly_sums
from .questions import QUESTIONS, Question
from .shapes import Read
from .told import Facts, Told, facts, in_force, never_established, people, summed
from .varied import incidents, surroundings

pytestmark = pytest.mark.django_db

NUMBER, FIRST, SECOND = 84, "2021.1", "2021.2"


class SameConnection(Reader):
    """The test's own connection, which sees what the test has not committed and must outlive the export."""

    def close(self) -> None:
        pass


@pytest.fixture
def record(settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> SimpleNamespace:
    """Published, summed up, released; then corrected, retracted, merged and withheld, and released again."""
    settings.DATA_DIR = tmp_path
    settings.API_UNITS_PER_MINUTE = dict.fromkeys(settings.API_UNITS_PER_MINUTE, 10**9)
    monkeypatch.setattr(views, "own_reader", lambda: SameConnection(connections["default"]))
    documents = incidents(NUMBER)
    make.publish(*surroundings(), *documents)
    summaries.refresh()
    making.make(FIRST)
    others = incidents(NUMBER, seed=7)
    for one, other in zip(documents[::6], others[::6], strict=True):
        make.correct(one, locations=other.locations, occurred=other.occurred, casualties=other.casualties[:1],
            participants=other.participants)  # fmt: skip
    middle = head().sequence
    make.bury(documents[1].id, "retracted")
    make.bury(documents[2].id, "merged", into=documents[3].id)
    with transaction.atomic():
        writing.withhold([make.tombstone(documents[4].id, "withheld")])
    making.rewrite_releases()
    making.make(SECOND)
    make.publish(make.incident("INC-009999", casualties=[make.killed(1, 1, 1)], locations=[make.place()]))
    return SimpleNamespace(
        first=_sequence_of(FIRST), middle=middle, second=_sequence_of(SECOND), last=head().sequence
    )


def _sequence_of(release: str) -> int:
    return Release.objects.get(pk=release).sequence


@pytest.fixture
def read(client, record) -> Read:
    def answer(address: str, **parameters: str) -> bytes:
        response = client.get(address, parameters or None)
        assert response.status_code == 200, (address, parameters, response.content)
        content: bytes = response.getvalue()
        return content

    return answer


@dataclass(frozen=True)
class Asked:
    """A question put to one state of the record, and the documents in force there."""

    question: Question
    pinned: dict[str, str]
    version: str
    there: list[d.IncidentDocument]

    @property
    def own(self) -> dict[str, str]:
        return self.question.own | self.pinned

    @property
    def found(self) -> list[d.IncidentDocument]:
        """By the record's own filters."""
        return [one for one in self.there if self.question.finds(one)]


def each(record: SimpleNamespace, room: str, check: Callable[[Asked], None]) -> None:
    """Check each question that the room has words for: now, in an earlier state and in a release."""
    states = [
        (record.last, {}, "current"),
        (record.middle, {"as_of": f"sequence:{record.middle}"}, "current"),
        (record.first, {"release": FIRST}, FIRST),
    ]
    for sequence, pinned, version in states:
        there = in_force(sequence)
        for question in QUESTIONS:
            if getattr(question, room) is not None:
                try:
                    check(Asked(question, pinned, version, there))
                except AssertionError as error:
                    error.add_note(f"asked for {question.name}, {pinned or 'now'}")
                    raise


def agree(shape: str, told: Told, expected: Iterable[d.IncidentDocument]) -> None:
    """The same ids, and for each what the shape has columns for."""
    said = {one.id: facts(one) for one in expected}
    assert sorted(told) == sorted(said), shape
    for public_id, own in told.items():
        assert own == {name: said[public_id][name] for name in own}, (shape, public_id)


def test_every_file_repeats_the_documents(read: Read, record):
    each(record, "own", partial(_files, read))


def _files(read: Read, asked: Asked) -> None:
    found = asked.found
    files = {
        suffix: read(f"/api/v1/incidents.{suffix}", **asked.own)
        for suffix in ("csv", "hxl.csv", "parquet", "xlsx", "geojson", "geojsonl", "ndjson")
    }
    agree("csv", shapes.csv_table(files["csv"]), found)
    agree("hxl", shapes.hxl_table(files["hxl.csv"]), found)
    agree("parquet", shapes.parquet_table(files["parquet"]), found)
    agree("xlsx", shapes.workbook(files["xlsx"]), found)
    agree("geojson", shapes.geojson(files["geojson"]), found)
    agree("geojsonl", shapes.geojson_lines(files["geojsonl"]), found)
    documents = [d.decode(line.encode()) for line in files["ndjson"].decode().splitlines()]
    assert sorted(documents, key=lambda one: one.id) == sorted(found, key=lambda one: one.id)
    page = json.loads(read("/api/v1/incidents/", limit="1000", count="exact", **asked.own))
    assert page["count"]["number"] == len(found) == len(page["results"])
    assert {one["id"] for one in page["results"]} == {one.id for one in found}


def test_tables_of_parts_have_a_line_for_each_part(read: Read, record):
    each(record, "own", partial(_parts, read))


def _parts(read: Read, asked: Asked) -> None:
    found = asked.there
    for rows, parts in (("actor", "participants"), ("location", "locations"), ("claim", "claims")):
        counted = shapes.rows_per(read("/api/v1/incidents.csv", rows=rows, **asked.pinned), "lines")
        lines = {one.id: len(getattr(one, parts)) for one in found if getattr(one, parts)}
        assert {public_id: one["lines"] for public_id, one in counted.items()} == lines


def test_counts_add_up_to_the_documents(read: Read, record):
    each(record, "own", partial(_counts, read))


def _counts(read: Read, asked: Asked) -> None:
    found = asked.found
    measures = "incidents,killed,wounded,killed_civilians,wounded_civilians"
    for by in ("", "event_type", "country", "month", "week", "admin1,year", "actor", "grade"):
        words = {"by": by} if by else {}
        told = json.loads(read("/api/v1/aggregate/", measures=measures, **words, **asked.own))
        assert {one["extent"]: _without_extent(one) for one in told["total"]} == _totals(found), by
        if by and not told["counted_more_than_once"]:
            assert _added(told["results"]) == Counter(one.extent for one in found), by
    by_country = json.loads(read("/api/v1/aggregate/", by="country", **asked.own))["results"]
    for line in by_country:
        there = [one for one in found if country_of(one) == line["country"] and one.extent == line["extent"]]
        assert line["incidents"] == len(there)
        assert line["killed"] == summed(there, "killed")


def _without_extent(line: dict[str, Any]) -> Facts:
    return {name: value for name, value in line.items() if name != "extent"}


def _totals(found: list[d.IncidentDocument]) -> dict[str, Facts]:
    by_extent = defaultdict(list)
    for one in found:
        by_extent[one.extent].append(one)
    return {
        extent: {
            "incidents": len(some),
            "killed": summed(some, "killed"),
            "wounded": summed(some, "wounded"),
            "killed_civilians": summed(some, "killed", "civilian"),
            "wounded_civilians": summed(some, "wounded", "civilian"),
        }
        for extent, some in by_extent.items()
    }


def _added(lines: list[dict[str, Any]]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for one in lines:
        counted[one["extent"]] += one["incidents"]
    return counted


def test_maps_show_what_the_documents_say(read: Read, record):
    each(record, "own", partial(_map, read))


def _map(read: Read, asked: Asked) -> None:
    found = asked.found
    single = [one for one in found if one.extent == "single"]
    shown = [one for one in single if facts(one)["point"]]
    for zoom in ("0", "5"):
        told = json.loads(read("/api/v1/map/", zoom=zoom, **asked.own))
        assert told["total"]["incidents"] == len(shown) == sum(one["incidents"] for one in told["cells"])
        assert told["total"]["killed"] == summed(shown, "killed")
        assert told["without_point"] == len(single) - len(shown)
        assert sum(told["apart"].values()) == len(found) - len(single)
        points = {one["id"]: (one["lat"], one["lon"]) for one in told["points"]}
        assert points == {one.id: facts(one)["point"] for one in shown}
        killed = {one["id"]: one["killed"] for one in told["points"]}
        ranges = {one.id: people(one, "killed") for one in shown}
        assert killed == {
            key: dict(zip(("low", "best", "high"), ends, strict=True)) for key, ends in ranges.items()
        }


def test_map_layers_repeat_the_documents(read: Read, record):
    each(record, "layer", partial(_layer, read))


def _layer(read: Read, asked: Asked) -> None:
    found = [one for one in asked.there if asked.question.of_layer(one)]
    agree("layer", shapes.map_layer(read, {**(asked.question.layer or {}), **asked.pinned}), found)


def test_ucdp_events_repeat_the_documents(read: Read, record):
    each(record, "ucdp", partial(_ucdp, read))


def _ucdp(read: Read, asked: Asked) -> None:
    found = {one.id: one for one in asked.there if _is_event(one) and asked.question.ucdp_finds(one)}
    pinned = {} if asked.version == FIRST else asked.pinned
    told, total = shapes.ucdp(read, asked.version, {**(asked.question.ucdp or {}), **pinned})
    assert total == len(found)
    for public_id, own in told.items():
        sides, clarity, civilians = own.pop("sides"), own.pop("clarity"), own.pop("civilians")
        document = found[public_id]
        assert not never_established(document) & {*sides}
        assert clarity == (1 if document.extent == "single" else 2)
        of_civilians = people(document, "killed", "civilian")[1]
        assert civilians == of_civilians or (of_civilians is None and civilians == 0)
    agree("ucdp", told, found.values())


def _is_event(document: d.IncidentDocument) -> bool:
    """Armed force in which somebody died, or may have (docs/dialects-ucdp.md)."""
    violent = document.event_type in ("battle", "explosion", "violence_against_civilians", "unclear")
    high = people(document, "killed")[2]
    has_cells = any(one.outcome == "killed" for one in document.casualties)
    may_have_died = has_cells and (high is None or high >= 1)
    return (violent or document.sub_event_type == "protest_met_with_force") and may_have_died


def test_acled_rows_repeat_the_documents(read: Read, record):
    each(record, "acled", partial(_acled, read))


def _acled(read: Read, asked: Asked) -> None:
    found = {one.id: one for one in asked.there if asked.question.acled_finds(one)}
    told = shapes.acled(read, {**(asked.question.acled or {}), **asked.pinned})
    for public_id, own in told.items():
        document = found[public_id]
        low, best, high = people(document, "killed")
        assert own.pop("fatalities") == (best if best is not None else low or None)
        at_all = low or None if best is None and high is None else low  # "at least none" says nothing
        assert _range_said(own.pop("range"), best) == (at_all, high), public_id
        assert not never_established(document) & {*own.pop("sides")}
    agree("acled", told, found.values())


def _range_said(tag: str | None, best: int | None) -> tuple[int | None, int | None]:
    """The two ends as the columns and tags tell them."""
    if tag is None:
        return best, best
    if tag == "unknown":
        return None, None
    low, high = (None if end == "?" else int(end) for end in tag.split(" to "))
    return low, high


def test_hapi_counts_add_up_to_the_documents(read: Read, record):
    each(record, "hapi", partial(_hapi, read))


def _hapi(read: Read, asked: Asked) -> None:
    found = [one for one in asked.there if asked.question.hapi_finds(one) and has_a_month(one)]
    address = "/dialects/hapi/api/v2/coordination-context/conflict-events"
    expected = monthly_sums(found)
    for level in ({}, {"admin_level": "0"}):
        lines = json.loads(read(address, **(asked.question.hapi or {}), **level, **asked.pinned))["data"]
        told: defaultdict[tuple[str, ...], list[int | None]] = defaultdict(lambda: [0, None])
        for one in lines:
            key = one["location_code"], one["reference_period_start"][:7], one["event_type"]
            told[key][0] += one["events"]
            if one["fatalities"] is not None:
                told[key][1] = (told[key][1] or 0) + one["fatalities"]
        assert dict(told) == expected, level


@pytest.mark.parametrize("release", [FIRST, SECOND])
def test_a_bundle_repeats_the_documents(record, release: str):
    root = shelf.root() / release
    found = in_force(record.first if release == FIRST else record.second)
    agree("release csv", shapes.csv_table((root / "incidents.csv").read_bytes()), found)
    agree("release geojson", shapes.geojson((root / "incidents.geojson").read_bytes()), found)
    lines = (root / "incidents.ndjson").read_bytes().splitlines()
    documents = {one.id: one for one in map(d.decode, lines)}
    assert documents == {one.id: one for one in found}
    tables = pandas.read_parquet(root / "parquet").astype(object)
    agree("release parquet", shapes.table(_plain(tables)), found)


def _plain(frame: pandas.DataFrame) -> list[dict[str, Any]]:
    """Country and year come from the folders; ``unknown`` is where none is known."""
    rows = frame.where(frame.notna(), None).to_dict("records")
    return [one | {"country": None if one["country"] == "unknown" else str(one["country"])} for one in rows]


def test_differences_of_releases_are_those_of_their_documents(read: Read, record):
    told = json.loads(read(f"/api/v1/releases/{FIRST}...{SECOND}/"))
    before, after = in_force(record.first), in_force(record.second)
    for name, found in (("totals_before", before), ("totals_after", after)):
        single = [one for one in found if one.extent == "single"]
        sums = summed(single, "killed")
        assert told[name] == {
            "incidents": len(single),
            "others": len(found) - len(single),
            "without_figure": sums["without_figure"],
            "without_best": sums["without_best"],
            "killed_low": sums["low"],
            "killed_best": sums["best"],
            "killed_high": sums["high"],
        }
    numbers = {one.id: one.edition.number for one in before}
    later = {one.id: one.edition.number for one in after}
    assert told["counts"]["corrected"] == sum(
        numbers[one] != later[one] for one in numbers.keys() & later.keys()
    )
    assert told["counts"]["added"] == len(later.keys() - numbers.keys()) == 0
    gone = sum(told["counts"][kind] for kind in ("retracted", "merged", "withheld"))
    assert gone == 3


def test_citations_count_the_documents(read: Read, record):
    each(record, "own", partial(_citation, read))


def _citation(read: Read, asked: Asked) -> None:
    found = asked.found
    told = json.loads(read("/api/v1/cite/", **asked.own))
    assert told["rows"] == len(found)
    lines = sorted(f"{one.id}@{one.edition.number}\n" for one in found)
    assert told["digest"] == sha256("".join(lines).encode()).hexdigest()
