"""The commands that take something out of the record take it out of the files of releases too."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from unittest.mock import MagicMock

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from incidents.exports.release import shelf
from incidents.exports.release.making import ReleaseError
from incidents.exports.release.making import make as make_release
from incidents.exports.release.shelf import bundle_of
from incidents.management.commands import erase_name
from incidents.models import Incident
from incidents.record.models.releases import Release
from tests.editorial.published import make_published

pytestmark = pytest.mark.django_db

NAME = "Zeki Demirtaş"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path / "releases"


@pytest.fixture
def incident(analyst: User, reviewer: User) -> Incident:
    incident = make_published(analyst, reviewer, title=f"Killing of {NAME}")
    make_release("2021.1", note=f"With the killing of {NAME}.")
    assert NAME in contents()
    return incident


def contents() -> str:
    files = (path for path in shelf.root().rglob("*") if path.is_file() and path.suffix != ".parquet")
    return "\n".join(path.read_text() for path in files)


def test_withholding_writes_the_files_again(incident: Incident, manager: User):
    out = StringIO()
    call_command(
        "withhold", incident.public_id, "--basis", "A threat.", "--by", manager.email, stdout=out, stderr=out
    )
    assert "Release 2021.1" in out.getvalue()
    assert f"Killing of {NAME}" not in contents().replace(f"With the killing of {NAME}.", "")
    assert bundle_of(Release.objects.get()).may_be_served


def test_erasing_a_name_takes_it_out_of_files_and_note(incident: Incident, manager: User):
    call_command("erase_name", NAME, "--basis", "He asked.", "--by", manager.email, stdout=StringIO())
    assert NAME not in contents()
    assert NAME not in (Release.objects.get().note or "")
    assert bundle_of(Release.objects.get()).may_be_served


def test_erasing_a_name_removes_files_of_imports_that_may_hold_it(
    incident: Incident, manager: User, folder: Path
):
    reports = folder.parent / "imports"
    reports.mkdir()
    for number, reason in enumerate(("No such place as Zeki\u2019s.", f"Where {NAME.upper()} lived.")):
        (reports / f"import-{number}.csv").write_text(f"1,a,rejected,{reason},\n")
    (reports / "uploads" / "x").mkdir(parents=True)
    call_command(
        "erase_name", NAME, "--basis", "He asked.", "--by", manager.email, "--dry-run", stdout=StringIO()
    )
    assert len(list(reports.iterdir())) == 3
    out = StringIO()
    call_command("erase_name", NAME, "--full", "--basis", "He asked.", "--by", manager.email, stdout=out)
    assert [path.name for path in reports.iterdir()] == ["import-0.csv"]
    assert "import-1.csv" in out.getvalue()


@pytest.mark.parametrize("full, how", [(False, "VACUUM (ANALYZE)"), (True, "VACUUM (FULL, ANALYZE)")])
def test_tables_are_cleaned_of_old_rows(monkeypatch, full: bool, how: str):
    said: list[str] = []
    connection = MagicMock(in_atomic_block=False)
    connection.cursor.return_value.__enter__.return_value.execute = said.append
    monkeypatch.setattr(erase_name, "connection", connection)
    erase_name.Command()._clean({"b", "a"}, full=full)
    assert said == [f'{how} "a"', f'{how} "b"']


def test_every_table_of_the_record_is_cleaned_of_old_rows():
    assert {
        "record_edition",
        "record_entry",
        "record_entryplace",
        "record_row",
    } <= erase_name._tables_of_the_record()


def test_trying_out_an_erasure_leaves_the_files(incident: Incident, manager: User):
    before = contents()
    call_command(
        "erase_name", NAME, "--basis", "He asked.", "--by", manager.email, "--dry-run", stdout=StringIO()
    )
    assert contents() == before


def failing(release: Release, *given: object, **options: object) -> None:
    """No room on the disk, say."""
    raise ReleaseError("No space left on device")


def test_a_withholding_stands_though_the_files_cannot_be_written(
    incident: Incident, manager: User, monkeypatch
):
    """The files are not handed out, and whoever withheld is told."""
    monkeypatch.setattr("incidents.exports.release.making._again", failing)
    err = StringIO()
    call_command(
        "withhold",
        incident.public_id,
        "--basis",
        "A threat.",
        "--by",
        manager.email,
        stdout=StringIO(),
        stderr=err,
    )
    assert "No space left" in err.getvalue()
    assert "release --rewrite" in err.getvalue()
    assert not bundle_of(Release.objects.get()).may_be_served
    with pytest.raises(CommandError, match="No space left"):
        call_command("release", "--rewrite", stdout=StringIO(), verbosity=0)
