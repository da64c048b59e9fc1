"""Parsing of the parameters that are no filters: format, page, columns, and which state of the record to read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from ...codebook import Extent
from ...record.filters.values import nearest
from ...record.reading import BadParameters, Problem, State, parse
from ...record.states import settled_head

FORMATS = ("json", "csv", "xml")
STRUCTURES = ("dyadic", "monadic")
USUAL_LIMIT = 5_000
STATES = ("as_of", "release")
IGNORED = ("key", "email", "terms")
"""What scripts for ACLED's earlier service send along; nothing here is kept from anybody."""

NAMES = ("_format", "limit", "page", "fields", "export_type", "inter_num", "extent", *STATES, *IGNORED)

MOST = 999_999_999
_NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Options:
    """``limit`` 0 is all; ``page`` counts from 1; ``fields`` are the columns to show, in their order."""

    format: str
    limit: int
    page: int
    fields: tuple[str, ...]
    monadic: bool
    numbers: bool
    extents: tuple[str, ...]
    state: State

    @property
    def skip(self) -> int:
        return (self.page - 1) * self.limit

    @property
    def all_extents(self) -> bool:
        return len(self.extents) == len(Extent.values)


def read_options(
    params: QueryDict, columns: Sequence[str], ending: str = "", *, settled: bool = False
) -> Options:
    """Raises ``BadParameters`` that names everything that cannot be read. An ``ending`` of the address is a format.

    ``settled`` is whether the newest state must have everything that was issued by now.
    """
    parser = OptionParser(params)
    options = Options(
        format=parser.one_of("_format", FORMATS, usual=ending),
        limit=parser.number("limit", USUAL_LIMIT, least=0),
        page=parser.number("page", 1, least=1),
        fields=parser.fields(columns),
        monadic=parser.one_of("export_type", STRUCTURES) == "monadic",
        numbers=parser.one_of("inter_num", ("0", "1")) == "1",
        extents=parser.extents(),
        state=parser.state(settled=settled),
    )
    if options.limit == 0 and options.page > 1:
        parser.add_problem("page", _("has no second page when limit=0 gives all"))
    if parser.problems:
        raise BadParameters(parser.problems)
    return options


class OptionParser:
    """Reads all parameters before it raises, so that one answer names all that is wrong."""

    def __init__(self, params: QueryDict) -> None:
        self.params = params
        self.problems: list[Problem] = []

    def add_problem(self, name: str, message: str, near: str | None = None) -> None:
        self.problems.append(Problem(name, message, near))

    def text(self, name: str) -> str:
        return (self.params.get(name) or "").strip()

    def one_of(self, name: str, choices: Sequence[str], *, usual: str = "") -> str:
        """The first choice when none is given."""
        text = (self.text(name) or usual).lower()
        if text and text not in choices:
            self.add_problem(
                name, _("must be one of %(known)s") % {"known": ", ".join(choices)}, nearest(text, choices)
            )
        return text if text in choices else choices[0]

    def number(self, name: str, usual: int, *, least: int) -> int:
        text = self.text(name)
        if not text:
            return usual
        if not _NUMBER.fullmatch(text) or int(text) < least:
            bounds = {"least": least, "most": MOST}
            self.add_problem(name, _("must be a whole number from %(least)s to %(most)s") % bounds)
            return usual
        return int(text)

    def fields(self, columns: Sequence[str]) -> tuple[str, ...]:
        named = list(dict.fromkeys(name.strip() for name in self.text("fields").split("|") if name.strip()))
        for name in named:
            if name not in columns:
                self.add_problem(
                    "fields",
                    _("holds “%(name)s”, which is no column here") % {"name": name},
                    nearest(name, columns),
                )
        return tuple(named) or tuple(columns)

    def extents(self) -> tuple[str, ...]:
        """Single incidents unless asked: sums and series hold what single incidents tell already."""
        named = [name.strip().lower() for name in self.text("extent").split("|") if name.strip()]
        if named == ["all"]:
            return tuple(Extent.values)
        for name in named:
            if name not in Extent.values:
                known = [*Extent.values, "all"]
                self.add_problem(
                    "extent",
                    _("must be one of %(known)s") % {"known": ", ".join(known)},
                    nearest(name, known),
                )
        return tuple(dict.fromkeys(named)) or (str(Extent.SINGLE),)

    def state(self, *, settled: bool) -> State:
        """The newest state unless another is asked for, in the words of our own API."""
        parameters = {name: self.text(name) for name in STATES if self.text(name)}
        if settled and not parameters:
            return settled_head(until_now=True)
        try:
            return parse(parameters).state
        except BadParameters as bad:
            self.problems += bad.problems
            return parse({}).state
