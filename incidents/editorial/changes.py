"""One change that a colleague made on the desk, in words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DeskChange:
    """``before`` or ``after`` is an empty string where something was added or taken away.

    ``path`` is dotted: a form field, or foreign key, model and primary key of a row that belongs to the subject.
    """

    path: str
    label: str
    before: str
    after: str
