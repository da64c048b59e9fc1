"""Grammar of whole casualty lines: clauses of people and what happened to them, in either order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from incidents.codebook import CasualtyStatus, Outcome, selected

from .people import (
    HarmedGroup,
    Readings,
    Tokens,
    beyond_and,
    exactly,
    group_lists,
    mark,
    nouns,
    parts_of,
    whose,
)
from .tokens import Harm, Mark, Number, Qualifier, Token, Vague

_UNDIVIDED = frozenset(
    selected(
        Outcome,
        {Outcome.KILLED, Outcome.WOUNDED, Outcome.KILLED_OR_WOUNDED},
        others={
            *(Outcome.DIED_LATER, Outcome.MISSING, Outcome.DETAINED, Outcome.ABDUCTED, Outcome.RELEASED),
            *(Outcome.DISPLACED, Outcome.SEXUAL_VIOLENCE, Outcome.FOUND_DEAD),
        },
    )
)
"""Outcomes that one number may count together: “killed and wounded”."""


@dataclass(frozen=True)
class Clause:
    """Groups of people who came to the same harm."""

    outcome: Outcome
    groups: tuple[HarmedGroup, ...]


def lines(tokens: Tokens) -> Iterator[tuple[Clause, ...]]:
    """Each way in which all the words can be read."""
    yield from _clauses(tuple(token for token in tokens if token.meaning is not Mark.NOISE), 0)


def _clauses(tokens: Tokens, at: int) -> Iterator[tuple[Clause, ...]]:
    for clause, after in _clause(tokens, at):
        if after == len(tokens) or (after == len(tokens) - 1 and mark(tokens, after, Mark.COMMA)):
            yield (clause,)
        elif (beyond := beyond_and(tokens, after)) > after or _opens_clause(tokens[after]):
            for others in _clauses(tokens, beyond):
                yield (clause, *others)


def _opens_clause(token: Token) -> bool:
    """Whether a clause may begin there without a comma or an “and” before it: “one killed 3 wounded”."""
    return isinstance(token.meaning, (Number, Qualifier, Vague, Harm)) or token.meaning in (
        Mark.BETWEEN,
        Mark.LEAVING,
    )


def _clause(tokens: Tokens, at: int) -> Readings[Clause]:
    at += mark(tokens, at, Mark.LEAVING)
    for groups, after in _with_parts(tokens, at):
        # “5 civilians, including 2 children, were killed”
        if groups[0].parts:
            after += mark(tokens, after, Mark.COMMA)
        for harm, end in _harms(tokens, after, leading=False):
            yield from _finished(tokens, harm, groups, end)
    for harm, after in _harms(tokens, at, leading=True):
        after += mark(tokens, after, Mark.COLON)
        for groups, end in _with_parts(tokens, after):
            yield Clause(harm.outcome, groups), end
    meaning = tokens[at].meaning if at < len(tokens) else None
    if isinstance(meaning, Harm) and meaning.count is not None:
        yield from _finished(tokens, meaning, (HarmedGroup(exactly(meaning.count)),), at + 1)


def _with_parts(tokens: Tokens, at: int) -> Readings[tuple[HarmedGroup, ...]]:
    """The people before or after what happened; parts are parts of one group."""
    for groups, after in group_lists(tokens, at):
        yield groups, after
        if len(groups) == 1 and not groups[0].parts:
            for parts, end in parts_of(tokens, after):
                yield (replace(groups[0], parts=parts),), end


def _finished(tokens: Tokens, harm: Harm, groups: tuple[HarmedGroup, ...], at: int) -> Readings[Clause]:
    """What may stand behind “killed”: who they were, whose, a bracket, parts of them."""
    if len(groups) > 1:
        yield Clause(harm.outcome, groups), at
        return
    group = groups[0]
    for described, after in ((group, at), *_described(tokens, group, at)):
        for told, end in whose(tokens, described, after):
            yield Clause(harm.outcome, (told,)), end
            if not told.parts:
                for parts, beyond in parts_of(tokens, end):
                    yield Clause(harm.outcome, (replace(told, parts=parts),)), beyond


def _described(tokens: Tokens, group: HarmedGroup, at: int) -> Readings[HarmedGroup]:
    """“7 wounded civilians”."""
    if group.people is None:
        for people, after in nouns(tokens, at):
            if people.count is None:
                yield replace(group, people=people), after


def _harms(tokens: Tokens, at: int, *, leading: bool) -> Readings[Harm]:
    """“killed”, and “killed and wounded”, which does not divide the number."""
    harm = tokens[at].meaning if at < len(tokens) else None
    if not isinstance(harm, Harm) or (harm.leads and not leading):
        return
    yield harm, at + 1
    joined = any(mark(tokens, at + 1, meaning) for meaning in (Mark.AND, Mark.OR, Mark.SLASH, Mark.COMMA))
    if joined:
        for other, after in _harms(tokens, at + 2, leading=leading):
            outcomes = {harm.outcome, other.outcome}
            if len(outcomes) == 1:
                yield harm, after
            elif outcomes <= _UNDIVIDED:
                yield Harm(Outcome.KILLED_OR_WOUNDED), after


def carried(clauses: tuple[Clause, ...]) -> Iterator[Clause]:
    """“9 civilians killed, 25 wounded”: those who are only counted are of the kind named before."""
    before: HarmedGroup | None = None
    for clause in clauses:
        groups = clause.groups
        if len(groups) == 1 and not groups[0].is_described and before is not None:
            groups = (replace(groups[0], people=before.people, belongs_to=before.belongs_to),)
        yield Clause(clause.outcome, groups)
        before = groups[0] if len(groups) == 1 and _is_plain(groups[0]) else None


def _is_plain(group: HarmedGroup) -> bool:
    """Whether only status and belonging are said of them, as of civilians and of soldiers."""
    people = group.people
    return (
        people is not None
        and people.status != CasualtyStatus.UNKNOWN
        and (people.age_band, people.sex, people.occupation) == (None, None, "")
    )
