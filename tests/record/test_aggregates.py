"""Counting: by the kept sums, from the index, and in plain Python from the documents, always the same."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO
from random import Random
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections, transaction
from django.test.utils import CaptureQueriesContext

from incidents.codebook import SUB_EVENTS, EventType, GradeValue
from incidents.record import document as d
from incidents.record.index.reindexing import reindex
from incidents.record.log import writing
from incidents.record.log.verification import verify
from incidents.record.models import Edition, Entry, MonthlyKind, Row
from incidents.record.reading import Subject, exact_count, head, parse
from incidents.record.sums import summaries
from incidents.record.sums.aggregates.counting import count
from incidents.record.sums.aggregates.parameters import parse_aggregate
from incidents.record.sums.aggregates.precomputed import find_precomputed

from . import documents as make
from .counted import counted, documents_at

pytestmark = pytest.mark.django_db

IRAQ = d.Ref(id="LOC-000010", name="Iraq")
NINEWA = d.Ref(id="LOC-000011", name="Ninewa")
MOSUL = d.Ref(id="LOC-000012", name="Mosul")
RAQQA_PROVINCE = d.Ref(id="LOC-000013", name="Raqqa province")
PLACES = [
    make.place(),
    make.place(make.RAQQA, within=(RAQQA_PROVINCE, make.SYRIA)),
    make.place(MOSUL, within=(NINEWA,), country="IQ"),
    make.place(make.HASAKAH, within=(make.SYRIA,), type="admin1"),
    make.place(make.SYRIA, within=(), type="country"),
    make.place(make.QAMISHLI, role="origin"),
]
GAZETTEER = [
    make.location(make.SYRIA, within=(), kind="country"),
    make.location(make.HASAKAH, within=(make.SYRIA,), kind="admin1"),
    make.location(RAQQA_PROVINCE, within=(make.SYRIA,), kind="admin1"),
    make.location(make.QAMISHLI),
    make.location(NINEWA, within=(), kind="admin1"),
    make.actor(make.ASAYISH),
    make.actor(make.AANES),
    make.source(),
]
BY = [
    "", "year", "month", "week", "day", "month,country", "month,admin1", "year,admin1,event_type",
    "admin1,country", "month,event_type", "sub_event_type,event_type", "month,sub_event_type", "grade",
    "month,grade", "country,grade,year", "actor", "month,actor", "day,country", "week,country", "extent",
    "month,extent", "month,admin1,grade", "week,admin1",
]  # fmt: skip
FILTERS: list[dict[str, str]] = [
    {}, {"country": "SY"}, {"country": "SY,IQ"}, {"admin1": "LOC-000002"}, {"admin1": "LOC-000002,LOC-000013"},
    {"location": "LOC-000003"}, {"event_type": "battle"}, {"extent": "single"},
    {"sub_event_type": "armed_clash"}, {"grade": "confirmed"}, {"grade": "casualties:confirmed"}, {"from": "2021-02"},
    {"from": "2021-02", "to": "2021-03"}, {"to": "2021"}, {"from": "2021-01-15", "to": "2021-03-03"},
    {"from": "2021-02", "country": "SY"}, {"from": "2021-02", "to": "2021-02", "certain": "true"},
    {"actor": "ACT-000003"}, {"killed_min": "1"},
    {"actor": "ACT-000001", "country": "SY", "event_type": "battle"}, {"actor": "ACT-000001,ACT-000003"},
    {"actor": "ACT-000003", "from": "2021-01-15", "to": "2021-02"}, {"actor": "ACT-000003", "role": "attacker"},
    {"civilian_harm": "targeted"}, {"civilian_harm": "targeted,unclear"}, {"origin": "desk", "admin1": "LOC-000002"},
    {"civilian_harm": "targeted", "actor": "ACT-000003"}, {"source": "SRC-000001", "extent": "single"},
    {"location": "LOC-000002"}, {"location": "LOC-000002", "from": "2021-02-10"}, {"tag": "market"},
    {"location": "LOC-000002", "admin1": "LOC-000013"}, {"from": "2021-01-15", "to": "2021-01-20"},
    {"from": "2021-01-31", "to": "2021-02-01", "country": "SY"}, {"from": "9999-12-03"}, {"to": "9999"},
    {"from": "0001-01-02", "to": "0001-01-20"},
]  # fmt: skip


def incident(number: int, chance: Random) -> d.IncidentDocument:
    first = date(2020, 12, 20) + timedelta(days=chance.randrange(110))
    last = first + timedelta(days=chance.choice([0, 0, 0, 1, 5, 30, 400]))
    event = chance.choice([EventType.BATTLE, EventType.EXPLOSION, EventType.CIVILIANS])
    precision = chance.choice(["day", "day", "month", "year"])
    confirmed = make.grade("confirmed", "casualties")
    return make.incident(
        f"INC-{number:06d}",
        occurred=d.Occurred(earliest=first.isoformat(), latest=last.isoformat(), precision=precision),
        extent=chance.choice(["single", "single", "single", "series", "aggregate"]),
        civilian_harm=chance.choice(["targeted", "incidental", "unclear"]),
        reports=chance.choice([[], [make.report()], [make.report(make.SOHR), make.report()]]),
        event_type=event.value,
        sub_event_type=chance.choice(SUB_EVENTS[event]).value,
        locations=chance.sample(PLACES, chance.choice([0, 1, 1, 1, 2, 3])),
        participants=[
            make.participant(actor, member_of=chance.choice([(), (make.AANES,)]))
            for actor in chance.sample([make.ASAYISH, make.NDF, None], chance.randrange(3))
        ],
        grades=chance.choice([[], [make.grade(chance.choice(GradeValue.values))], [confirmed]]),
        casualties=[
            figure(chance, outcome, status)
            for outcome in ("killed", "wounded")
            for status in ("civilian", "unknown")
            if chance.random() < 0.5
        ],
    )  # fmt: skip


def figure(chance: Random, outcome: str, status: str) -> d.Figure:
    low, best, high = sorted(chance.randrange(9) for _ in range(3))
    ends = [end if chance.random() < 0.7 else None for end in (low, best, high)]
    return make.killed(*ends, outcome=outcome, status=status)


class World:
    """A record that changes in every way a record can, at random, the same each time."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)  # noqa: S311  # a repeatable world, no secret
        self.next = 1
        make.publish(*GAZETTEER)

    def act(self) -> None:
        self.chance.choice(
            [self.publish, self.publish, self.correct, self.bury, self.withhold, self.reindex]
        )()

    def publish(self) -> None:
        numbers = range(self.next, self.next + self.chance.randrange(1, 9))
        self.next = numbers.stop
        make.publish(*(incident(number, self.chance) for number in numbers))

    def correct(self) -> None:
        for public_id in self.some():
            kind = self.chance.choice(["corrected", "refreshed"])
            make.correct(incident(int(public_id[4:]), self.chance), kind=kind)

    def bury(self) -> None:
        for public_id in self.some():
            make.bury(public_id, "retracted")

    def withhold(self) -> None:
        """Whole, or only the editions before a protective correction."""
        for public_id in self.some()[:1]:
            if self.chance.random() < 0.5:
                with transaction.atomic():
                    writing.withhold([make.tombstone(public_id, "withheld")])
                continue
            number = Edition.objects.filter(public_id=public_id).count() + 1
            document = make.changed(incident(int(public_id[4:]), self.chance), number)
            with transaction.atomic():
                writing.withhold([make.draft(document, note="Removed.", purpose="protective")])

    def reindex(self) -> None:
        """After somebody meddled with the index, or for the sake of it."""
        Row.objects.filter(pk__in=list(Row.objects.values_list("pk", flat=True)[:2])).delete()
        summaries.refresh(rebuild=True)
        list(reindex(everything=self.chance.random() < 0.5, chunk=7))

    def some(self) -> list[str]:
        live = sorted(
            Entry.objects.of(Subject.INCIDENT).at(head().sequence).values_list("public_id", flat=True)
        )
        return self.chance.sample(live, min(len(live), self.chance.randrange(1, 4)))


