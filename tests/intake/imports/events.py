"""Rows in the shape of UCDP GED, made up: no event in them has happened."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

COLUMNS = (
    "id", "year", "type_of_violence", "conflict_new_id", "dyad_new_id", "side_a_new_id", "side_a", "side_b_new_id",
    "side_b", "number_of_sources", "source_article", "source_original", "where_prec", "where_coordinates",
    "adm_1", "adm_2", "latitude", "longitude", "country", "event_clarity", "date_prec", "date_start", "date_end",
    "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "low", "best", "high",
)  # fmt: skip

EVENT: dict[str, Any] = {
    "id": "1", "year": "2016", "type_of_violence": "1", "conflict_new_id": "299", "dyad_new_id": "11973",
    "side_a_new_id": "118", "side_a": "Government of Syria",
    "side_b_new_id": "4456", "side_b": "Northern Brigade", "number_of_sources": "1",
    "source_article": '"The Monitor,2016-01-01,Four killed near the mill"', "source_original": "The Monitor",
    "where_prec": "1", "where_coordinates": "Milltown village", "adm_1": "Homs Governorate", "adm_2": "Rastan district",
    "latitude": "34.802462", "longitude": "36.707602", "country": "Syria", "event_clarity": "1", "date_prec": "1",
    "date_start": "2016-01-01", "date_end": "2016-01-01", "deaths_a": "2", "deaths_b": "2", "deaths_civilians": "0",
    "deaths_unknown": "0", "low": "4", "best": "4", "high": "4",
}  # fmt: skip


def event(**changed: Any) -> dict[str, Any]:
    return {**EVENT, **{name: str(value) for name, value in changed.items()}}


def table(path: Path, rows: Iterable[dict[str, Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path
