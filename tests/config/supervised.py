"""A supervisor with two small programs, for tests that end it and them. Says on standard output what happens.

Arguments: seconds that each program lives, or 0 for as long as nobody ends it; the lifetime of the first, or 0.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from functools import partial

from config import supervisor


def say(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def live(name: str, seconds: float) -> None:
    leaving = []
    signal.signal(signal.SIGTERM, lambda *_: leaving.append("ended"))
    signal.signal(signal.SIGUSR1, lambda *_: leaving.append("retired"))
    say("began", name, os.getpid())
    end = time.monotonic() + (seconds or 60)
    while not leaving and time.monotonic() < end:
        time.sleep(0.02)
    say(*(leaving or ["died"]), name, os.getpid())
    if not leaving:
        sys.exit(3)


def look() -> None:
    say("looked")
    raise OSError("nothing to see")


def main() -> None:
    seconds, lifetime = map(float, sys.argv[1:])
    supervisor.SECONDS_BETWEEN_LOOKS = 0.2  # type: ignore[assignment]
    programs = [
        supervisor.Program("first", partial(live, "first", seconds), lifetime or None),
        supervisor.Program("second", partial(live, "second", 0)),
    ]
    say("supervisor", os.getpid())
    supervisor.Supervisor(programs, [look]).run()
    say("over")


if __name__ == "__main__":
    main()
