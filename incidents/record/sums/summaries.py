"""Refreshing the kept sums, and comparing them with the index.

Whoever changes one locks the rows of ``record_summary`` first, in the order of their names, so that its state and its
sums are changed together. Publishers, who hold the head of the log, take these locks after it and never before.
"""

from collections.abc import Collection, Iterable, Iterator

from django.db import connection, connections, transaction

from ..models.cell_sums import SUMMARIES as CELLS
from ..models.division_sums import SUMMARIES as DIVISIONS
from ..models.monthly_sums import SUMMARIES as AGGREGATES
from ..models.summary import COUNTED, Summary

SUMMARIES: tuple[Summary, ...] = (*AGGREGATES, *CELLS, *DIVISIONS)
"""All that is kept. A new one is built by the next refresh, and not used before."""

STEP = 5_000
"""Editions between two looks at whether the summaries have fallen behind."""
SHARE = 50
"""They have when STEP editions came since, and one in this many of all: a large record is read quickly with a large
difference too, and seldom refreshed costs its publishers little."""


def refresh(*, rebuild: bool = False) -> int:
    """Bring every summary to the newest state; returns that. ``rebuild`` counts everything anew.

    In a transaction of its own or the caller's. Readers go on meanwhile; so do publishers, unless they withhold.
    """
    with transaction.atomic():
        states = _locked([summary.table for summary in SUMMARIES])
        now = _head()
        for summary in SUMMARIES:
            since = 0 if rebuild else states[summary.table]
            with connection.cursor() as cursor:
                if since == 0:
                    cursor.execute(f"DELETE FROM {summary.table}")  # noqa: S608  # not TRUNCATE: readers go on
                    cursor.execute(summary.merge(summary.counted(now)))
                elif since < now:
                    cursor.execute(summary.merge(summary.delta(since, now)))
                cursor.execute(
                    "UPDATE record_summary SET sequence = %s WHERE name = %s", [now, summary.table]
                )
    return now


def refresh_if_behind() -> None:
    """After publishing: refresh where reading the difference would begin to cost."""
    now = _head()
    behind = now - min(states(summary.table for summary in SUMMARIES).values(), default=0)
    if behind >= max(STEP, now // SHARE):
        refresh()


def schedule_refresh(first: int, last: int) -> None:
    """Editions were appended: once in every STEP of them see whether it is time, when the transaction is through."""
    if (first - 1) // STEP != last // STEP:
        # What was published stays published even if this fails: answers are exact without it.
        transaction.on_commit(refresh_if_behind, robust=True)


def subtract(sequences: Collection[int]) -> None:
    """Take entries out of the sums that are about to leave the index. In the transaction that removes them."""
    _adjust(sequences, "-")


def add(sequences: Collection[int]) -> None:
    """Add entries to the sums that were put into the index anew, long after they were issued."""
    _adjust(sequences, "")


def states(tables: Iterable[str], *, using: str = "default") -> dict[str, int]:
    """The state each summary stands for; 0, the empty record, where it was never built."""
    names = list(tables)
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT name, sequence FROM record_summary WHERE name = ANY(%s)", [names])
        return dict.fromkeys(names, 0) | dict(cursor.fetchall())


def disagreements(*, using: str = "default") -> Iterator[tuple[str, int]]:
    """Summaries whose sums are not those of the index, and in how many combinations."""
    sequences = states((summary.table for summary in SUMMARIES), using=using)
    with connections[using].cursor() as cursor:
        for summary in SUMMARIES:
            cursor.execute(summary.disagreement(sequences[summary.table]))
            (wrong,) = cursor.fetchone()
            if wrong:
                yield summary.table, wrong


def _adjust(sequences: Collection[int], sign: str) -> None:
    if not sequences:
        return
    states = _locked([summary.table for summary in SUMMARIES])
    with connection.cursor() as cursor:
        for summary in SUMMARIES:
            counted = COUNTED.format(since=states[summary.table])
            rows = summary.rows(f"{counted} AND entry.sequence = ANY(%s)", sign)
            if states[summary.table]:
                cursor.execute(summary.merge(rows), [list(sequences)])


def _locked(tables: list[str]) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO record_summary (name, sequence) SELECT unnest(%s::text[]), 0 ON CONFLICT DO NOTHING",
            [sorted(tables)],
        )
        cursor.execute("SELECT name, sequence FROM record_summary ORDER BY name FOR UPDATE")
        return dict(cursor.fetchall())


def _head() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(sequence), 0) FROM record_head")
        (sequence,) = cursor.fetchone()
        return int(sequence)
