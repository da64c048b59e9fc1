"""Rows that a newer file of a dataset has not: listed with their dead, or retracted as one batch."""

from __future__ import annotations

import csv
from typing import Any

import pytest
from django.core.management import call_command

from incidents.codebook import WorkflowState
from incidents.editorial.refusal import Refused
from incidents.intake.imports.engine import gone
from incidents.intake.imports.undo.runs import undo
from incidents.models import ImportVerdict, Incident
from incidents.record.log.verification import verify
from incidents.record.models import OPEN, Edition, Entry
from tests.intake.imports.events import event, table
from tests.intake.imports.undo_scene import desk, imported, in_force

pytestmark = pytest.mark.django_db

ROWS = [event(id=n) for n in range(1, 5)]
FEWER = ROWS[:2]


def verdicts(outcome: Any) -> dict[str, str]:
    return dict(ImportVerdict.objects.filter(run=outcome.run).values_list("key", "verdict"))


@pytest.mark.parametrize("version", ["19.1", "20.1"])
def test_what_a_newer_file_has_not_is_listed_with_its_dead_and_stays(tmp_path, reviewer, version):
    imported(tmp_path, reviewer, ROWS, publish=True)
    outcome = imported(tmp_path, reviewer, FEWER, version, publish=True)
    assert (outcome.counts["gone"], outcome.missing.rows, outcome.missing.best) == (2, 2, 8)
    listed = ImportVerdict.objects.filter(run=outcome.run, verdict="gone").order_by("key")
    assert [(verdict.line, verdict.key) for verdict in listed] == [(None, "3"), (None, "4")]
    incident = Incident.objects.get(origin_row__key="3")
    assert f"/incidents/{incident.public_id}/" in listed[0].reason
    assert Entry.objects.filter(subject="incident", until=OPEN).count() == 4
    assert imported(tmp_path, reviewer, FEWER, version, publish=True).counts == {"unchanged": 2, "gone": 2}


def test_the_whole_dataset_retracts_them_and_undoing_brings_them_back(tmp_path, reviewer):
    imported(tmp_path, reviewer, ROWS, publish=True)
    before, public = desk(), in_force()
    outcome = imported(tmp_path, reviewer, FEWER, publish=True, whole=True)
    assert outcome.counts == {"unchanged": 2, "retracted": 2}
    assert verdicts(outcome) == {"1": "unchanged", "2": "unchanged", "3": "retracted", "4": "retracted"}
    notes = set(Edition.objects.filter(kind="retracted").values_list("note", flat=True))
    assert notes == {"UCDP Georeferenced Event Dataset 19.1 does not have it any more."}
    assert len(in_force()) == 2
    assert undo(outcome.run, by=reviewer).counts == {"restored": 2}
    assert (desk(), in_force()) == (before, public)
    assert list(verify()) == []
    assert imported(tmp_path, reviewer, ROWS, publish=True).counts == {"unchanged": 4}


def test_a_row_that_comes_back_is_entered_again(tmp_path, reviewer):
    imported(tmp_path, reviewer, ROWS, publish=True)
    imported(tmp_path, reviewer, FEWER, publish=True, whole=True)
    outcome = imported(tmp_path, reviewer, ROWS, publish=True)
    assert outcome.counts == {"unchanged": 2, "updated": 2}
    assert "did not have it" in ImportVerdict.objects.get(run=outcome.run, key="3").reason
    assert len(in_force()) == 4


def test_drafts_are_retracted_on_the_desk_alone(tmp_path, reviewer):
    imported(tmp_path, reviewer, ROWS)
    before = desk()
    outcome = imported(tmp_path, reviewer, FEWER, whole=True)
    assert outcome.counts == {"unchanged": 2, "retracted": 2}
    assert Incident.objects.filter(state=WorkflowState.RETRACTED).count() == 2
    assert not Edition.objects.filter(subject="incident").exists()
    assert undo(outcome.run, by=reviewer).counts == {"restored": 2}
    assert desk() == before


