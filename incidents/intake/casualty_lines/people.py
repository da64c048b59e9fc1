"""Grammar of groups of people in a casualty line: “at least 3 SDF fighters”, “a woman and her two sons”.

Every function yields each way in which the words from some place on can be read, with the place after them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple, TypeVar, assert_never

from django.utils.translation import gettext as _

from incidents.codebook import CasualtyStatus

from .tokens import Mark, Number, PeopleWord, Qualifier, Token, Vague

Value = TypeVar("Value")
Readings = Iterator[tuple[Value, int]]
Tokens = Sequence[Token]


class NotACasualtyLine(ValueError):
    """The line cannot be read; the message says what is not understood, or missing."""


class Amount(NamedTuple):
    """How many; ``None`` where an end is open. ``words`` qualify the number."""

    minimum: int | None
    best: int | None
    maximum: int | None
    words: str = ""


@dataclass(frozen=True)
class HarmedGroup:
    """People who came to the same harm: how many, who they were and whose."""

    amount: Amount
    people: PeopleWord | None = None
    belongs_to: str = ""
    parts: tuple[HarmedGroup, ...] = ()
    kin: bool = False
    """Whether they are somebody's family, named after him or her."""

    @property
    def is_described(self) -> bool:
        return self.people is not None or bool(self.belongs_to)


def exactly(number: int) -> Amount:
    return Amount(number, None, number)


def group_lists(tokens: Tokens, at: int) -> Readings[tuple[HarmedGroup, ...]]:
    """Groups one after the other; several of them only where each says who they were."""
    for group, after in groups(tokens, at):
        yield (group,), after
        if group.is_described and (beyond := beyond_and(tokens, after)) > after:
            for others, end in group_lists(tokens, beyond):
                if all(other.is_described for other in others):
                    yield (group, *others), end


def groups(tokens: Tokens, at: int) -> Readings[HarmedGroup]:
    for group, after in _bare_groups(tokens, at):
        yield from whose(tokens, group, after)
    if mark(tokens, at, Mark.FAMILY_OF):
        for amount, after in _amounts(tokens, at + 1):
            yield HarmedGroup(amount, PeopleWord(CasualtyStatus.CIVILIAN)), after
    if mark(tokens, at, Mark.THEIR):
        for group, after in _bare_groups(tokens, at + 1):
            if group.people is not None and group.people.status != CasualtyStatus.COMBATANT:
                people = replace(group.people, status=CasualtyStatus.CIVILIAN)
                yield replace(group, people=people, kin=True), after


def whose(tokens: Tokens, group: HarmedGroup, at: int) -> Readings[HarmedGroup]:
    """The group, with whatever stands behind it: of whom they were, a bracket, “at least”."""
    yield from _at_least(tokens, group, at)
    if not group.belongs_to and mark(tokens, at, Mark.OF):
        for name, after in _names(tokens, at + 1):
            yield from whose(tokens, replace(group, belongs_to=name), after)
    if mark(tokens, at, Mark.OPEN) and not group.parts:
        for told, after in _in_brackets(tokens, group, at + 1):
            yield from whose(tokens, told, after)


def nouns(tokens: Tokens, at: int) -> Readings[PeopleWord]:
    """“civilian women”, and “children and women” where nobody says how many of each."""
    for people, after in _noun(tokens, at):
        yield people, after
        beyond = beyond_and(tokens, after)
        if people.count is None and beyond > after:
            for others, end in nouns(tokens, beyond):
                if others.count is None:
                    yield _undivided(people, others), end


def parts_of(tokens: Tokens, at: int) -> Readings[tuple[HarmedGroup, ...]]:
    """“, including 2 children”, “, two of them children”, “, of whom two were children”."""
    at += mark(tokens, at, Mark.COMMA)
    if mark(tokens, at, Mark.INCLUDING) or mark(tokens, at, Mark.OF_THEM):
        for parts, after in group_lists(tokens, at + 1):
            if all(part.is_described for part in parts):
                yield parts, after
    for amount, after in _amounts(tokens, at):
        if mark(tokens, after, Mark.OF_THEM):
            for people, end in nouns(tokens, after + 1):
                yield (HarmedGroup(amount, people),), end


