"""The running site writes released files again by itself, as soon as something in them was withheld.

Whoever withholds need not know that there are releases. A thread of each of the site's processes looks every now and
then whether files are held back. The writing is done by a process of its own, since it takes minutes and all of a
processor. However that process ends, the next look finds out whether it is done; so nothing has to be remembered.
"""

from __future__ import annotations

import fcntl
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

from django.conf import settings
from django.db import connections

from ...record.models.releases import Release
from . import shelf
from .shelf import all_releases, bundle_of

SECONDS_BETWEEN = 15
LONGEST_PAUSE = 3_600
"""What fails (a full disk, say) is tried again after twice the time, up to an hour."""
POLITENESS = 10
"""The site's own processes go first (``nice``)."""

logger = logging.getLogger(__name__)


class Keeper:
    """Looks after the releases until it is stopped."""

    def __init__(self, seconds: float = SECONDS_BETWEEN) -> None:
        self.seconds = seconds
        self._failures = 0
        self._stopped = Event()
        self._writing: subprocess.Popen[str] | None = None

    def start(self) -> None:
        Thread(target=self._run, name="releases", daemon=True).start()

    def stop(self) -> None:
        """What is half written is swept away by whoever writes it next."""
        self._stopped.set()
        if self._writing is not None:
            with suppress(OSError):
                self._writing.terminate()

    def look(self) -> None:
        """Write what is held back, unless another process of this machine does so already."""
        if not held_back():
            self._failures = 0
            return
        with _alone() as alone:
            if alone:
                self._write()

    @property
    def pause(self) -> float:
        return min(self.seconds * float(2**self._failures), LONGEST_PAUSE)

    def _run(self) -> None:
        while not self._stopped.wait(self.pause):
            try:
                self.look()
            except Exception:
                self._failures += 1
                logger.exception("The files of releases could not be looked at")
            finally:
                connections.close_all()

    def _write(self) -> None:
        connections.close_all()  # it may take minutes
        command = [
            sys.executable,
            str(settings.BASE_DIR / "manage.py"),
            "release",
            "--rewrite",
            "--verbosity",
            "0",
        ]
        self._writing = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self._writing.pid, POLITENESS)
        _nothing, problem = self._writing.communicate()
        done = self._writing.returncode == 0
        self._failures = 0 if done else self._failures + 1
        if not done and not self._stopped.is_set():
            logger.error("The files of a release could not be written again. %s", problem.strip()[-2_000:])


def held_back() -> list[Release]:
    """Releases whose files are not handed out, oldest state first; each costs a cheap query and two small files."""
    return [release for release in reversed(all_releases()) if not bundle_of(release).may_be_served]


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether no other process of this machine has begun. Machines that share the folder meet in the database."""
    shelf.root().mkdir(parents=True, exist_ok=True)
    with (shelf.root() / ".keeping").open("a") as gate:
        try:
            fcntl.flock(gate, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True
