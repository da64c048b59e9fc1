"""Comparison of changed rows by the documents of their incidents: only what reads differently is an update.

A row may be coded otherwise and yet say the same: another spelling of a place, an alias of a source, reports in another
order. So the newer row is entered for a moment, the document compiled as it would be issued, and all of it undone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from incidents.codebook import RowVerdict
from incidents.editorial.compile import load

from . import desk
from .context import ChunkContext
from .judging import JudgedRow


def settle_changes(context: ChunkContext, rows: Sequence[JudgedRow]) -> None:
    """The final verdicts of rows that were judged as updates, within the caller's transaction.

    What an import took back is entered again whatever it says. The same number of queries for one as for many.
    """
    changed = [row for row in rows if row.verdict == RowVerdict.UPDATED and not row.taken_back]
    if not changed:
        return
    entries = [row.entering() for row in changed]
    keys = [entry.incident for entry in entries]
    before = _documents(keys)
    point = transaction.savepoint()
    # The origin stays as it is: that the version of the dataset is another is no change of what it says.
    desk.rewrite(entries, dataset=context.scheme, licence=context.licence, own=context.own)
    after = _documents(keys)
    transaction.savepoint_rollback(point)
    for row, key in zip(changed, keys, strict=True):
        if before[key] == after[key]:
            row.is_rewritten = True
            row.settle_same(context)
        elif row.is_recoded:
            row.settle(RowVerdict.UPDATED, _("The row is as it was; it is coded differently now."))
        elif row.superseded:
            row.settle(
                RowVerdict.UNCHANGED,
                _("Import %(run)s has changed it since this file was imported; take that back first.")
                % {"run": row.superseded},
            )


def _documents(keys: Sequence[int]) -> dict[int, Any]:
    """What the desk says of the incidents, as it would be public."""
    batch = load("incident", keys)
    return dict(batch.compile(batch.identifiers()))