def mark(tokens: Tokens, at: int, meaning: Mark) -> bool:
    return at < len(tokens) and tokens[at].meaning is meaning


def beyond_and(tokens: Tokens, at: int) -> int:
    """The place after a comma, an “and”, or both."""
    at += mark(tokens, at, Mark.COMMA)
    return at + mark(tokens, at, Mark.AND)


def _bare_groups(tokens: Tokens, at: int) -> Readings[HarmedGroup]:
    for amount, after in _amounts(tokens, at):
        after += mark(tokens, after, Mark.OTHERS)
        yield HarmedGroup(amount), after
        for name, end in _names_before(tokens, after):
            yield HarmedGroup(amount, belongs_to=name), end
        for start in {after, after + mark(tokens, after, Mark.OF)}:
            for (name, people), end in _named_nouns(tokens, start, nouns):
                if people.count in (None, 1) or exactly(people.count) == amount:
                    end += mark(tokens, end, Mark.OTHERS)
                    yield HarmedGroup(amount, replace(people, count=None), name), end
    for (name, people), after in _named_nouns(tokens, at, _noun):
        count, end = people.count, after
        follows = tokens[after].meaning if after < len(tokens) else None
        if isinstance(follows, Number) and follows.after_noun and count in (None, follows.value):
            count, end = follows.value, after + 1
        if count is not None:
            yield HarmedGroup(exactly(count), replace(people, count=None), name), end


def _named_nouns(
    tokens: Tokens, at: int, read: Callable[[Tokens, int], Readings[PeopleWord]]
) -> Readings[tuple[str, PeopleWord]]:
    """What people are called, with the name of those whose people they are before it: “SDF fighters”."""
    for name, start in (("", at), *_names_before(tokens, at)):
        for people, after in read(tokens, start):
            yield (name, people), after


def _noun(tokens: Tokens, at: int) -> Readings[PeopleWord]:
    """One or more words for the same people: “civilian women”; who fights is a fighter, man or woman."""
    people: PeopleWord | None = None
    while at < len(tokens) and isinstance(meaning := tokens[at].meaning, PeopleWord):
        people = meaning if people is None else _both(people, meaning)
        at += 1
        yield people, at


def _both(first: PeopleWord, second: PeopleWord) -> PeopleWord:
    fighting = CasualtyStatus.COMBATANT in (first.status, second.status)
    known = first.status if second.status == CasualtyStatus.UNKNOWN else second.status
    return PeopleWord(
        status=CasualtyStatus.COMBATANT if fighting else known,
        age_band=second.age_band or first.age_band,
        sex=second.sex or first.sex,
        occupation=second.occupation or first.occupation,
        count=second.count,
    )


def _undivided(first: PeopleWord, second: PeopleWord) -> PeopleWord:
    """What holds of both kinds; their numbers are not told apart."""
    return PeopleWord(
        status=first.status if first.status == second.status else CasualtyStatus.UNKNOWN,
        age_band=first.age_band if first.age_band == second.age_band else None,
        sex=first.sex if first.sex == second.sex else None,
        occupation=first.occupation if first.occupation == second.occupation else "",
    )


def _amounts(tokens: Tokens, at: int) -> Readings[Amount]:
    meaning = tokens[at].meaning if at < len(tokens) else None
    match meaning:
        case Mark.BETWEEN:
            for (low, high), after in _range(tokens, at + 1, {Mark.AND, Mark.UP_TO, Mark.OR}):
                yield Amount(low, None, high), after
        case Mark.OR_MORE:
            if (number := _number(tokens, at + 1)) is not None:
                yield Amount(number, None, None, _words(tokens, at, at + 2)), at + 2
        case Vague(before_number=before_number):
            yield Amount(None, None, None, tokens[at].text), at + 1
            if mark(tokens, at + 1, Mark.OF):
                yield Amount(None, None, None, tokens[at].text), at + 2
            if before_number and (number := _number(tokens, at + 1)) is not None:
                yield Amount(None, number, None, _words(tokens, at, at + 2)), at + 2
        case Number(value=value, rough=rough):
            yield Amount(None, value, None, tokens[at].text) if rough else exactly(value), at + 1
            if mark(tokens, at + 1, Mark.OR_MORE):
                yield Amount(value, None, None, _words(tokens, at, at + 2)), at + 2
            for (low, high), after in _range(tokens, at, {Mark.UP_TO, Mark.OR}):
                yield Amount(low, None, high), after
        case Qualifier():
            number = _number(tokens, at + 1)
            if number is not None:
                yield _bounded(meaning, number, _words(tokens, at, at + 2)), at + 2
            if meaning is Qualifier.ABOUT:
                for (low, high), after in _range(tokens, at + 1, {Mark.UP_TO, Mark.OR}):
                    yield Amount(low, None, high, _words(tokens, at, after)), after


