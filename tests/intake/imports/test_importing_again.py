"""Importing again: only what changes the document of an incident is a correction."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from incidents.codebook import WorkflowState
from incidents.intake.imports.engine import chunks
from incidents.intake.imports.engine.running import ImportOptions, ImportResult, run
from incidents.intake.imports.files.sources import open_source
from incidents.intake.imports.ged.coder import Ged
from incidents.intake.imports.undo.runs import undo
from incidents.models import DatasetRow, ImportVerdict, Incident, Location
from incidents.record.log.verification import verify
from incidents.record.models import Edition
from tests import factories as make
from tests.intake.imports.events import COLUMNS, event
from tests.intake.imports.undo_scene import documents

pytestmark = pytest.mark.django_db


def imported(
    path: Path, by: User, rows: list[dict[str, Any]], version: str = "19.1", name: str = "ged.csv", **how: Any
) -> ImportResult:
    heading = list(dict.fromkeys([*rows[0], *COLUMNS]))
    with (path / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, heading)
        writer.writeheader()
        writer.writerows(rows)
    source = open_source(str(path / name))
    return run(source, Ged(version, source.heading), ImportOptions(by=by, **how))


def editions() -> list[tuple[str, str, str | None]]:
    issued = Edition.objects.filter(subject="incident").order_by("sequence")
    return list(issued.values_list("public_id", "kind", "note"))


@st.composite
def written_otherwise(draw: st.DrawFn) -> dict[str, Any]:
    """The first event of the tests, as another program might write it."""
    row = event()
    for column in ("date_start", "date_end"):
        row[column] = f"{row[column]}{draw(st.sampled_from(['', ' 00:00:00', 'T00:00:00', ' 00:00:00.000']))}"
    for column in ("best", "id", "deaths_b", "side_a", "country", "where_coordinates"):
        before, after = draw(st.sampled_from([("", ""), (" ", ""), ("", "  ")]))
        row[column] = f"{before}{row[column]}{after}"
    row["latitude"] = f"{row['latitude']}{draw(st.sampled_from(['', '0', '00']))}"
    row["geom_wkt"] = draw(st.sampled_from(["POINT (36.71 34.8)", "Point(36.71 34.8)", ""]))
    for column in draw(st.lists(st.sampled_from(["region", "relid", "priogrid_gid", "gwnoa", "notes"]))):
        row[column] = draw(st.text(st.characters(categories=["L", "N"]), max_size=5))
    return {column: row[column] for column in draw(st.permutations(list(row)))}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(row=written_otherwise(), version=st.sampled_from(["19.1", "20.1"]))
def test_a_row_that_is_written_otherwise_is_unchanged(tmp_path, reviewer, row, version):
    if not Incident.objects.exists():
        imported(tmp_path, reviewer, [event(), event(id=2)], "20.1", publish=True)
    before = editions()
    assert imported(tmp_path, reviewer, [row, event(id=2)], version, publish=True).counts == {"unchanged": 2}
    assert editions() == before


def test_a_new_version_alone_is_a_refresh(tmp_path, reviewer):
    imported(tmp_path, reviewer, [event(), event(id=2)], publish=True)
    again = imported(tmp_path, reviewer, [event(), event(id=2, best=3, high=3)], "20.1", publish=True)
    assert again.counts == {"refreshed": 1, "updated": 1}
    kinds = {(row.origin_row.key, row.origin_row.dataset.version) for row in Incident.objects.all()}  # type: ignore[union-attr]
    assert kinds == {("1", "20.1"), ("2", "20.1")}
    assert {(kind, note) for _id, kind, note in editions()[2:]} == {
        ("refreshed", "Follows UCDP Georeferenced Event Dataset 20.1, which says the same of it."),
        ("corrected", "Follows UCDP Georeferenced Event Dataset 20.1, which has changed."),
    }
    assert list(verify()) == []


def test_an_older_version_changes_nothing(tmp_path, reviewer):
    imported(tmp_path, reviewer, [event(best=5, high=5, deaths_b=5)], "20.1", publish=True)
    older = imported(tmp_path, reviewer, [event()], "9.1", publish=True)
    assert older.counts == {"unchanged": 1}
    assert "follows version 20.1" in ImportVerdict.objects.get(run=older.run).reason
    assert len(editions()) == 1


def test_drafts_follow_a_new_version_without_a_word(tmp_path, analyst):
    imported(tmp_path, analyst, [event()])
    before = documents()
    assert imported(tmp_path, analyst, [event()], "20.1").counts == {"refreshed": 1}
    assert Incident.objects.get().state == WorkflowState.DRAFT
    assert documents()["1"] == before["1"].replace(b"19.1", b"20.1")


def test_who_may_not_publish_leaves_the_public_its_version(tmp_path, reviewer, analyst):
    imported(tmp_path, reviewer, [event()], publish=True)
    assert imported(tmp_path, analyst, [event()], "20.1").counts == {"unchanged": 1}
    assert Incident.objects.get().origin_row.dataset.version == "19.1"  # type: ignore[union-attr]
    assert imported(tmp_path, reviewer, [event()], "20.1", publish=True).counts == {"refreshed": 1}
    assert [kind for _id, kind, _note in editions()] == ["published", "refreshed"]


def test_another_name_of_a_source_that_is_known_changes_nothing(tmp_path, reviewer):
    make.SourceFactory(name="The Monitor", aliases=["Monitor Daily"])
    imported(tmp_path, reviewer, [event(source_original="The Monitor")], publish=True)
    otherwise = event(source_original="Monitor Daily")
    assert imported(tmp_path, reviewer, [otherwise], publish=True).counts == {"unchanged": 1}
    assert DatasetRow.objects.get().verbatim["source_original"] == "Monitor Daily"
    assert len(editions()) == 1


def test_two_files_that_share_an_event_do_not_correct_each_other_for_ever(tmp_path, reviewer):
    one, other = [event()], [event(best=5, high=5, deaths_b=5)]
    imported(tmp_path, reviewer, one, name="a.csv", publish=True)
    second = imported(tmp_path, reviewer, other, name="b.csv", publish=True)
    assert second.counts == {"updated": 1}
    for _time in range(2):
        again = imported(tmp_path, reviewer, one, name="a.csv", publish=True)
        assert again.counts == {"unchanged": 1}
        assert f"Import {second.run.pk} has changed it" in ImportVerdict.objects.get(run=again.run).reason
        assert imported(tmp_path, reviewer, other, name="b.csv", publish=True).counts == {"unchanged": 1}
    assert [kind for _id, kind, _note in editions()] == ["published", "corrected"]


def test_a_file_that_is_changed_back_is_followed(tmp_path, reviewer):
    for dead in (2, 5, 2):
        imported(tmp_path, reviewer, [event(best=dead, high=5)], publish=True)
    assert [kind for _id, kind, _note in editions()] == ["published", "corrected", "corrected"]


def test_what_was_taken_back_does_not_stand_in_the_way(tmp_path, reviewer):
    one, other = [event()], [event(best=5, high=5, deaths_b=5)]
    imported(tmp_path, reviewer, one, name="a.csv", publish=True)
    undo(imported(tmp_path, reviewer, other, name="b.csv", publish=True).run, by=reviewer)
    assert imported(tmp_path, reviewer, other, name="b.csv", publish=True).counts == {"updated": 1}


def test_a_refresh_that_is_taken_back_leaves_the_version_before(tmp_path, reviewer):
    imported(tmp_path, reviewer, [event()], publish=True)
    before = documents()
    again = imported(tmp_path, reviewer, [event()], "20.1", publish=True)
    assert undo(again.run, by=reviewer).counts == {"restored": 1}
    assert documents() == before
    assert [kind for _id, kind, _note in editions()] == ["published", "refreshed", "refreshed"]
    assert not DatasetRow.objects.filter(dataset__version="20.1").exists()
    assert list(verify()) == []


def test_many_changed_rows_take_no_more_queries_than_a_few(tmp_path, reviewer, django_assert_max_num_queries):
    def count(rows: int) -> int:
        imported(tmp_path, reviewer, [event(id=n) for n in range(rows)], name=f"{rows}.csv", publish=True)
        changed = [event(id=n, best=3, high=3, side_b="Southern Brigade") for n in range(rows)]
        with django_assert_max_num_queries(1000) as queries:
            imported(tmp_path, reviewer, changed, name=f"{rows}.csv", publish=True)
        return len(queries)

    count(2)  # makes whatever is named
    assert count(3) == count(12)


@pytest.mark.parametrize("size", [1, 100])
def test_two_spellings_that_fold_alike_are_one_place(tmp_path, analyst, monkeypatch, size):
    monkeypatch.setattr(chunks, "SIZE", size)
    rows = [
        event(adm_1="Hama Governorate"),
        event(id=2, adm_1="H\u0101ma Governorate"),
        event(id=3, adm_1="HAMA Governorate"),
    ]
    imported(tmp_path, analyst, rows)
    assert Location.objects.filter(type="admin1").count() == 1


def test_what_is_only_coded_differently_is_a_refresh(tmp_path, reviewer, monkeypatch):
    """The dataset has not changed: a correction that names it would be untrue."""
    imported(tmp_path, reviewer, [event()], publish=True)
    code = Ged.code

    def otherwise(self: Ged, row: Any) -> Any:
        coded = code(self, row)
        coded.tags = [*coded.tags, "coded-otherwise"]
        return coded

    monkeypatch.setattr(Ged, "code", otherwise)
    outcome = imported(tmp_path, reviewer, [event()], publish=True)
    assert outcome.counts == {"updated": 1}
    assert ImportVerdict.objects.get(run=outcome.run).reason.startswith("The row is as it was")
    assert editions()[-1][1:] == (
        "refreshed", "Coded anew from the same row of UCDP Georeferenced Event Dataset 19.1.",
    )  # fmt: skip
    assert imported(tmp_path, reviewer, [event()], publish=True).counts == {"unchanged": 1}
