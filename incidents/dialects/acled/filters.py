"""Parsing of filter parameters into conditions on columns.

``country=Georgia|Armenia`` are alternatives, and so are ``country=Georgia:OR:country=Armenia`` and
``actor1=X:OR:actor2=X``. Everything else must hold together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from ...record.filters.values import nearest
from ...record.reading import BadParameters, Problem
from .columns import (
    EQUAL,
    LIKE,
    OPERATORS,
    AcledColumn,
    ColumnKind,
    ValueTest,
    operator_for,
    region_named,
    vocabulary,
)
from .event import Row

OR, EITHER, WHERE = ":OR:", "|", "_where"
MOST_VALUES = 1_000
"""In one request; each is looked for in each row."""
MOST_NEAR = 20
"""Mistakes for which something similar is looked for: it takes longer than anything else in a refused request."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One column, one operator, and the texts that were given; ``test`` decides about a value."""

    column: AcledColumn
    operator: str
    texts: tuple[str, ...]
    test: ValueTest

    def holds(self, row: Row) -> bool:
        return self.test(row[self.column.name])


Filter = tuple[Condition, ...]
"""Conditions of which one must hold."""


def matches(row: Row, filters: Iterable[Filter]) -> bool:
    return all(any(condition.holds(row) for condition in alternatives) for alternatives in filters)


def names_something(alternatives: Filter) -> bool:
    """Whether one asks for an id or a name: of a column that may hold any text, but the notes."""
    return any(
        condition.column.kind is ColumnKind.TEXT
        and condition.column.name != "notes"
        and not vocabulary(condition.column)
        for condition in alternatives
    )


def asks_for_moments(alternatives: Filter) -> bool:
    """Whether one asks since or until a time of issue, as whoever keeps a copy does."""
    return any(condition.column.kind is ColumnKind.MOMENT for condition in alternatives)


def read_filters(
    params: QueryDict, columns: Mapping[str, AcledColumn], besides: Iterable[str]
) -> list[Filter]:
    """The filters in an address. Raises ``BadParameters`` that names everything that cannot be read.

    ``besides`` are parameters that somebody else reads.
    """
    return FilterParser(params, columns, set(besides)).filters()


class FilterParser:
    """Reads all parameters before it raises, so that one answer names all that is wrong."""

    def __init__(self, params: QueryDict, columns: Mapping[str, AcledColumn], besides: set[str]) -> None:
        self.params, self.columns, self.besides = params, columns, besides
        self.problems: list[Problem] = []
        self.values = 0

    @property
    def has_too_many_values(self) -> bool:
        return self.values > MOST_VALUES

    def filters(self) -> list[Filter]:
        filters = [tuple(self._alternatives(name)) for name in self._filter_names()]
        if self.has_too_many_values:
            message = _("give more than %(most)s values in all") % {"most": MOST_VALUES}
            self.problems.append(Problem("filters", message))
        if self.problems:
            raise BadParameters(self.problems)
        return [conditions for conditions in filters if conditions]

    def _filter_names(self) -> Iterator[str]:
        for name in self.params:
            if name in self.besides:
                continue
            column = name.removesuffix(WHERE)
            if column not in self.columns:
                near = self._nearest(name, [*self.columns, *self.besides])
                self.problems.append(Problem(name, _("is no parameter here"), near))
            elif name == column:
                yield name
            else:
                self._operator(column)

    def _operator(self, column: str) -> str | None:
        """What ``<column>_where`` says; nothing where it is not given or cannot be read."""
        text = (self.params.get(column + WHERE) or "").strip().upper()
        if not text or text in OPERATORS:
            return text or None
        problem = Problem(column + WHERE, _("must be one of %(known)s") % {"known": " ".join(OPERATORS)})
        if problem not in self.problems:
            self.problems.append(problem)
        return None

    def _alternatives(self, name: str) -> Iterator[Condition]:
        for text in self.params.getlist(name):
            for column, part in self._parts(name, text):
                condition = self._condition(column, part)
                if condition:
                    yield condition

    def _parts(self, name: str, text: str) -> Iterator[tuple[str, str]]:
        """``A:OR:other=B`` as (name, A) and (other, B)."""
        first, *others = text.split(OR)
        yield name, first
        for part in others:
            column, equals, value = part.partition("=")
            yield (column.strip(), value) if equals else (name, part)

    def _condition(self, name: str, text: str) -> Condition | None:
        column = self.columns.get(name)
        if column is None:
            near = self._nearest(name, list(self.columns))
            self.problems.append(Problem(name, _("is no parameter here"), near))
            return None
        if "\0" in text:
            self.problems.append(Problem(name, _("holds a character that no text has")))
            return None
        texts = [part.strip() for part in text.split(EITHER) if part.strip()]
        if not texts:
            return None  # an empty field of a form asks for nothing
        self.values += len(texts)
        if self.has_too_many_values:
            return None  # refused whatever else is asked
        if name == "region" and column.kind is ColumnKind.TEXT:
            texts = [region_named(text) for text in texts]
        operator = operator_for(column, texts, self._operator(name))
        try:
            condition = Condition(column, operator, tuple(texts), column.test(operator, texts))
            for part in texts:
                self._refuse_impossible(column, operator, part)
            return condition
        except ValueError as error:
            self.problems.append(Problem(name, str(error)))
            return None

    def _refuse_impossible(self, column: AcledColumn, operator: str, text: str) -> None:
        """A misspelt value of a closed list would find nothing, which reads like peace."""
        values = vocabulary(column)
        if not values or operator not in (EQUAL, LIKE):
            return
        test = column.test(operator, [text])
        if not any(test(value) for value in values):
            words = {words.lower(): words for value in values if (words := column.worded(value))}
            message = _("“%(text)s” is no value of this column") % {"text": text}
            near = self._nearest(text, list(words))
            self.problems.append(Problem(column.name, message, near and words[near]))

    def _nearest(self, text: str, names: list[str]) -> str | None:
        return nearest(text, names) if len(self.problems) < MOST_NEAR else None
