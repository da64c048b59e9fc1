"""The cells of one row under the importer's own names for its columns, with the flags found on the way."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from .coded import Rejected, Verbatim


@dataclass(slots=True)
class Cells:
    """``names`` leads from our name for a column to the table's; an empty name is a column that it does not have."""

    row: Verbatim
    names: Mapping[str, str]
    flags: list[str] = field(default_factory=list)
    agreed: bool = True
    """Whether low <= best <= high held as given."""

    def text(self, name: str) -> str:
        value = self.row.get(self.names[name])
        if value is None:
            return ""
        return (value if isinstance(value, str) else str(value)).strip()

    def has(self, name: str) -> bool:
        return bool(self.names[name])

    def needed(self, name: str) -> str:
        """Raises ``Rejected`` where the cell is empty."""
        if not (text := self.text(name)):
            raise Rejected(f"{self.names[name] or name} is empty.")
        return text

    def number(self, name: str, otherwise: int) -> int:
        """A whole number; ``otherwise`` where the cell is empty or the column missing. Raises ``Rejected``."""
        found = self.count(name)
        return otherwise if found is None else found

    def count(self, name: str) -> int | None:
        """The same, with ``None`` for an empty cell."""
        text = self.text(name)
        if not text:
            return None
        try:
            return int(text)
        except ValueError:
            value = self.degrees(name)
            if value is None or not value.is_integer():
                raise Rejected(f"{self.names[name]} is “{text}”, which is no whole number.") from None
            return int(value)

    def degrees(self, name: str) -> float | None:
        """A decimal number. Raises ``Rejected`` for what is none."""
        text = self.text(name)
        if not text:
            return None
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise Rejected(f"{self.names[name]} is “{text}”, which is no number.")
        return value

    def flag(self, what: str) -> None:
        if what not in self.flags:
            self.flags.append(what)
