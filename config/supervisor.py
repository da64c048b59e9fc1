"""Parent of the site's processes: starts them, starts again what dies, replaces what is old, and ends all together.

Processes are forked, so that what this one has loaded is in memory once. It must have neither threads nor connections.
"""

from __future__ import annotations

import gc
import logging
import os
import random
import select
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Thread
from types import FrameType
from typing import NoReturn

SECONDS_BETWEEN_LOOKS = 5
SECONDS_TO_END = 25
"""Before what does not end is killed. Web processes give what is under way twenty."""
SHORT_LIFE = 10
"""Seconds. What ends sooner is started again after a pause, twice as long each time."""
LONGEST_PAUSE = 30

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Program:
    """What one process runs until SIGTERM. It is replaced after about ``lifetime`` seconds: a slow leak stays small.

    Who is replaced gets SIGUSR1 once the new process has begun, and may finish at its leisure.
    """

    name: str
    run: Callable[[], object]
    lifetime: float | None = None


@dataclass
class _Place:
    """Where one process of a program runs, and another when it has ended."""

    program: Program
    pid: int | None = None
    began: float = 0
    retires: float | None = None
    due: float = 0
    pause: float = 0
    leaving: set[int] = field(default_factory=set)


class Supervisor:
    """Runs programs until SIGTERM, SIGINT or SIGHUP. ``looks`` are called every few seconds; errors are logged.

    ``ended`` is called with the number of each process that has ended, ``ending`` when all are about to be ended.
    """

    def __init__(
        self,
        programs: Sequence[Program],
        looks: Sequence[Callable[[], None]] = (),
        ended: Callable[[int], None] = lambda pid: None,
        ending: Callable[[], None] = lambda: None,
    ) -> None:
        self.places = [_Place(program) for program in programs]
        self.looks, self.ended, self.ending = looks, ended, ending
        self._next_look = time.monotonic() + SECONDS_BETWEEN_LOOKS
        self._ending = False
        self._woken = self._wake = self._alive = self._life = -1

    def run(self) -> None:
        """Returns when every process has ended."""
        gc.freeze()  # what is loaded is not touched by collections, or each process would get a copy of it
        with self._signals():
            while not self._ending:
                self._reap()
                self._start_and_retire()
                self._look()
                self._sleep(1)
            self._end()

    @contextmanager
    def _signals(self) -> Iterator[None]:
        self._woken, self._wake = os.pipe()
        self._alive, self._life = os.pipe()  # closed by the kernel when this process ends, however it does
        for end in (self._woken, self._wake):
            os.set_blocking(end, False)
        before = {number: signal.signal(number, self._stop) for number in _STOPPING}
        before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_: None)
        wake_before = signal.set_wakeup_fd(self._wake, warn_on_full_buffer=False)
        try:
            yield
        finally:
            signal.set_wakeup_fd(wake_before)
            for number, handler in before.items():
                signal.signal(number, handler)
            for end in (self._woken, self._wake, self._alive, self._life):
                os.close(end)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._ending = True

    def _sleep(self, seconds: float) -> None:
        """Until the time is over or a signal comes."""
        if select.select([self._woken], [], [], seconds)[0]:
            with suppress(BlockingIOError):
                os.read(self._woken, 4096)

    def _look(self) -> None:
        if time.monotonic() < self._next_look:
            return
        for look in self.looks:
            try:
                look()
            except Exception:
                logger.exception("The supervisor could not look after the site")
        self._next_look = time.monotonic() + SECONDS_BETWEEN_LOOKS

    def _start_and_retire(self) -> None:
        now = time.monotonic()
        for place in self.places:
            if place.pid is None and now >= place.due:
                self._start(place)
            elif place.retires is not None and now >= place.retires:
                old = place.pid
                self._start(place)
                if old is not None:
                    place.leaving.add(old)
                    _send(old, signal.SIGUSR1)

    def _start(self, place: _Place) -> None:
        pid = os.fork()
        if not pid:
            self._become(place.program)
        now = time.monotonic()
        lifetime = place.program.lifetime
        place.pid, place.began = pid, now
        # Not all at once, for they were all started together.
        place.retires = now + lifetime * random.uniform(0.75, 1.25) if lifetime else None  # noqa: S311

    def _become(self, program: Program) -> NoReturn:
        """Only in a new process: run the program, and end with it."""
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            for number in (*_STOPPING, signal.SIGCHLD, signal.SIGUSR1):
                signal.signal(number, signal.SIG_DFL)
            for end in (self._woken, self._wake, self._life):
                os.close(end)
            Thread(target=_end_with_parent, args=[self._alive], name="parent", daemon=True).start()
            program.run()
            status = 0
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else bool(end.code)
        except BaseException:
            logger.exception("The %s failed", program.name)
        finally:
            # Without the parent's own duties, such as stopping the database, and without waiting for threads.
            logging.shutdown()
            os._exit(status)

    def _reap(self) -> None:
        now = time.monotonic()
        for place in self.places:
            for pid in list(place.leaving):
                if _ended(pid) is not None:
                    self.ended(pid)
                    place.leaving.discard(pid)
            if place.pid is None or (how := _ended(place.pid)) is None:
                continue
            self.ended(place.pid)
            place.pause = pause_after(place.pause, lived=now - place.began)
            place.pid, place.due = None, now + place.pause
            if not self._ending:
                when = f"in {place.pause:.0f} s" if place.pause else "at once"
                logger.error("The %s ended (%s); another is started %s", place.program.name, how, when)

    def _end(self) -> None:
        self.ending()
        for pid in self._pids():
            _send(pid, signal.SIGTERM)
        end = time.monotonic() + SECONDS_TO_END
        while self._pids() and time.monotonic() < end:
            self._sleep(0.5)
            self._reap()
        for pid in self._pids():
            logger.error("Process %s did not end by itself and is killed", pid)
            _send(pid, signal.SIGKILL)
            os.waitpid(pid, 0)

    def _pids(self) -> list[int]:
        return [pid for place in self.places for pid in ({place.pid} | place.leaving) if pid is not None]


def pause_after(pause: float, *, lived: float) -> float:
    """Seconds until a program is started again, after the ``pause`` before and the seconds that it ``lived`` since."""
    return min(max(2 * pause, 1), LONGEST_PAUSE) if lived < SHORT_LIFE else 0


_STOPPING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def _ended(pid: int) -> str | None:
    """How a process ended; nothing while it runs."""
    ended, status = os.waitpid(pid, os.WNOHANG)
    if not ended:
        return None
    if os.WIFSIGNALED(status):
        return f"killed by {signal.Signals(os.WTERMSIG(status)).name}"
    return f"exit status {os.WEXITSTATUS(status)}"


def _send(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def _end_with_parent(alive: int) -> None:
    """End when the supervisor was killed: a process on its own would keep the port, and nobody would mend it."""
    os.read(alive, 1)
    os.kill(os.getpid(), signal.SIGTERM)
