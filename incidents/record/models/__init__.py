"""The record's tables: the log, the index made from it, and the sums kept of the index.

No foreign key leads to the desk. Read ``log`` first (``Edition``, ``Head``), then ``index`` and ``row``; ``releases``
and the sums (``summary_tables``, ``cell_sums``, ``division_sums``) stand beside them.
"""

from .cell_sums import CoarseCell, FineCell, MiddleCell
from .division_sums import MonthlyDivision
from .index import OPEN, Entry, EntryPlace, EntrySet
from .log import Edition, Head
from .releases import Release
from .row import Row
from .summary_tables import (
    DailyCountry,
    MonthlyActor,
    MonthlyArea,
    MonthlyGrade,
    MonthlyKind,
    MonthlyTerm,
    SummaryState,
)

__all__ = [
    "OPEN",
    "CoarseCell",
    "DailyCountry",
    "Edition",
    "Entry",
    "EntryPlace",
    "EntrySet",
    "FineCell",
    "Head",
    "MiddleCell",
    "MonthlyActor",
    "MonthlyArea",
    "MonthlyDivision",
    "MonthlyGrade",
    "MonthlyKind",
    "MonthlyTerm",
    "Release",
    "Row",
    "SummaryState",
]
