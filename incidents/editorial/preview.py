"""What would become public, and how it differs from what is."""

from __future__ import annotations

from dataclasses import dataclass

from incidents.record.document import Document

from .changes import Change
from .refusal import Problem
from .subjects import DeskSubject


@dataclass(frozen=True, slots=True)
class Preview:
    """The next edition's document and its canonical text, and what stands in the way of issuing it."""

    document: Document
    text: str
    problems: list[Problem]


def preview(*, subject: DeskSubject) -> Preview:
    """Compile the desk's state without publishing anything; names of what is not public yet carry no id."""
    raise NotImplementedError


def difference(*, subject: DeskSubject) -> list[Change]:
    """What the next edition would change in the current one; everything where there is none."""
    raise NotImplementedError