def params(by: str, **more: str) -> dict[str, str]:
    return {"by": by, "measures": "incidents,killed,wounded,killed_civilians,wounded_civilians", **more}


@pytest.mark.parametrize("seed", range(4))
def test_kept_sums_index_and_documents_agree_in_every_state(seed: int):
    world = World(seed)
    refreshed = 0
    for step in range(14):
        world.act()
        if step in (3, 7, 10):
            refreshed = summaries.refresh()
        assert list(summaries.disagreements()) == []
        now = head().sequence
        for sequence in {now, max(refreshed, now - 3), world.chance.randint(1, now)}:
            for _ in range(6):
                parameters = params(world.chance.choice(BY), **world.chance.choice(FILTERS))
                agree(parameters | {"as_of": f"sequence:{sequence}"})


def agree(parameters: dict[str, str]) -> None:
    request = parse_aggregate(parameters)
    found = set(request.query.apply().values_list("public_id", flat=True))
    documents = [document for document in documents_at(request.query.state) if document.id in found]
    expected = counted(request, documents)
    assert count(request, from_index=True) == expected, parameters
    assert count(request) == expected, parameters


@pytest.fixture
def world() -> World:
    """A hundred and sixty incidents, half of them in the kept sums."""
    world = World(7)
    for n in range(16):
        if n == 8:
            summaries.refresh()
        make.publish(*(incident(10 * n + number, world.chance) for number in range(1, 11)))
    return world


@pytest.mark.parametrize("by", BY)
def test_every_way_of_grouping_agrees_under_filters(world: World, by: str):
    """Each with some of the filters, always the same ones; together they meet nearly all pairs."""
    for filters in ({}, *Random(by).sample(FILTERS, 9)):  # noqa: S311
        agree(params(by, **filters))


@pytest.mark.parametrize(
    "more", [{"spread": "overlap"}, {"each_place": "true"}, {"spread": "overlap", "each_place": "true"}]
)
@pytest.mark.parametrize("by", ["month,country", "week,admin1", "year,country,event_type", "day,admin1"])
def test_what_is_counted_in_several_lines_agrees_too(world: World, by: str, more: dict[str, str]):
    for filters in ({}, {"country": "SY"}, {"from": "2021-02", "to": "2021-03"}):
        agree(params(by, **more, **filters))


