"""One difference between two states of a subject, in words a colleague understands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """``before`` or ``after`` is an empty string where something was added or taken away.

    ``path`` is dotted: a form field on the desk, a path into the document in the record.
    """

    path: str
    label: str
    before: str
    after: str
