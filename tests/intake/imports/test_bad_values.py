"""Bad values: whatever a reader, PostgreSQL or a constraint refuses takes its own row, and never the run."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from incidents.intake.imports.engine.batches import rolled_back
from incidents.intake.imports.engine.coded import (
    SAME,
    About,
    CodedClaim,
    CodedFigure,
    CodedParticipant,
    CodedPlace,
    CodedRow,
    NamedActor,
    NamedPlace,
    NamedReport,
    NamedSource,
    Verbatim,
)
from incidents.intake.imports.engine.running import ImportOptions, ImportResult, run
from incidents.intake.imports.files.sources import RowSource, SourceRow
from incidents.models import Actor, Incident, Participation, Source
from tests import factories as make

pytestmark = pytest.mark.django_db

COUNTRY = NamedPlace("Syria", "country", "SY")
NOT_TEXT = "\ud800"
"""Half of a pair of UTF-16: a Python text, and no Unicode."""


class Verbatimly:
    """An importer that takes every cell as it is, so that whatever it holds reaches the desk."""

    name = "verbatim"
    lacking: tuple[str, ...] = ()
    about = About("verbatim", "1", "Verbatim", "cc-by-4.0", "", NamedSource("The makers"))

    def key(self, row: Verbatim) -> str:
        return str(row["id"])

    def code(self, row: Verbatim) -> CodedRow:
        number = int(row["killed"])
        source, actor = NamedSource(row["source"]), NamedActor(row["actor"], row["kind"])
        return CodedRow(
            key=str(row["id"]),
            title=row["title"],
            summary=row["summary"],
            event_type=row["type"],
            sub_event_type="attack",
            earliest=make.DAY,
            latest=make.DAY,
            tags=[row["tag"]],
            codes=[("verbatim", str(row["id"]), SAME)],
            places=[CodedPlace(COUNTRY, words=row["words"], lat=float(row["lat"]), lon=38.9)],
            parts=[CodedParticipant(actor), CodedParticipant(NamedActor(row["ally"], "other"))],
            reports=[NamedReport(source, row["headline"], url=row["url"])],
            claims=[CodedClaim("killed", source, best=number)],
            figures=[CodedFigure(None, number, None, "Adopted.", rests_on=("killed",))],
        )


GOOD: dict[str, Any] = {
    "type": "violence_against_civilians",
    "id": "1", "title": "An attack", "summary": "Text", "tag": "night", "words": "near the mill",
    "lat": "35.5", "actor": "Northern Brigade", "kind": "other", "ally": "Mill Guard", "source": "The Monitor",
    "headline": "Attack", "url": "https://example.org/1", "killed": "2",
}  # fmt: skip


def took_in(by: User, *rows: dict[str, Any], **how: Any) -> ImportResult:
    read = [SourceRow(line, GOOD | {"id": str(line)} | row) for line, row in enumerate(rows, 2)]
    source = RowSource("rows", tuple(GOOD), len(read), lambda: iter(read))
    return run(source, Verbatimly(), ImportOptions(by=by, **how))


def verdicts(by: User, *rows: dict[str, Any], **how: Any) -> dict[int, tuple[str, str]]:
    report = took_in(by, *rows, dry=True, **how).report
    return {line: (verdict, reason) for line, _key, verdict, reason, _flags in report}


BAD = [
    ({"title": "t" * 201}, "title"),
    ({"title": "a\0b"}, "zero character"),
    ({"title": NOT_TEXT}, "title: It holds half a character"),
    ({"summary": f"a{NOT_TEXT}"}, "summary: It holds half a character"),
    ({"source": NOT_TEXT}, "source: It holds half a character"),
    ({"source": "s" * 201}, "source"),
    ({"headline": "h" * 301}, "report's title"),
    ({"url": f"https://example.org/{'u' * 1000}"}, "address"),
    ({"actor": "a" * 300}, "actor"),
    ({"killed": "3000000000"}, "3000000000"),
    ({"killed": "-1"}, "-1"),
    ({"killed": "many"}, "many"),
    ({"killed": "9" * 5000}, "cannot be read"),
    ({"lat": "95"}, "95.0, 38.9 does not lie on the earth"),
    ({"lat": "inf"}, "on the earth"),
    ({"type": "nonsense"}, "codebook"),
    ({"actor": "Western Brigade", "kind": "nonsense"}, "codebook"),
    ({"tag": "x" * 100}, "tags"),
    ({"actor": ""}, "no name"),
    ({"source": "!!"}, "“!!”, which is no name"),
]


@pytest.mark.parametrize(("bad", "says"), BAD)
def test_a_bad_value_takes_its_row_alone_and_is_told_with_its_reason(analyst, bad, says):
    judged = verdicts(analyst, {}, bad, {})
    assert {line: verdict for line, (verdict, _reason) in judged.items()} == {
        2: "created", 3: "rejected", 4: "created",
    }  # fmt: skip
    assert says in judged[3][1]


def test_all_bad_rows_of_a_chunk_are_parted_from_the_good_ones(reviewer):
    rows = [*(bad for bad, _says in BAD), *[{} for _n in range(10)]]
    dry = verdicts(reviewer, *rows, publish=True)
    outcome = took_in(reviewer, *rows, publish=True)
    assert outcome.counts == {"created": 10, "rejected": len(BAD)}
    assert {line for line, (verdict, _reason) in dry.items() if verdict == "rejected"} == set(
        outcome.run.verdicts.filter(verdict="rejected").values_list("line", flat=True)
    )
    assert Incident.objects.count() == 10
    assert sorted(Actor.objects.values_list("name", flat=True)) == ["Mill Guard", "Northern Brigade"]
    # What stays is on the run, so that taking it back finds it: nothing of halves that were undone.
    for kind, model in (("actor", Actor), ("source", Source)):
        assert set(outcome.run.made[kind]) == set(model.objects.values_list("pk", flat=True))


def test_limits_hold_where_nothing_was_found_before_staging(analyst, monkeypatch):
    monkeypatch.setattr("incidents.intake.imports.engine.coding.misfit_in", lambda row: "")
    judged = verdicts(analyst, {}, {"source": "s" * 201}, {"title": "t" * 201}, {"killed": "3000000000"}, {})
    assert [verdict for verdict, _reason in judged.values()] == ["created", *["rejected"] * 3, "created"]
    assert judged[3][1].startswith("source: name: value too long")
    assert judged[4][1].startswith("title: title: value too long")
    assert "out of range" in judged[5][1]


def test_one_actor_in_two_spellings_takes_part_once(analyst):
    known = make.ActorFactory(name="Northern Brigade")
    make.ActorNameFactory(actor=known, name="NB")
    report = took_in(analyst, {"ally": "northern  BRIGADE"}, {"ally": "NB"}, {}, dry=True).report
    assert [row[2] for row in report] == ["created"] * 3
    assert ["actor-named-twice" in row[4] for row in report] == [True, True, False]
    took_in(analyst, {"ally": "NB"})
    assert Participation.objects.get().actor == known


TEXTS = st.one_of(
    st.text(st.characters(), max_size=12),
    st.sampled_from(
        [NOT_TEXT, "\0", "x" * 250, "\\", "\\N", "a\tb\nc", '{"', "\u202e", "\ufeff", "🕊", "'", ""]
    ),
)
NUMBERS = st.one_of(st.integers().map(str), st.sampled_from(["1e400", "nan", "٣", "", "-0", "1_000"]))
ROWS = st.lists(
    st.dictionaries(
        st.sampled_from(["title", "summary", "tag", "words", "actor", "ally", "source", "headline", "url"]),
        TEXTS, max_size=4,
    ).flatmap(
        lambda texts: st.builds(
            lambda numbers: texts | numbers,
            st.dictionaries(st.sampled_from(["killed", "lat"]), NUMBERS, max_size=1),
        )
    ),
    min_size=1, max_size=6,
)  # fmt: skip


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(ROWS)
def test_every_row_gets_a_verdict_whatever_it_holds(analyst, rows):
    def both() -> tuple[dict[int, tuple[str, str]], ImportResult, int]:
        dry = verdicts(analyst, *rows, {})
        outcome = took_in(analyst, *rows, {})
        again = took_in(analyst, *rows, {})
        return dry, outcome, again.counts.get("created", 0) + again.counts.get("updated", 0)

    dry, outcome, changed_again = rolled_back(both)
    assert list(dry) == list(range(2, len(rows) + 3))
    assert sum(outcome.counts.values()) == len(rows) + 1
    assert sum(verdict == "created" for verdict, _reason in dry.values()) == outcome.counts["created"]
    assert dry[len(rows) + 2][0] == "created"
    assert all(reason for verdict, reason in dry.values() if verdict == "rejected")
    assert changed_again == 0
