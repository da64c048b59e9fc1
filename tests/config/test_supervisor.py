"""The parent of the site's processes starts again what dies, replaces what is old, and ends all together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from config.supervisor import LONGEST_PAUSE, SHORT_LIFE, pause_after

ROOT = Path(__file__).resolve().parents[2]


class Running:
    """A supervisor, and what it and its programs said so far."""

    def __init__(self, process: subprocess.Popen[str], output: Path) -> None:
        self.process, self.output = process, output

    @property
    def said(self) -> list[str]:
        return self.output.read_text().splitlines()

    def wait_for(self, beginning: str, times: int = 1) -> list[str]:
        end = time.monotonic() + 30
        while len(lines := [line for line in self.said if line.startswith(beginning)]) < times:
            assert time.monotonic() < end, f"{beginning!r} was not said {times} times: {self.said}"
            time.sleep(0.02)
        return lines

    def pid_of(self, name: str, number: int = -1) -> int:
        return int(self.wait_for(f"began {name}")[number].split()[-1])


@contextmanager
def supervisor(folder: Path, *, lives: float = 0, lifetime: float = 0) -> Iterator[Running]:
    output = folder / "said"
    with open(output, "w") as out:
        command = [sys.executable, "-m", "tests.config.supervised", str(lives), str(lifetime)]
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out, text=True)
    try:
        yield Running(process, output)
    finally:
        process.kill()
        process.wait()


def is_alive(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


def test_what_is_killed_is_started_again_and_the_supervisor_looks_after_other_things(tmp_path):
    with supervisor(tmp_path) as running:
        first = running.pid_of("first")
        running.pid_of("second")
        os.kill(first, signal.SIGKILL)
        running.wait_for("began first", 2)
        assert running.pid_of("first") != first
        running.wait_for("The first ended (killed by SIGKILL); another is started in 1 s")
        running.wait_for("looked", 3)  # though it fails every time
        running.wait_for("OSError: nothing to see")
        assert len(running.wait_for("began second")) == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_all_end_with_the_supervisor(tmp_path, number):
    with supervisor(tmp_path) as running:
        pids = [running.pid_of("first"), running.pid_of("second")]
        running.process.send_signal(number)
        assert running.process.wait(30) == 0
        assert running.said[-1] == "over"
        assert running.wait_for("ended", 2)
        assert not any(map(is_alive, pids))


def test_programs_end_when_the_supervisor_is_killed(tmp_path):
    """Or they would keep the port from the next one."""
    with supervisor(tmp_path) as running:
        running.pid_of("first"), running.pid_of("second")
        running.process.kill()
        running.process.wait()
        running.wait_for("ended", 2)


def test_an_old_process_makes_room_for_a_new_one_that_has_begun(tmp_path):
    with supervisor(tmp_path, lifetime=0.4) as running:
        running.wait_for("retired first")
        said = [line for line in running.said if "first" in line]
        assert [line.split()[0] for line in said[:2]] == ["began", "began"] or said[1].startswith("retired")
        running.wait_for("began first", 2)
        assert not [line for line in running.said if "The first ended" in line]


def test_what_dies_again_and_again_is_started_more_and_more_seldom(tmp_path):
    with supervisor(tmp_path, lives=0.05) as running:
        running.wait_for("The first ended (exit status 3); another is started in 2 s")
    pauses = [0.0]
    for _ in range(8):
        pauses.append(pause_after(pauses[-1], lived=0))
    assert pauses[1:5] == [1, 2, 4, 8]
    assert pauses[-1] == LONGEST_PAUSE
    assert pause_after(LONGEST_PAUSE, lived=SHORT_LIFE) == 0
