"""Reading the dialect as a script would."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from django.test import Client

from incidents.dialects.acled.cache import counts, positions
from incidents.dialects.acled.summaries import tallies

READ = "/dialects/acled/api/{}/read"


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Each test has a record of its own, and may have the same sequences."""
    for cache in (positions, counts, tallies):
        cache.clear()


@pytest.fixture
def ask(client: Client) -> Callable[..., Any]:
    """``ask("deleted", limit=1)``: the answer, whatever its status, with ``.body`` and, of JSON, ``.data``."""

    def asked(table: str = "acled", *, headers: dict[str, str] | None = None, **parameters: Any) -> Any:
        answer: Any = client.get(READ.format(table), parameters, headers=headers or {})
        answer.body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if (
            answer.headers.get("Content-Type") == "application/json"
            and "Content-Encoding" not in answer.headers
        ):
            answer.data = msgspec.json.decode(answer.body)
        return answer

    return asked


@pytest.fixture
def read(ask: Callable[..., Any]) -> Callable[..., list[dict[str, Any]]]:
    """``read(country="Syria")``: the rows of an answer that must be one."""

    def rows(table: str = "acled", **parameters: Any) -> list[dict[str, Any]]:
        answer = ask(table, **parameters)
        assert answer.status_code == 200, answer.data
        rows: list[dict[str, Any]] = answer.data["data"]
        assert answer.data["count"] == len(rows)
        return rows

    return rows


@pytest.fixture
def ids(read: Callable[..., list[dict[str, Any]]]) -> Callable[..., set[str]]:
    """``ids(country="Syria")``: which events were found."""
    return lambda **parameters: {row["event_id_cnty"] for row in read(**parameters)}