def test_what_was_edited_is_listed_and_not_retracted(tmp_path, reviewer):
    imported(tmp_path, reviewer, ROWS, publish=True)
    Incident.objects.filter(origin_row__key="3").update(updated_by=reviewer)
    outcome = imported(tmp_path, reviewer, FEWER, publish=True, whole=True)
    assert verdicts(outcome)["3"] == "gone"
    assert "adopted on the desk" in ImportVerdict.objects.get(run=outcome.run, key="3").reason
    assert Incident.objects.get(origin_row__key="3").state == WorkflowState.PUBLISHED


def test_a_part_of_the_dataset_is_not_taken_for_the_whole(tmp_path, reviewer, monkeypatch):
    monkeypatch.setattr(gone, "FEW", 1)
    imported(tmp_path, reviewer, ROWS)
    other = imported(tmp_path, reviewer, [event(id=9)])
    assert (other.counts, other.missing.rows, other.missing.others) == ({"created": 1}, 0, 4)
    part = imported(tmp_path, reviewer, [ROWS[0]])
    assert (part.counts, part.missing.others) == ({"unchanged": 1}, 4)
    assert "4 more rows" in str(part.missing)


@pytest.mark.parametrize(
    ("rows", "why"), [([*FEWER, event(id="")], "no identifier"), ([event(id=9)], "another dataset's")]
)
def test_nothing_is_retracted_while_the_file_may_be_read_wrongly(tmp_path, reviewer, rows, why):
    imported(tmp_path, reviewer, ROWS, publish=True)
    outcome = imported(tmp_path, reviewer, rows, publish=True, whole=True)
    assert "retracted" not in outcome.counts
    assert why in ImportVerdict.objects.filter(run=outcome.run, verdict="gone")[0].reason


def test_a_rejected_row_is_not_missing(tmp_path, reviewer):
    imported(tmp_path, reviewer, FEWER, publish=True)
    outcome = imported(
        tmp_path, reviewer, [ROWS[0], event(id=2, country="Atlantis")], publish=True, whole=True
    )
    assert outcome.counts == {"unchanged": 1, "rejected": 1}


def test_an_analyst_may_not_retract_by_importing(tmp_path, analyst):
    with pytest.raises(Refused):
        imported(tmp_path, analyst, ROWS, whole=True)


def test_a_dry_run_tells_what_would_be_retracted(tmp_path, reviewer):
    imported(tmp_path, reviewer, ROWS, publish=True)
    public = in_force()
    outcome = imported(tmp_path, reviewer, FEWER, publish=True, whole=True, dry=True)
    assert outcome.counts == {"unchanged": 2, "retracted": 2}
    assert [row[:3] for row in outcome.report[-2:]] == [(None, "3", "retracted"), (None, "4", "retracted")]
    assert in_force() == public


def test_the_command_tells_of_them(tmp_path, reviewer, capsys):
    def command(rows: list[dict[str, Any]], *more: str) -> str:
        path, report = table(tmp_path / "ged191.csv", rows), tmp_path / "report.csv"
        call_command(
            "import_ged", str(path), "--by", reviewer.email, "--publish", "--report", str(report), "--jobs", "1",
            "-v", "0", *more,
        )  # fmt: skip
        return str(capsys.readouterr().out)

    command(ROWS)
    said = command(FEWER)
    assert "2 rows of earlier files are not in this one, with 8 killed (8 to 8)." in said
    assert "--whole retracts them" in said
    said = command(FEWER, "--whole")
    assert "2 retracted" in said
    assert "Incidents retracted: 2." in said
    with (tmp_path / "report.csv").open(encoding="utf-8") as file:
        assert [(row["line"], row["id"], row["verdict"]) for row in csv.DictReader(file)][2:] == [
            ("", "3", "retracted"),
            ("", "4", "retracted"),
        ]
