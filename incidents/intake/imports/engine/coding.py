"""Coding of a table's rows, each coded or set aside with the reason: for a run and for the preview of one alike."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _

from ..files.sources import SourceRow
from .agreement import agreed
from .coded import SAME, CodedRow, Coder, Rejected
from .faults import reason_of
from .limits import misfit_in
from .titles import built_title

LONGEST_KEY = 100


class CodingResult(NamedTuple):
    """The row, or why there is none; ``key`` is its identifier as given, whatever became of it."""

    row: CodedRow | None
    key: str
    problem: str = ""


class Coding:
    """Codes the rows of one table in their order. An identifier belongs to the first row that has it.

    That holds where the first one was set aside, too: once it is mended, it would take the place of the second.
    """

    def __init__(self, coder: Coder) -> None:
        self.coder = coder
        self.seen: dict[str, int] = {}
        self._outside: dict[tuple[str, str], int] = {}

    def coded(self, read: SourceRow) -> CodingResult:
        key = self.coder.key(read.columns)
        first = self.seen.setdefault(key, read.line) if key else read.line
        try:
            if read.problem:
                raise Rejected(read.problem)
            if first != read.line:
                raise Rejected(
                    _("Its identifier %(key)s stands in line %(line)s already.") % {"key": key, "line": first}
                )
            if len(key) > LONGEST_KEY:
                raise Rejected(_("Its identifier is longer than %(n)s characters.") % {"n": LONGEST_KEY})
            row = agreed(self.coder.code(read.columns), mendable=self.coder.about.mendable)
            if not row.title:
                row.title, row.title_is_built = built_title(row), True
            if problem := misfit_in(row) or self._known_elsewhere(row, read.line):
                raise Rejected(problem)
        except Rejected as problem:
            return CodingResult(None, key, str(problem))
        except (ValueError, ArithmeticError) as fault:
            return CodingResult(None, key, reason_of(fault, read.columns))
        row.flags = [*row.flags, *read.flags]
        return CodingResult(row, key)

    def _known_elsewhere(self, row: CodedRow, line: int) -> str:
        """Says that an earlier row is the same event by somebody else's identifier for it; empty where none is."""
        for scheme, value, match in row.codes:
            if match == SAME and scheme != self.coder.about.key:
                first = self._outside.setdefault((scheme, value), line)
                if first != line:
                    message = _("It is the event %(id)s of %(scheme)s, and so is the row in line %(line)s.")
                    return message % {"id": value, "scheme": scheme, "line": first}
        return ""
