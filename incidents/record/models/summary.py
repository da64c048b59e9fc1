"""Incremental sums over the index, and their SQL: exact in every state of the record from the one they were made in.

A summary holds, for each combination of its keys, the sums over all entries that were in force right after the edition
S. The sums of a later state N are these, and what was opened since (issued after S, in force at N), less what was
closed since (in force at S, not at N). What was closed is found by an index on ``until``; both are few as long as the
summary is brought up to date now and then (``sums.summaries.refresh``), which is the same arithmetic, written down.
"""

from collections.abc import Mapping
from dataclasses import dataclass

OPENED = "entry.sequence > {since} AND entry.sequence <= {now} AND entry.until > {now}"
CLOSED = "entry.until > {since} AND entry.until <= {now} AND entry.sequence <= {since}"
COUNTED = "entry.sequence <= {since} AND entry.until > {since}"


@dataclass(frozen=True)
class Summary:
    """What is summed. All SQL is ours; nothing that a stranger wrote goes into it.

    ``source`` follows FROM and gives one row for each thing that is counted; it holds ``record_entry AS entry``.
    ``keys`` and ``measures`` are expressions over it, by the column of ``table`` that keeps them: keys may be null,
    measures are whole numbers. The table has a unique constraint over all keys that holds nulls to be equal.
    """

    table: str
    source: str
    keys: Mapping[str, str]
    measures: Mapping[str, str]
    where: str = "true"

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.keys, *self.measures)

    def rows(self, condition: str, sign: str = "") -> str:
        """One row for each thing counted under the condition; ``sign`` is ``-`` for what is taken off."""
        keys = [f"{sql} AS {column}" for column, sql in self.keys.items()]
        measures = [f"{sign}({sql}) AS {column}" for column, sql in self.measures.items()]
        return f"SELECT {', '.join([*keys, *measures])} FROM {self.source} WHERE {self.where} AND {condition}"  # noqa: S608

    def delta(self, since: int, now: int) -> str:
        """What changed from one state to a later one, uncounted."""
        opened, closed = (condition.format(since=int(since), now=int(now)) for condition in (OPENED, CLOSED))
        return f"{self.rows(opened)} UNION ALL {self.rows(closed, '-')}"

    def at(self, since: int, now: int) -> str:
        """Rows whose sums are those of the state ``now``, later or earlier; ``since`` is the state of the table."""
        kept = f"SELECT {', '.join(self.columns)} FROM {self.table}"  # noqa: S608
        if since == now:
            return kept
        if since < now:
            return f"{kept} UNION ALL {self.delta(since, now)}"
        # Back to an earlier state: what was opened since is taken off, what was closed since is put back.
        opened, closed = (condition.format(since=int(now), now=int(since)) for condition in (OPENED, CLOSED))
        return f"{kept} UNION ALL {self.rows(opened, '-')} UNION ALL {self.rows(closed)}"

    def counted(self, since: int) -> str:
        """The whole of it, from the index alone."""
        return self.rows(COUNTED.format(since=int(since)))

    def merge(self, rows: str) -> str:
        """The statement that adds rows to the table. A combination whose sums come to nothing stays, with zeros."""
        summed = ", ".join([*self.keys, *(f"sum({column})" for column in self.measures)])
        added = ", ".join(f"{column} = {self.table}.{column} + excluded.{column}" for column in self.measures)
        return (
            f"INSERT INTO {self.table} ({', '.join(self.columns)}) "  # noqa: S608
            f"SELECT {summed} FROM ({rows}) AS changed GROUP BY {', '.join(self.keys)} "
            f"ON CONFLICT ({', '.join(self.keys)}) DO UPDATE SET {added}"
        )

    def disagreement(self, since: int) -> str:
        """How many combinations have other sums than the index gives."""
        keys, measures = ", ".join(self.keys), ", ".join(f"sum({column})" for column in self.measures)
        nothing = " AND ".join(f"{column} = 0" for column in self.measures)
        counted = f"SELECT {keys}, {measures} FROM ({self.counted(since)}) AS counted GROUP BY {keys}"  # noqa: S608
        kept = f"SELECT {', '.join(self.columns)} FROM {self.table} WHERE NOT ({nothing})"  # noqa: S608
        # EXCEPT holds nulls to be equal, which a join does not.
        return (
            f"SELECT count(*) FROM (({counted} EXCEPT {kept}) UNION ALL ({kept} EXCEPT {counted})) AS other"  # noqa: S608
        )
