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
from .facts import Facts, FactsById, facts, in_force, never_established, people, summed
from .monthly import country_of, has_a_month, monthly_sums
from .questions import QUESTIONS, Question
from .shapes import Read
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
    monkeypatch.setattr(views, "own_reader", lambda state: SameConnection(connections["default"]))
    documents = incidents(NUMBER)
    make.publish(*surroundings(), *documents)
    summaries.refresh()
    making.make(FIRST)
    others = incidents(NUMBER, seed=7)
    for document, other in zip(documents[::6], others[::6], strict=True):
        make.correct(document, locations=other.locations, occurred=other.occurred, casualties=other.casualties[:1],
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
class Case:
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
        return [document for document in self.there if self.question.finds(document)]


def each(record: SimpleNamespace, room: str, check: Callable[[Case], None]) -> None:
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
                    check(Case(question, pinned, version, there))
                except AssertionError as error:
                    error.add_note(f"asked for {question.name}, {pinned or 'now'}")
                    raise


def agree(shape: str, answer: FactsById, expected: Iterable[d.IncidentDocument]) -> None:
    """The same ids, and for each what the shape has columns for."""
    expected_facts = {document.id: facts(document) for document in expected}
    assert sorted(answer) == sorted(expected_facts), shape
    for public_id, own in answer.items():
        assert own == {name: expected_facts[public_id][name] for name in own}, (shape, public_id)


def test_every_file_repeats_the_documents(read: Read, record):
    each(record, "own", partial(_files, read))


def _files(read: Read, case: Case) -> None:
    found = case.found
    files = {
        suffix: read(f"/api/v1/incidents.{suffix}", **case.own)
        for suffix in ("csv", "hxl.csv", "parquet", "xlsx", "geojson", "geojsonl", "ndjson")
    }
    agree("csv", shapes.csv_table(files["csv"]), found)
    agree("hxl", shapes.hxl_table(files["hxl.csv"]), found)
    agree("parquet", shapes.parquet_table(files["parquet"]), found)
    agree("xlsx", shapes.workbook(files["xlsx"]), found)
    agree("geojson", shapes.geojson(files["geojson"]), found)
    agree("geojsonl", shapes.geojson_lines(files["geojsonl"]), found)
    documents = [d.decode(line.encode()) for line in files["ndjson"].decode().splitlines()]
    assert sorted(documents, key=lambda document: document.id) == sorted(
        found, key=lambda document: document.id
    )
    page = json.loads(read("/api/v1/incidents/", limit="1000", count="exact", **case.own))
    assert page["count"]["number"] == len(found) == len(page["results"])
    assert {result["id"] for result in page["results"]} == {document.id for document in found}


def test_tables_of_parts_have_a_line_for_each_part(read: Read, record):
    each(record, "own", partial(_parts, read))


def _parts(read: Read, case: Case) -> None:
    found = case.there
    for rows, parts in (("actor", "participants"), ("location", "locations"), ("claim", "claims")):
        counted = shapes.rows_per(read("/api/v1/incidents.csv", rows=rows, **case.pinned), "lines")
        lines = {document.id: len(getattr(document, parts)) for document in found if getattr(document, parts)}
        assert {public_id: count["lines"] for public_id, count in counted.items()} == lines


def test_counts_add_up_to_the_documents(read: Read, record):
    each(record, "own", partial(_counts, read))


def _counts(read: Read, case: Case) -> None:
    found = case.found
    measures = "incidents,killed,wounded,killed_civilians,wounded_civilians"
    for by in ("", "event_type", "country", "month", "week", "admin1,year", "actor", "grade"):
        words = {"by": by} if by else {}
        answer = json.loads(read("/api/v1/aggregate/", measures=measures, **words, **case.own))
        assert {line.pop("extent"): line for line in answer["total"]} == _totals(found), by
        if by and not answer["counted_more_than_once"]:
            assert _added(answer["results"]) == Counter(document.extent for document in found), by
    by_country = json.loads(read("/api/v1/aggregate/", by="country", **case.own))["results"]
    for line in by_country:
        of_line = [
            document
            for document in found
            if country_of(document) == line["country"] and document.extent == line["extent"]
        ]
        assert line["incidents"] == len(of_line)
        assert line["killed"] == summed(of_line, "killed")


def _totals(documents: list[d.IncidentDocument]) -> dict[str, Facts]:
    by_extent = defaultdict(list)
    for document in documents:
        by_extent[document.extent].append(document)
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
    for line in lines:
        counted[line["extent"]] += line["incidents"]
    return counted


def test_maps_show_what_the_documents_say(read: Read, record):
    each(record, "own", partial(_map, read))


def _map(read: Read, case: Case) -> None:
    found = case.found
    single = [document for document in found if document.extent == "single"]
    shown = [document for document in single if facts(document)["point"]]
    for zoom in ("0", "5"):
        answer = json.loads(read("/api/v1/map/", zoom=zoom, **case.own))
        assert (
            answer["total"]["incidents"] == len(shown) == sum(cell["incidents"] for cell in answer["cells"])
        )
        assert answer["total"]["killed"] == summed(shown, "killed")
        assert answer["without_point"] == len(single) - len(shown)
        assert sum(answer["apart"].values()) == len(found) - len(single)
        points = {point["id"]: (point["lat"], point["lon"]) for point in answer["points"]}
        assert points == {document.id: facts(document)["point"] for document in shown}
        killed = {point["id"]: point["killed"] for point in answer["points"]}
        ranges = {document.id: people(document, "killed") for document in shown}
        assert killed == {
            key: dict(zip(("low", "best", "high"), ends, strict=True)) for key, ends in ranges.items()
        }


def test_map_layers_repeat_the_documents(read: Read, record):
    each(record, "layer", partial(_layer, read))


def _layer(read: Read, case: Case) -> None:
    found = [document for document in case.there if case.question.of_layer(document)]
    agree("layer", shapes.map_layer(read, {**(case.question.layer or {}), **case.pinned}), found)


def test_ucdp_events_repeat_the_documents(read: Read, record):
    each(record, "ucdp", partial(_ucdp, read))


def _ucdp(read: Read, case: Case) -> None:
    found = {
        document.id: document
        for document in case.there
        if _is_event(document) and case.question.ucdp_finds(document)
    }
    pinned = {} if case.version == FIRST else case.pinned
    answer, total = shapes.ucdp(read, case.version, {**(case.question.ucdp or {}), **pinned})
    assert total == len(found)
    for public_id, own in answer.items():
        sides, clarity, civilians = own.pop("sides"), own.pop("clarity"), own.pop("civilians")
        document = found[public_id]
        assert not never_established(document) & {*sides}
        assert clarity == (1 if document.extent == "single" else 2)
        of_civilians = people(document, "killed", "civilian")[1]
        assert civilians == of_civilians or (of_civilians is None and civilians == 0)
    agree("ucdp", answer, found.values())


def _is_event(document: d.IncidentDocument) -> bool:
    """Armed force in which somebody died, or may have (docs/dialects-ucdp.md)."""
    violent = document.event_type in ("battle", "explosion", "violence_against_civilians", "unclear")
    high = people(document, "killed")[2]
    has_cells = any(figure.outcome == "killed" for figure in document.casualties)
    may_have_died = has_cells and (high is None or high >= 1)
    return (violent or document.sub_event_type == "protest_met_with_force") and may_have_died


def test_acled_rows_repeat_the_documents(read: Read, record):
    each(record, "acled", partial(_acled, read))


def _acled(read: Read, case: Case) -> None:
    found = {document.id: document for document in case.there if case.question.acled_finds(document)}
    answer = shapes.acled(read, {**(case.question.acled or {}), **case.pinned})
    for public_id, own in answer.items():
        document = found[public_id]
        low, best, high = people(document, "killed")
        assert own.pop("fatalities") == (best if best is not None else low or None)
        at_all = low or None if best is None and high is None else low  # "at least none" says nothing
        assert _range_said(own.pop("range"), best) == (at_all, high), public_id
        assert not never_established(document) & {*own.pop("sides")}
    agree("acled", answer, found.values())


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


def _hapi(read: Read, case: Case) -> None:
    found = [
        document for document in case.there if case.question.hapi_finds(document) and has_a_month(document)
    ]
    address = "/dialects/hapi/api/v2/coordination-context/conflict-events"
    expected = monthly_sums(found)
    for level in ({}, {"admin_level": "0"}):
        lines = json.loads(read(address, **(case.question.hapi or {}), **level, **case.pinned))["data"]
        answer: defaultdict[tuple[str, ...], list[int | None]] = defaultdict(lambda: [0, None])
        for line in lines:
            key = line["location_code"], line["reference_period_start"][:7], line["event_type"]
            answer[key][0] += line["events"]
            if line["fatalities"] is not None:
                answer[key][1] = (answer[key][1] or 0) + line["fatalities"]
        assert dict(answer) == expected, level


@pytest.mark.parametrize("release", [FIRST, SECOND])
def test_a_bundle_repeats_the_documents(record, release: str):
    root = shelf.root() / release
    found = in_force(record.first if release == FIRST else record.second)
    agree("release csv", shapes.csv_table((root / "incidents.csv").read_bytes()), found)
    agree("release geojson", shapes.geojson((root / "incidents.geojson").read_bytes()), found)
    lines = (root / "incidents.ndjson").read_bytes().splitlines()
    documents = {document.id: document for document in map(d.decode, lines)}
    assert documents == {document.id: document for document in found}
    tables = pandas.read_parquet(root / "parquet").astype(object)
    agree("release parquet", shapes.table(_plain(tables)), found)


def _plain(frame: pandas.DataFrame) -> list[dict[str, Any]]:
    """Country and year come from the folders; ``unknown`` is where none is known."""
    rows = frame.where(frame.notna(), None).to_dict("records")
    return [row | {"country": None if row["country"] == "unknown" else str(row["country"])} for row in rows]


def test_differences_of_releases_are_those_of_their_documents(read: Read, record):
    answer = json.loads(read(f"/api/v1/releases/{FIRST}...{SECOND}/"))
    before, after = in_force(record.first), in_force(record.second)
    for name, found in (("totals_before", before), ("totals_after", after)):
        single = [document for document in found if document.extent == "single"]
        sums = summed(single, "killed")
        assert answer[name] == {
            "incidents": len(single),
            "others": len(found) - len(single),
            "without_figure": sums["without_figure"],
            "without_best": sums["without_best"],
            "killed_low": sums["low"],
            "killed_best": sums["best"],
            "killed_high": sums["high"],
        }
    numbers = {document.id: document.edition.number for document in before}
    later = {document.id: document.edition.number for document in after}
    assert answer["counts"]["corrected"] == sum(
        numbers[public_id] != later[public_id] for public_id in numbers.keys() & later.keys()
    )
    assert answer["counts"]["added"] == len(later.keys() - numbers.keys()) == 0
    gone = sum(answer["counts"][kind] for kind in ("retracted", "merged", "withheld"))
    assert gone == 3


def test_citations_count_the_documents(read: Read, record):
    each(record, "own", partial(_citation, read))


def _citation(read: Read, case: Case) -> None:
    found = case.found
    answer = json.loads(read("/api/v1/cite/", **case.own))
    assert answer["rows"] == len(found)
    lines = sorted(f"{document.id}@{document.edition.number}\n" for document in found)
    assert answer["digest"] == sha256("".join(lines).encode()).hexdigest()