@pytest.mark.parametrize(
    "by, filters, table",
    [
        ("", {}, "monthly_kind"),
        ("month", {"event_type": "battle"}, "monthly_kind"),
        ("month,sub_event_type", {"from": "2021-02", "to": "2021-03"}, "monthly_kind"),
        ("year,country", {}, "monthly_grade"),
        ("month", {"grade": "confirmed", "country": "SY"}, "monthly_grade"),
        ("month,admin1", {}, "monthly_area"),
        (
            "month,admin1",
            {"event_type": "battle", "country": "SY", "from": "2020", "to": "2020"},
            "monthly_area",
        ),
        ("month", {"admin1": "LOC-000002"}, "monthly_area"),
        ("week", {"from": "2021-02-03"}, "daily_country"),
        ("day,country", {"country": "IQ"}, "daily_country"),
        ("country", {"from": "2021-02-03"}, "daily_country"),
        ("month,actor", {}, "monthly_actor"),
        ("month", {"from": "2021-02-03"}, "monthly_kind"),
        ("country", {"from": "2021-02-03", "event_type": "battle"}, "monthly_area"),
        ("month", {"location": "LOC-000002"}, "monthly_area"),
        ("month", {"actor": "ACT-000001"}, "monthly_term"),
        ("month,country,event_type", {"source": "SRC-000001", "country": "SY"}, "monthly_term"),
        ("", {"civilian_harm": "targeted", "from": "2021-02-03"}, "monthly_term"),
        ("year", {"origin": "desk"}, "monthly_term"),
        ("month", {"as_of": "sequence:5"}, "monthly_kind"),
        # what they do not know
        ("month", {"location": "LOC-000003"}, None),
        ("month", {"location": "LOC-000002", "admin1": "LOC-000002"}, None),
        ("week", {"actor": "ACT-000001"}, None),
        ("month,actor", {"actor": "ACT-000001"}, None),
        ("month", {"actor": "ACT-000001,ACT-000003"}, None),
        ("month", {"actor": "ACT-000001", "civilian_harm": "targeted"}, None),
        ("month", {"actor": "ACT-000001", "role": "attacker"}, None),
        ("month", {"tag": "market"}, None),
        ("month", {"from": "9999-12"}, None),
        ("day,admin1", {}, None),
        ("month,admin1,grade", {}, None),
        ("month", {"grade": "casualties:confirmed"}, None),
        ("month", {"from": "2021", "certain": "true"}, None),
        ("month", {"spread": "overlap"}, None),
        ("country", {"each_place": "true"}, None),
        ("month", {"as_of": "sequence:4"}, None),
    ],
)
def test_the_kept_sums_answer_what_they_know(by: str, filters: dict[str, str], table: str | None):
    make.publish(*GAZETTEER, make.incident())
    make.publish(make.incident("INC-000002"))
    summaries.refresh()
    sums = find_precomputed(parse_aggregate({"by": by, **filters}))
    assert (sums and sums.summary.table) == (table and f"record_{table}")


@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_an_exact_count_is_the_same_from_the_sums(world: World, filters: dict[str, str]):
    query = parse({**filters, "order": "name", "count": "exact", "limit": "1"})
    assert exact_count(query).number == query.apply().count()


def test_an_exact_count_reads_no_index_where_the_sums_know(world: World):
    query = parse({"country": "SY", "event_type": "battle", "count": "exact"})
    with CaptureQueriesContext(connections["record"]) as captured:
        exact_count(query)
    assert any("record_monthly_area" in query["sql"] for query in captured.captured_queries)


def test_sums_that_were_never_made_are_not_used():
    make.publish(make.incident())
    assert find_precomputed(parse_aggregate({"by": "month"})) is None
    assert [line.sums["incidents"] for line in count(parse_aggregate({"by": "month"}))] == [1]


def test_a_damaged_sum_is_found_and_rebuilt():
    make.publish(make.incident(casualties=[make.killed(1, 1, 1)]))
    summaries.refresh()
    assert list(verify()) == []
    MonthlyKind.objects.update(killed_best=2)
    assert [str(finding) for finding in verify()] == [
        "the record: 2 sums of record_monthly_kind are not those of the index; rebuild them"
    ]
    call_command("refresh_summaries", "--rebuild", stdout=StringIO())
    assert list(verify()) == []


def test_publishing_brings_the_sums_up_to_date_now_and_then(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
):
    monkeypatch.setattr(summaries, "STEP", 4)
    reached = []
    for n in range(0, 24, 2):
        with django_capture_on_commit_callbacks(execute=True):
            make.publish(make.incident(f"INC-{n:06d}"), make.incident(f"INC-{n + 1:06d}"))
        reached.append(summaries.states(["record_monthly_kind"])["record_monthly_kind"])
    assert reached == [0, 4, 4, 8, 8, 12, 12, 16, 16, 20, 20, 24]
    assert list(summaries.disagreements()) == []
