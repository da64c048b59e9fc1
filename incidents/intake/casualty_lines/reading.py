"""Reading of casualty lines: what each says happened to how many people, who they were, whose, and who says so.

A line is read whole, in one language and in one way, or refused: nothing of it is dropped. People of different status
or belonging become claims of their own; women and children who are counted apart become parts of their sum.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from incidents.codebook import AgeBand, CasualtyStatus, Outcome, Sex

from .arabic import ARABIC
from .clauses import Clause, carried, lines
from .english import ENGLISH
from .kurdish import KURMANJI, SORANI
from .lexing import tokens_of, visible
from .people import Amount, HarmedGroup, NotACasualtyLine
from .tokens import Harm, Mark, Number, PeopleWord, Qualifier, Token, Vague

__all__ = ["CasualtyLine", "NotACasualtyLine", "read_line", "read_lines"]

LANGUAGES = (ENGLISH, ARABIC, KURMANJI, SORANI)
LONGEST = 300
MOST_PEOPLE = 1_000_000
_MARKS = "|".join(
    re.escape(words) for language in LANGUAGES for words in sorted(language.claimant_marks, key=len)[::-1]
)
_PER = re.compile(
    rf"[,;:،؛]?\s*(?:(?:—|–|--|\s-)\s*(?:(?:{_MARKS}|by)\s)?|(?:(?<=\s)|(?<=[,;،؛]))(?:{_MARKS})(?:\b|(?<=\sل)))\s*",
    re.IGNORECASE,
)
_SAID_FIRST = re.compile(r"(?P<name>[^\d:]+):\s+(?P<line>.+)")
_QUOTED = re.compile(r"[\"“”„«](.+)[\"”“»]")


@dataclass(frozen=True)
class CasualtyLine:
    """One claim of a casualty line. ``minimum`` and ``maximum`` are open where they are ``None``.

    ``parts`` are people among them who are counted apart; ``described`` says that the claimant is nobody in particular.
    """

    outcome: Outcome
    minimum: int | None
    best: int | None
    maximum: int | None
    quantifier: str
    status: CasualtyStatus
    belongs_to: str
    claimant: str
    described: bool
    text: str
    age_band: AgeBand | None = None
    sex: Sex | None = None
    occupation: str = ""
    parts: tuple[CasualtyLine, ...] = ()


def read_lines(text: str) -> list[CasualtyLine]:
    """The claims of each line that is not empty. Raises ``NotACasualtyLine``."""
    return [claim for line in text.splitlines() if line.strip() for claim in read_line(line)]


def read_line(text: str) -> list[CasualtyLine]:
    """The claims of one line. Raises ``NotACasualtyLine`` that names what is not understood or missing."""
    line = visible(text)
    if len(line) > LONGEST:
        raise NotACasualtyLine(
            _("A line of %(length)s characters: one claim, in at most %(most)s.")
            % {"length": len(line), "most": LONGEST}
        )
    readings: dict[tuple[CasualtyLine, ...], None] = {}
    for rest, claimant, described in _claimants(line):
        for language in LANGUAGES:
            for clauses in lines(tokens_of(rest, language)):
                readings[tuple(_claims(clauses, claimant, described, line))] = None
    if not readings:
        raise NotACasualtyLine(_what_is_wrong(line))
    if len(readings) > 1:
        raise NotACasualtyLine(
            _("“%(line)s” can be read in more than one way. Write a line for each kind of people and harm.")
            % {"line": line}
        )
    return list(next(iter(readings)))


def _claimants(line: str) -> Iterator[tuple[str, str, bool]]:
    """The line without whoever may be its claimant, the claimant, and whether it is only described."""
    yield line, "", False
    cuts = [(line[: match.start()], line[match.end() :]) for match in _PER.finditer(line)]
    if match := _SAID_FIRST.fullmatch(line):
        cuts.append((match["line"], match["name"]))
    for rest, name in cuts:
        claimant = name.strip(" .")
        if rest.strip() and claimant and _may_be_claimant(claimant):
            quoted = _QUOTED.fullmatch(claimant)
            yield rest, (quoted[1].strip() if quoted else claimant), bool(quoted)


def _may_be_claimant(name: str) -> bool:
    """Whether it neither counts people nor says what happened to them: “3 killed – 5 wounded” names nobody."""
    readings = [tokens_of(name, language) for language in LANGUAGES]
    counts = any(isinstance(tokens[0].meaning, (Number, Qualifier, Vague)) for tokens in readings if tokens)
    return not counts and not any(_is_harm(token) for tokens in readings for token in tokens)


def _is_harm(token: Token) -> bool:
    return isinstance(token.meaning, Harm)


def _claims(clauses: Iterable[Clause], claimant: str, described: bool, text: str) -> Iterator[CasualtyLine]:
    for clause in carried(tuple(clauses)):
        for group in _added(clause.groups):
            yield _claim(group, clause.outcome, claimant, described, text)


def _claim(group: HarmedGroup, outcome: Outcome, claimant: str, described: bool, text: str) -> CasualtyLine:
    amount, people = group.amount, group.people or PeopleWord()
    for number in (amount.minimum, amount.best, amount.maximum):
        if number is not None and number > MOST_PEOPLE:
            raise NotACasualtyLine(_("%(number)s people: look again.") % {"number": number})
    parts = tuple(_claim(part, outcome, claimant, described, text) for part in group.parts)
    for part in parts:
        if _least(part) > _most(amount):
            raise NotACasualtyLine(
                _("“%(line)s” has a part that is larger than the whole it belongs to.") % {"line": text}
            )
    return CasualtyLine(
        outcome=outcome,
        minimum=amount.minimum,
        best=amount.best,
        maximum=amount.maximum,
        quantifier=amount.words,
        status=people.status,
        belongs_to=group.belongs_to,
        claimant=claimant,
        described=described,
        text=text,
        age_band=people.age_band,
        sex=people.sex,
        occupation=people.occupation,
        parts=parts,
    )


def _least(claim: CasualtyLine) -> int:
    return next((number for number in (claim.minimum, claim.best) if number is not None), 0)


def _most(amount: Amount) -> float:
    if amount.maximum is not None:
        return amount.maximum
    return amount.best if amount.best is not None else float("inf")


def _added(groups: tuple[HarmedGroup, ...]) -> Iterator[HarmedGroup]:
    """Fighters and others apart, and by belonging; women, children and the like are parts of a sum."""
    kinds: dict[tuple[bool, str], list[HarmedGroup]] = {}
    for group in groups:
        fighting = group.people is not None and group.people.status == CasualtyStatus.COMBATANT
        kinds.setdefault((fighting, group.belongs_to), []).append(group)
    for (_fighting, belongs_to), same in kinds.items():
        yield same[0] if len(same) == 1 else _sum(same, belongs_to)


def _sum(groups: list[HarmedGroup], belongs_to: str) -> HarmedGroup:
    statuses = {group.people.status if group.people else CasualtyStatus.UNKNOWN for group in groups}
    if any(group.kin for group in groups) and CasualtyStatus.CIVILIAN in statuses:
        statuses = {CasualtyStatus.CIVILIAN}  # “a man and his wife”
    status = statuses.pop() if len(statuses) == 1 else CasualtyStatus.UNKNOWN
    parts = tuple(replace(group, parts=()) for group in groups)
    deeper = tuple(part for group in groups for part in group.parts)
    return HarmedGroup(
        _total([group.amount for group in groups]), PeopleWord(status), belongs_to, (*parts, *deeper)
    )


def _total(amounts: list[Amount]) -> Amount:
    """The least is what is known of all; the most and the best are open where they are open for anybody."""
    least = [amount.minimum for amount in amounts if amount.minimum is not None]
    most = [amount.maximum for amount in amounts if amount.maximum is not None]
    whole = [amount.best if amount.best is not None else _exact(amount) for amount in amounts]
    rough = any(amount.best is not None for amount in amounts)
    best = [number for number in whole if number is not None]
    return Amount(
        minimum=sum(least) if least else None,
        best=sum(best) if rough and len(best) == len(amounts) else None,
        maximum=sum(most) if len(most) == len(amounts) else None,
        words=", ".join(dict.fromkeys(amount.words for amount in amounts if amount.words)),
    )


def _exact(amount: Amount) -> int | None:
    return amount.minimum if amount.minimum == amount.maximum else None


def _what_is_wrong(line: str) -> str:
    """The first words that mean nothing, in the language that understands the most; else what is missing."""
    tokens = max((tokens_of(line, language) for language in LANGUAGES), key=_understood)
    values = {"line": line, "words": _unknown_words(tokens, line)}
    if not any(map(_is_harm, tokens)):
        return (
            _("“%(line)s” does not say what happened to them: killed, wounded, missing, detained, abducted …")
            % values
        )
    if not any(_counts(token) for token in tokens):
        return _("“%(line)s” does not say how many.") % values
    if len(_PER.findall(line)) > 1:
        return _("“%(line)s” has several claimants. Write one claimant in each line.") % values
    if values["words"]:
        return (
            _(
                "“%(line)s”: “%(words)s” is not understood, so nothing was read. Write how many of whom came to what "
                "harm, “of” whose people they were, and “per” who says so."
            )
            % values
        )
    return (
        _(
            "“%(line)s” cannot be read. Write how many of whom came to what harm, such as “3 civilians killed”."
        )
        % values
    )


def _understood(tokens: list[Token]) -> int:
    return sum(token.meaning not in (None, Mark.BARRED) for token in tokens)


def _counts(token: Token) -> bool:
    meaning = token.meaning
    counted = isinstance(meaning, (PeopleWord, Harm)) and meaning.count is not None
    return counted or isinstance(meaning, (Number, Vague))


def _unknown_words(tokens: list[Token], line: str) -> str:
    """The first words that are neither understood nor a name."""
    start = next((place for place, token in enumerate(tokens) if _is_unknown(token)), len(tokens))
    end = start
    while end < len(tokens) and tokens[end].meaning in (None, Mark.BARRED):
        end += 1
    return line[tokens[start].start : tokens[end - 1].end] if end > start else ""


def _is_unknown(token: Token) -> bool:
    return token.meaning is Mark.BARRED or (token.meaning is None and token.text[:1].islower())
