"""Tables that decide every code of a vocabulary, so that a new code cannot fall into a default unnoticed.

A module that meets codes makes its dictionaries with ``decided`` and its sets with ``selected``. Whoever adds a code
is then told at the next start, by the line of the table, where it has to be decided.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar

from .base import Coded

Code = TypeVar("Code", bound=str)
Member = TypeVar("Member", bound=Coded)
Value = TypeVar("Value")


def decided(codes: Iterable[Coded], table: Mapping[Code, Value]) -> dict[Code, Value]:
    """The table, which has an entry for each of the codes and for nothing else.

    Raises ``ValueError`` that names the codes where it has not.
    """
    _check(codes, table)
    return dict(table)


def selected(
    codes: Iterable[Member], chosen: Collection[Member], *, others: Collection[Member]
) -> tuple[Member, ...]:
    """The chosen codes in the order of their vocabulary; ``others`` are all that are not chosen.

    Raises ``ValueError`` that names the codes which are in neither or in both.
    """
    codes = tuple(codes)
    _check(codes, [*chosen, *others])
    return tuple(code for code in codes if code in chosen)


def _check(codes: Iterable[Coded], named: Iterable[str]) -> None:
    members = {str(code): code for code in codes}
    counts = Counter(map(str, named))
    problems = {
        "has to decide": [str(code) for code in members.values() if code not in counts],
        "decides twice": [code for code, count in counts.items() if count > 1],
        "does not know": [code for code in counts if code not in members],
    }
    if any(problems.values()):
        names = ", ".join(dict.fromkeys(type(code).__name__ for code in members.values()))
        wrong = "; ".join(f"{problem} {', '.join(codes)}" for problem, codes in problems.items() if codes)
        raise ValueError(f"This table of {names} {wrong}.")
