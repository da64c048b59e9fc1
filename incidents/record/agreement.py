"""Whether the index says what the documents say: stored rows beside recomputed ones, for checking and rebuilding."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from . import document
from .entries import FIELDS, PLACE_FIELDS, EntryRow, PlaceRow, row_of
from .errors import LogError
from .models import OPEN

# One row per edition: its place in the log, its text, what `until` must be, and the stored row with its places.
COLUMNS = f"""
    edition.sequence, edition.subject, edition.public_id, edition.body,
    coalesce((
        SELECT min(later.sequence) FROM record_edition AS later
        WHERE later.public_id = edition.public_id AND later.sequence > edition.sequence
    ), {OPEN}),
    entry.sequence, entry.subject, entry.public_id, entry.until,
    {", ".join(f"entry.{column}" for column in FIELDS)},
    (
        SELECT json_agg(json_build_array({", ".join(PLACE_FIELDS)}) ORDER BY position)::text
        FROM record_entryplace AS place WHERE place.sequence = edition.sequence
    )
"""  # noqa: S608  # names of our own columns
TABLES = "record_edition AS edition LEFT JOIN record_entry AS entry ON entry.sequence = edition.sequence"

_places = msgspec.json.Decoder(list[tuple[str, str, float, float, int, float, float, float, float]])


@dataclass(frozen=True, slots=True)
class Compared:
    """An edition with the row it should have and the parts in which the stored one differs."""

    sequence: int
    subject: str
    public_id: str
    until: int
    wanted: EntryRow | None
    differs: tuple[str, ...]


def compared(row: tuple[Any, ...]) -> Compared:
    """From a row of ``COLUMNS``. Raises ``LogError`` for a text that is no document."""
    sequence, subject, public_id, body, until, *stored = row
    try:
        wanted = None if body is None else row_of(document.decode(body))
    except (msgspec.MsgspecError, KeyError, ValueError) as error:
        raise LogError(f"sequence {sequence} ({public_id}): its text is no document ({error})") from error
    known = (sequence, subject, public_id, until)
    return Compared(sequence, subject, public_id, until, wanted, tuple(_differences(known, wanted, stored)))


def _differences(known: tuple[Any, ...], wanted: EntryRow | None, stored: list[Any]) -> Iterator[str]:
    listed, places = stored[0] is not None, stored[-1]
    if wanted is None:
        if listed:
            yield "listed although it must not be"
        return
    if not listed:
        yield "not listed"
        return
    names = ("sequence", "subject", "public_id", "until", *FIELDS)
    values = (*known, *(getattr(wanted, field) for field in FIELDS))
    yield from (name for name, value, found in zip(names, values, stored[:-1], strict=True) if value != found)
    if wanted.places != [PlaceRow(*place) for place in _places.decode(places or "[]")]:
        yield "places"
