"""Comparison of the index's rows with ones recomputed from the documents, for checking and rebuilding."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from .. import document
from ..errors import LogError
from ..models import OPEN
from ..projection import rows
from ..projection.entries import FIELDS, PLACE_FIELDS, EntryRow, PlaceRow, row_of

# One row per edition: its place in the log, its text, what `until` must be, and the stored row with its places.
COLUMNS = f"""
    edition.sequence, edition.subject, edition.public_id, edition.issued_at, edition.body,
    coalesce((
        SELECT min(later.sequence) FROM record_edition AS later
        WHERE later.public_id = edition.public_id AND later.sequence > edition.sequence
    ), {OPEN}),
    entry.sequence, entry.subject, entry.public_id, entry.until,
    {", ".join(f"entry.{column}" for column in FIELDS)},
    flat.issued_at, {", ".join(f"flat.{column}" for column in rows.COLUMNS)},
    (
        SELECT json_agg(json_build_array({", ".join(PLACE_FIELDS)}) ORDER BY position)::text
        FROM record_entryplace AS place WHERE place.sequence = edition.sequence
    )
"""  # noqa: S608  # names of our own columns
TABLES = """
    record_edition AS edition
    LEFT JOIN record_entry AS entry ON entry.sequence = edition.sequence
    LEFT JOIN record_row AS flat ON flat.sequence = edition.sequence
"""
_COMMON = ("sequence", "subject", "public_id", "until", *FIELDS)

_places = msgspec.json.Decoder(list[tuple[str, str, float, float, int, float, float, float, float]])


@dataclass(frozen=True, slots=True)
class ComparedEdition:
    """An edition with the row it should have and the parts in which the stored one differs."""

    sequence: int
    subject: str
    public_id: str
    until: int
    issued_at: datetime
    expected: EntryRow | None
    differs: tuple[str, ...]


def compare(row: tuple[Any, ...]) -> ComparedEdition:
    """From a row of ``COLUMNS``. Raises ``LogError`` for a text that is no document."""
    sequence, subject, public_id, issued_at, body, until, *stored = row
    try:
        expected = None if body is None else row_of(document.decode(body))
    except (msgspec.MsgspecError, KeyError, ValueError) as error:
        raise LogError(f"sequence {sequence} ({public_id}): its text is no document ({error})") from error
    key = (sequence, subject, public_id, until)
    differs = tuple(_differences(key, issued_at, expected, stored))
    return ComparedEdition(sequence, subject, public_id, until, issued_at, expected, differs)


def _differences(
    key: tuple[Any, ...], issued_at: datetime, expected: EntryRow | None, stored: list[Any]
) -> Iterator[str]:
    listed, places = stored[0] is not None, stored[-1]
    if expected is None:
        if listed:
            yield "listed although it must not be"
        return
    if not listed:
        yield "not listed"
        return
    common, columns = stored[: len(_COMMON)], stored[len(_COMMON) : -1]
    values = (*key, *(getattr(expected, field) for field in FIELDS))
    yield from (name for name, value, other in zip(_COMMON, values, common, strict=True) if value != other)
    flat = [None] * len(columns) if expected.columns is None else [issued_at, *expected.columns]
    names = ("issued_at", *rows.COLUMNS)
    yield from (name for name, value, other in zip(names, flat, columns, strict=True) if value != other)
    if expected.places != [PlaceRow(*place) for place in _places.decode(places or "[]")]:
        yield "places"
