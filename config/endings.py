"""End of a program that the database, the disk or a directory stops: one sentence on standard error, no traceback."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError

from config.database_server import DatabaseUnusable
from incidents.outages import Outage, outage_of

_NOTHING_HALF_DONE = "What was begun in the database was undone."


@contextmanager
def ending_in_a_sentence() -> Iterator[None]:
    """Exit with status 1 where an outage (`incidents.outages`) or what is not set up rightly ends the program.

    Everything else is a fault of ours, and shows where it came from.
    """
    try:
        yield
    except (ImproperlyConfigured, DatabaseUnusable, CommandError) as problem:
        sys.exit(str(problem))
    except Exception as error:
        sentence = _sentence(error)
        if sentence is None:
            raise
        sys.exit(sentence)


@contextmanager
def stopping_tidily(what: str) -> Iterator[None]:
    """Let SIGTERM, SIGHUP and Ctrl-C end the program when what it has begun is cleared away, with a sentence."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    try:
        yield
    except KeyboardInterrupt:
        sys.exit(f"The {what} was stopped. Nothing unfinished was left.")


def _sentence(error: Exception) -> str | None:
    outage = outage_of(error)
    if isinstance(error, OSError):
        return _about_a_file(error, outage is Outage.DISK_FULL) if outage else None
    reason = str(error).strip().partition("\n")[0]
    match outage:
        case None:
            return None
        case Outage.DATABASE_AWAY:
            return f"The database cannot be reached, or ended the connection: {reason}"
        case Outage.TOO_MANY_CONNECTIONS:
            return f"The database has no connection left ({reason}). Wait, or raise max_connections."
        case Outage.LOCKED:
            return (
                f"Somebody else's transaction holds what this needs ({reason}). {_NOTHING_HALF_DONE} "
                "pg_stat_activity shows who it is; try again when it has ended."
            )
        case Outage.TOO_SLOW:
            return f"The database ended what took too long ({reason}). {_NOTHING_HALF_DONE}"
        case Outage.READ_ONLY:
            return f"The database takes no changes, as a copy of another one does ({reason})."
        case Outage.DISK_FULL | Outage.NOT_WRITABLE:
            return f"The database has no room left ({reason}). {_NOTHING_HALF_DONE} Free some, and try again."


def _about_a_file(error: OSError, is_full: bool) -> str:
    what = error.filename2 or error.filename
    if is_full:
        where = f"to write {what}" if what else "on the disk"
        return f"There is no room left {where} ({error.strerror}). Free some, or name another place; then try again."
    return (
        f"{what or 'A file'} cannot be written or read ({error.strerror}). "
        "See who owns it and its folder, and whether this account may write there."
    )
