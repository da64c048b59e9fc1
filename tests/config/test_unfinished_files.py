"""What is stopped leaves nothing unfinished; what was killed leaves it to whoever comes next."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from accounts.scratch import scratch_folder, sweep_scratch, temporary_files_in
from config import backup, secrets
from incidents.exports.release import shelf
from incidents.exports.release.making import sweep_unfinished
from incidents.management.import_reports import write_report
from incidents.work import periodic

BACKUP = """
import sys, time
from pathlib import Path
from config import backup
def dump_slowly(program, *options):
    Path(options[-1].partition("=")[2]).write_bytes(b"what is on the desk")
    print("begun", flush=True)
    time.sleep(60)
backup.run_tool, backup.join_database = dump_slowly, lambda: None
backup.main([sys.argv[1]])
"""
UPLOAD = """
import sys, tempfile, time
from pathlib import Path
from accounts.scratch import temporary_files_in
with temporary_files_in(Path(sys.argv[1])):
    with tempfile.NamedTemporaryFile(delete=False) as file:
        file.write(b"what is on the desk")
    print("begun", flush=True)
    time.sleep(60)
"""


def stopped(program: str, argument: Path, how: int) -> tuple[int, str]:
    """Let the program begin and send it the signal; its exit status and what it said."""
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(argument)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "begun\n"
    process.send_signal(how)
    _out, said = process.communicate(timeout=60)
    return process.returncode, said


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda how: how.name)
def test_a_backup_that_is_stopped_leaves_nothing_and_says_so(tmp_path, how):
    status, said = stopped(BACKUP, tmp_path / "attest.tar", how)
    assert status == 1
    assert said == "The backup was stopped. Nothing unfinished was left.\n"
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_backup_left_is_swept_by_the_next(tmp_path, monkeypatch, settings):
    settings.MEDIA_ROOT = tmp_path / "none"
    stopped(BACKUP, tmp_path / "attest.tar", signal.SIGKILL)
    assert files_in(tmp_path) == ["database.dump"]
    assert [path.stat().st_mode & 0o077 for path in tmp_path.iterdir()] == [0]
    monkeypatch.setattr(backup, "run_tool", lambda *options: Path(options[-1][7:]).write_bytes(b"dump"))
    backup.back_up(tmp_path / "attest.tar")
    assert [path.name for path in tmp_path.iterdir()] == ["attest.tar"]


def test_a_full_disk_is_a_sentence(tmp_path, monkeypatch):
    def full(*options: str) -> None:
        raise OSError(28, "No space left on device", "/backups/x")

    monkeypatch.setattr(backup, "run_tool", full)
    monkeypatch.setattr(backup, "join_database", lambda: None)
    monkeypatch.setattr(signal, "signal", lambda *_args: None)
    with pytest.raises(SystemExit) as ended:
        backup.main([str(tmp_path / "attest.tar")])
    assert "There is no room left to write /backups/x" in str(ended.value)
    assert list(tmp_path.iterdir()) == []


def test_what_is_in_use_is_not_swept(tmp_path):
    with scratch_folder(tmp_path) as folder:
        (folder / "x").touch()
        sweep_scratch(tmp_path)
        assert files_in(tmp_path) == ["x"]
    assert list(tmp_path.iterdir()) == []


def test_temporary_files_of_a_process_go_with_it(tmp_path, monkeypatch):
    assert stopped(UPLOAD, tmp_path, signal.SIGINT)[0] != 0
    assert files_in(tmp_path) == []
    stopped(UPLOAD, tmp_path, signal.SIGKILL)
    assert len(files_in(tmp_path)) == 1
    sweep_scratch(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_nothing_stays_of_a_forked_process_that_ends_by_itself(tmp_path):
    pid = os.fork()
    if not pid:
        with temporary_files_in(tmp_path), tempfile.NamedTemporaryFile(delete=False) as file:
            file.write(b"what is on the desk")
        os._exit(0)  # as the processes of the site and of jobs end
    os.waitpid(pid, 0)
    assert files_in(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_the_worker_sweeps_what_killed_processes_left(tmp_path, settings):
    settings.DATA_DIR = tmp_path
    stopped(UPLOAD, tmp_path, signal.SIGKILL)
    stopped(BACKUP, tmp_path / "backups" / "attest.tar", signal.SIGKILL)
    (shelf.new_folder("2026.1") / "incidents.csv").write_text("withheld since")
    periodic.sweep()
    assert files_in(tmp_path) == []


@pytest.mark.django_db
def test_a_release_that_is_being_written_is_left_alone(tmp_path, settings, monkeypatch):
    settings.DATA_DIR = tmp_path
    folder = shelf.new_folder("2026.1")
    from incidents.exports.release import making

    class Taken:
        def __init__(self, name: str) -> None:
            raise making.BeingWritten("by somebody else")

    with monkeypatch.context() as patch:
        patch.setattr(making, "_one_at_a_time", Taken)
        sweep_unfinished()
    assert folder.exists()
    sweep_unfinished()
    assert not folder.exists()


def test_a_new_key_leaves_no_draft(tmp_path):
    assert secrets.kept_key(tmp_path / "secret-key") == secrets.kept_key(tmp_path / "secret-key")
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_a_report_over_an_older_one_is_its_owner_s_only(tmp_path):
    path = tmp_path / "report.csv"
    path.touch(mode=0o644)
    os.chmod(path, 0o644)
    write_report(path, ["line"], [["1"]])
    assert path.stat().st_mode & 0o777 == 0o600
    write_report(Path(os.devnull), ["line"], [["1"]])
