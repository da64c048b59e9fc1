"""What a command that imports tells of names that were not known: all in a file, those in doubt at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
from django.core.management.base import OutputWrapper

from incidents.intake.imports.engine.new_references import NewReference
from incidents.intake.imports.spreadsheet.names import GROUPS

from .import_reports import write_report

HEADING = ("kind", "name", "level", "country", "within", "lines", "in doubt", "nearest known")
MOST_TOLD = 20


def tell_new_names(new: Sequence[NewReference], report: Path, out: OutputWrapper, *, asks: bool) -> None:
    """Write the list beside the report of verdicts; nothing where every name was known."""
    if not new:
        return
    path = report.with_name(f"{report.stem}-new{report.suffix}")
    write_report(path, HEADING, map(_columns, new))
    numbers = Counter[str](reference.kind for reference in new)
    counted = ", ".join(f"{group} {numbers[kind]}" for kind, group in GROUPS.items() if numbers[kind])
    out.write(f"Not known before: {counted}. The list, with the known ones nearest to each, is in {path}.")
    if asks and (open_ones := [reference for reference in new if reference.is_open]):
        out.write(
            f"In doubt, so that their rows were set aside: {len(open_ones)}. Decide in the mapping, such as:"
        )
        out.writelines(_decisions(open_ones[:MOST_TOLD]))


def _columns(reference: NewReference) -> tuple[Any, ...]:
    neighbours = "; ".join(map(str, reference.neighbours))
    lines = " ".join(map(str, reference.lines))
    within = reference.within, lines, reference.doubt
    return reference.kind, reference.name, reference.level, reference.country, *within, neighbours


def _decisions(references: Sequence[NewReference]) -> Iterator[str]:
    """Lines of TOML that join each to the nearest known one, with what stands against a new one."""
    for kind, group in GROUPS.items():
        if of_kind := [reference for reference in references if reference.kind == kind]:
            yield f"[names.{group}]\n"
        for reference in of_kind:
            nearest = reference.neighbours[0].decision if reference.neighbours else reference.name
            remark = f"{reference.doubt} The same name enters a new one."
            yield f"{_quoted(reference.name)} = {_quoted(nearest)}  # {remark}\n"


def _quoted(text: str) -> str:
    return msgspec.json.encode(text).decode()
