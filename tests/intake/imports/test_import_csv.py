"""A spreadsheet from its file to the record, with the command."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from incidents.intake.imports.engine.running import ImportOptions, ImportResult, run
from incidents.intake.imports.files.sources import Layout, open_source
from incidents.intake.imports.spreadsheet.coder import MappedSheet
from incidents.intake.imports.spreadsheet.mapping import mapping_from
from incidents.intake.imports.undo.runs import undo
from incidents.management import import_reports
from incidents.models import Actor, Dataset, Incident, Report
from incidents.record.log.verification import verify
from incidents.record.models import OPEN, Row
from tests.editorial.published import incident_document
from tests.intake.imports.test_mapping import PLAN, ROW

pytestmark = pytest.mark.django_db


def table(path: Path, *rows: dict[str, str], encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, tuple(ROW), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return path


def plan_file(path: Path, **changed: Any) -> Path:
    path.write_text(json.dumps(PLAN | changed), encoding="utf-8")
    return path


def imported(path: Path, by: User, *rows: dict[str, str], plan: Any = PLAN, **how: Any) -> ImportResult:
    source = open_source(table(path / "list.csv", *rows), Layout())
    return run(source, MappedSheet(mapping_from(plan), source.heading), ImportOptions(by=by, **how))


def test_rows_are_published_whole(tmp_path, reviewer):
    rows = [ROW, ROW | {"No": "8", "Town": "Köln"}, ROW | {"No": "9", "Dead": "x"}]
    outcome = imported(tmp_path, reviewer, *rows, publish=True)
    assert outcome.counts == {"created": 2, "rejected": 1}
    assert list(verify()) == []
    shown = Row.objects.filter(entry__until=OPEN).order_by("public_id")
    who = "Northern Brigade (alleged); Southern Brigade (alleged)"
    assert [(row.location, row.killed_best, row.killed_civilians_best, row.attackers) for row in shown] == [
        ("Milltown", 5, 2, who),
        ("Köln", 5, 2, who),
    ]
    assert {row.licence for row in shown} == {"cc-by-4.0"}


@pytest.mark.parametrize(
    ("voice", "licence", "by", "standing"),
    [("dataset", "cc-by-4.0", "city-list 2021", "coded"), ("desk", "own", "desk", "assessed")],
)
def test_a_mapping_says_whose_coding_it_is(tmp_path, reviewer, voice, licence, by, standing):
    facts = PLAN["dataset"] | {"voice": voice, "licence": licence}
    actors = [PLAN["actors"][0] | {"standing": {"constant": "assessed"}}]
    imported(tmp_path, reviewer, ROW, plan=PLAN | {"dataset": facts, "actors": actors}, publish=True)
    document = incident_document(Incident.objects.get().public_id)
    assert (document.by.civilian_harm, document.casualties[0].by, document.reports[0].by) == (by, by, by)
    assert {part.standing for part in document.participants} == {standing}
    assert (document.origin is None) == (voice == "desk")
    assert document.reviewed is None


def test_another_mapping_updates_what_came_of_the_first(tmp_path, analyst):
    imported(tmp_path, analyst, ROW)
    assert imported(tmp_path, analyst, ROW).counts == {"unchanged": 1}
    assert imported(tmp_path, analyst, ROW, plan=PLAN | {"summary": ""}).counts == {"updated": 1}
    assert Incident.objects.get().summary == ""


def test_undoing_leaves_nothing(tmp_path, analyst):
    outcome = imported(tmp_path, analyst, ROW)
    undo(outcome.run, by=analyst)
    assert [model.objects.count() for model in (Incident, Actor, Report)] == [0, 0, 0]


def test_the_command_tells_how_it_read_the_file_and_what_became_of_it(tmp_path, analyst, capsys):
    call_command(
        "import_csv", str(table(tmp_path / "list.csv", ROW)), "--mapping", str(plan_file(tmp_path / "m.json")),
        "--by", analyst.email, "--report", str(tmp_path / "r.csv"), "--jobs", "1", "-v", "0",
    )  # fmt: skip
    output = capsys.readouterr().out
    assert "parted by “;”" in output
    assert "1 created" in output
    assert (tmp_path / "r.csv").read_text(encoding="utf-8").splitlines()[1].startswith("2,7,created")


def test_arabic_letters_of_windows_are_read_when_the_mapping_names_them(tmp_path, analyst, capsys):
    path = table(tmp_path / "list.csv", ROW | {"Town": "حلب"}, encoding="cp1256")
    command = ["import_csv", str(path), "--by", analyst.email, "--jobs", "1", "-v", "0", "--mapping"]
    with pytest.raises(
        CommandError, match=r"cp1256 \(Arabic\) “حلب”(.|\n)*encoding = \"cp1256\" under \[table\]"
    ):
        call_command(*command, str(plan_file(tmp_path / "m.json")))
    assert not Dataset.objects.exists()
    call_command(*command, str(plan_file(tmp_path / "m.json", table={"encoding": "cp1256"})))
    assert "Read as text in cp1256" in capsys.readouterr().out
    assert Incident.objects.get().places.get().location.name == "حلب"


def test_a_file_that_is_cut_off_is_told_in_one_sentence(tmp_path, analyst):
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"No,Date\n" * 5000)[:-9])
    with pytest.raises(CommandError, match="cut off"):
        call_command(
            "import_csv", str(tmp_path / "a.csv.gz"), "--by", analyst.email,
            "--mapping", str(plan_file(tmp_path / "m.json")),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "says"),
    [({"id": "no"}, r"id: There is no column “no”\. Is it “No”\?"), ({"nonsense": 1}, "unknown field")],
)
def test_the_command_says_what_is_wrong_with_the_mapping(tmp_path, analyst, changed, says):
    command = ["import_csv", str(table(tmp_path / "list.csv", ROW)), "--by", analyst.email, "-v", "0"]
    with pytest.raises(CommandError, match=says):
        call_command(*command, "--mapping", str(plan_file(tmp_path / "m.json", **changed)))
    assert not Dataset.objects.exists()


def test_a_mapping_that_is_not_there_says_so(tmp_path, analyst):
    with pytest.raises(CommandError, match="The mapping cannot be read"):
        call_command(
            "import_csv", str(table(tmp_path / "l.csv", ROW)), "--by", analyst.email, "--mapping", "no.json"
        )


def test_a_report_is_for_whoever_runs_the_site_alone(tmp_path, settings):
    settings.DATA_DIR = tmp_path / "data"
    (settings.DATA_DIR / "imports").mkdir(parents=True, mode=0o755)  # as earlier versions made it
    path = import_reports.report_path(None, "import-1")
    import_reports.write_report(path, ["line"], [["1"]])
    assert [entry.stat().st_mode & 0o077 for entry in (path, path.parent)] == [0, 0]