def _range(tokens: Tokens, at: int, joined_by: Collection[Mark]) -> Readings[tuple[int, int]]:
    low, high = _number(tokens, at), _number(tokens, at + 2)
    if low is None or high is None or tokens[at + 1].meaning not in joined_by:
        return
    if low > high:
        raise NotACasualtyLine(_("%(low)s to %(high)s is the wrong way round.") % {"low": low, "high": high})
    yield (low, high), at + 3


def _bounded(bound: Qualifier, number: int, words: str) -> Amount:
    match bound:
        case Qualifier.LEAST:
            return Amount(number, None, None, words)
        case Qualifier.ABOVE:
            return Amount(number + 1, None, None, words)
        case Qualifier.BELOW:
            return Amount(None, None, max(number - 1, 0), words)
        case Qualifier.MOST:
            return Amount(None, None, number, words)
        case Qualifier.ABOUT:
            return Amount(None, number, None, words)
        case _:
            assert_never(bound)


def _at_least(tokens: Tokens, group: HarmedGroup, at: int) -> Readings[HarmedGroup]:
    """“3 civilians at least”: the word behind the people speaks of the number before them."""
    yield group, at
    meaning = tokens[at].meaning if at < len(tokens) else None
    low, _best, high, _words_before = group.amount
    if isinstance(meaning, Qualifier) and meaning is not Qualifier.ABOUT and low is not None and low == high:
        yield replace(group, amount=_bounded(meaning, low, tokens[at].text)), at + 1


def _number(tokens: Tokens, at: int) -> int | None:
    meaning = tokens[at].meaning if at < len(tokens) else None
    return meaning.value if isinstance(meaning, Number) else None


def _in_brackets(tokens: Tokens, group: HarmedGroup, at: int) -> Readings[HarmedGroup]:
    """“(NDF)”: whose they were; “(civilians)”: who; “(2 women)”, “(including 2 women)”: parts of them."""
    for parts, after in (*group_lists(tokens, at), *parts_of(tokens, at)):
        if mark(tokens, after, Mark.CLOSE) and all(part.is_described for part in parts):
            yield replace(group, parts=parts), after + 1
    if group.people is None:
        for people, after in nouns(tokens, at):
            if people.count is None and mark(tokens, after, Mark.CLOSE):
                yield replace(group, people=people), after + 1
    if not group.belongs_to:
        for name, after in _names(tokens, at):
            if mark(tokens, after, Mark.CLOSE):
                yield replace(group, belongs_to=name), after + 1


def _names_before(tokens: Tokens, at: int) -> Readings[str]:
    """A name before the people, such as SDF; it has a capital letter, or letters that know no capitals."""
    for end in range(at + 1, len(tokens) + 1):
        if tokens[end - 1].meaning is not None:
            break
        name = _words(tokens, at, end)
        if any(letter.isupper() or (letter.isalpha() and not letter.islower()) for letter in name):
            yield name, end


def _names(tokens: Tokens, at: int) -> Readings[str]:
    """Words that mean nothing else here; within a name there may be an “of”, and “Men” and the like in capitals."""
    named = False
    for end in range(at + 1, len(tokens) + 1):
        token = tokens[end - 1]
        named = named or token.meaning is None
        capital = isinstance(token.meaning, PeopleWord) and token.text[:1].isupper()
        if token.meaning is not None and not capital and (token.meaning is not Mark.OF or end == at + 1):
            break
        if named and token.meaning is not Mark.OF:
            yield _words(tokens, at, end), end


def _words(tokens: Tokens, at: int, end: int) -> str:
    words = tokens[at].text
    for before, token in pairwise(tokens[at:end]):
        words += token.text if before.end == token.start else f" {token.text}"
    return words
