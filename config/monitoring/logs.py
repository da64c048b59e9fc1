"""The log: one line or one JSON object for each entry, on standard error.

No erasure reaches a log, so nothing that could name somebody may get into one: of a request its number and route, of
an exception (outside of development) its type and where it arose, of both nothing that somebody typed.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from traceback import StackSummary, format_list, walk_tb
from types import TracebackType
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from config.monitoring.naming import ALIVE, KEY, READY, request_id, route_of

FIELDS = ("method", "route", "status", "ms")
"""What an entry may say besides its message. Libraries attach whole requests and rows to theirs."""


def configuration(*, level: str, as_json: bool, messages_of_exceptions: bool) -> dict[str, Any]:
    """Django's LOGGING."""
    formatter = JsonEntry if as_json else TextEntry
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"discreet": {"()": Discreet, "messages_of_exceptions": messages_of_exceptions}},
        "formatters": {"entry": {"()": formatter, "messages_of_exceptions": messages_of_exceptions}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "entry", "filters": ["discreet"]}
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
            "uvicorn": {"level": "ERROR"},  # it warns of every request that is no HTTP
            "attest.access": {"level": "INFO"},  # asked for with a setting of its own
            # A host name that is not ours is somebody's scan, not an error of ours.
            "django.security.DisallowedHost": {"level": "CRITICAL"},
        },
    }


class Discreet(logging.Filter):
    """Puts the route in place of the path that Django names in its entries, and adds the request's number.

    Where messages of exceptions are kept out, so are entries that consist of one.
    """

    def __init__(self, *, messages_of_exceptions: bool) -> None:
        super().__init__()
        self.messages_of_exceptions = messages_of_exceptions

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        record.request_id = request_id.get() or (request.META.get(KEY, "") if request is not None else "")
        if request is not None and request.path_info in (ALIVE, READY):
            return False  # Django logs every answer from 400 on, and probes ask all the time
        if request is not None and isinstance(record.args, tuple):
            paths = {request.path, request.get_full_path()}
            record.args = tuple(route_of(request) if value in paths else value for value in record.args)
        exception = record.exc_info[1] if record.exc_info else None
        if exception is not None and not self.messages_of_exceptions and record.msg == str(exception):
            record.msg, record.args = _name(exception), ()
        return True


class _Exceptions(logging.Formatter):
    """How an exception is written; mixed into both formats."""

    messages_of_exceptions: bool

    def formatException(self, ei: Any) -> str:
        """The usual traceback, or one without the exceptions' messages, which quote values."""
        if self.messages_of_exceptions:
            return super().formatException(ei)
        return "\n".join(_types_and_places(ei[1]))


class TextEntry(_Exceptions):
    """`2026-11-29 08:15:00,123 ERROR incidents.api: Requests cannot be counted [3f2a…]`."""

    def __init__(self, *, messages_of_exceptions: bool) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")
        self.messages_of_exceptions = messages_of_exceptions

    def formatMessage(self, record: logging.LogRecord) -> str:
        number = getattr(record, "request_id", "")
        return super().formatMessage(record) + (f" [{number}]" if number else "")


class JsonEntry(_Exceptions, JsonFormatter):
    """One object on a line: time, level, logger, message; request_id, method, route, status, ms; exception."""

    def __init__(self, *, messages_of_exceptions: bool) -> None:
        super().__init__(json_ensure_ascii=False)
        self.messages_of_exceptions = messages_of_exceptions

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        log_data["time"] = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        log_data |= {"level": record.levelname, "logger": record.name, "message": record.getMessage()}
        known = {name: getattr(record, name, None) for name in ("request_id", *FIELDS)}
        log_data |= {name: value for name, value in known.items() if value not in (None, "")}
        if record.exc_info:
            log_data["exception"] = self.formatException(record.exc_info)


def _types_and_places(exception: BaseException | None) -> list[str]:
    """Innermost cause first, as Python writes them: places in the code, then the type's name."""
    lines: list[str] = []
    while exception is not None:
        lines[:0] = [*_places(exception.__traceback__), _name(exception)]
        exception = exception.__cause__ or (None if exception.__suppress_context__ else exception.__context__)
    return lines


def _places(traceback: TracebackType | None) -> list[str]:
    return [line.rstrip("\n") for line in format_list(StackSummary.extract(walk_tb(traceback)))]


def _name(exception: BaseException) -> str:
    return f"{type(exception).__module__}.{type(exception).__qualname__}"
