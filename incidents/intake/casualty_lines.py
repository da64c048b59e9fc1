"""Parser of casualty lines as analysts note them: “killed 2 — per SOHR”, “at least three civilians wounded, per Rudaw”.

A line says what happened to how many people, and may say what they were (“civilians”, “fighters”), whose (“of
Asayish”) and who says so (after “per”, “according to” or a dash). Words in quotation marks describe a claimant who
is nobody in particular: per “local sources”.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from incidents.codebook import CasualtyStatus, Outcome

_OUTCOMES = {
    r"killed or (?:wounded|injured)|casualties": Outcome.KILLED_OR_WOUNDED,
    r"died (?:later|of (?:his|her|their )?wounds)": Outcome.DIED_LATER,
    r"found dead": Outcome.FOUND_DEAD,
    r"killed|dead|died|deaths?|fatalit(?:y|ies)": Outcome.KILLED,
    r"wounded|injured|hurt": Outcome.WOUNDED,
    r"missing": Outcome.MISSING,
    r"detained|arrested": Outcome.DETAINED,
    r"abducted|kidnapped": Outcome.ABDUCTED,
    r"released|freed": Outcome.RELEASED,
    r"displaced": Outcome.DISPLACED,
}
_STATUSES = {
    r"civilians?": CasualtyStatus.CIVILIAN,
    r"fighters?|soldiers?|combatants?|militants?|police(?:men|man|officers?)?": CasualtyStatus.COMBATANT,
}
_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
_WORDS = {word: value for value, word in enumerate(_UNITS)} | {
    "no": 0,
    "nobody": 0,
    "none": 0,
    "a": 1,
    "an": 1,
    "dozen": 12,
}
_NUMBER = rf"\d[\d,.]*|{'|'.join(sorted(_WORDS, key=len, reverse=True))}"
_RANGES = (
    (rf"(?:between )?({_NUMBER}) ?(?:-|–|to|and) ?({_NUMBER})", "range"),
    (rf"(more than|over|upwards of) ({_NUMBER})", "above"),
    (rf"(at least|no fewer than|no less than|min\.?|≥) ?({_NUMBER})", "least"),
    (rf"(fewer than|less than|under) ({_NUMBER})", "below"),
    (rf"(up to|at most|no more than|max\.?|≤) ?({_NUMBER})", "most"),
    (rf"(about|around|some|approximately|nearly|almost|~|ca\.?) ?({_NUMBER})", "about"),
    (rf"()({_NUMBER})", "exactly"),
)
_VAGUE = r"several|dozens|scores|hundreds|many|an unknown number(?: of)?|some"
_PER = r"(?:[,;:]?\s*(?:—|–|--|\s-)\s*(?:per|according to|by)?|[,;]?\s+(?:per|according to))\s+"


class NotACasualtyLine(ValueError):
    """The line cannot be read; the message says what is missing."""


@dataclass(frozen=True)
class CasualtyLine:
    """What a casualty line says. ``minimum`` and ``maximum`` are open where they are ``None``."""

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


def read_lines(text: str) -> list[CasualtyLine]:
    """One claim for each line that is not empty. Raises ``NotACasualtyLine``."""
    return [read_line(line) for line in text.splitlines() if line.strip()]


def read_line(text: str) -> CasualtyLine:
    """Raises ``NotACasualtyLine`` where it does not say what happened, or to how many."""
    rest, claimant, described = _split_claimant(text.strip())
    rest, belongs_to = _split_belonging(rest)
    outcome, rest = _split_outcome(rest, text)
    minimum, best, maximum, quantifier = _number(rest, text)
    status = next(
        (
            status
            for words, status in _STATUSES.items()
            if re.search(rf"\b(?:{words})\b", rest, re.IGNORECASE)
        ),
        CasualtyStatus.UNKNOWN,
    )
    return CasualtyLine(
        outcome, minimum, best, maximum, quantifier, status, belongs_to, claimant, described, text.strip()
    )


def _split_claimant(text: str) -> tuple[str, str, bool]:
    """The line without its claimant, the claimant, and whether it is only described."""
    marks = list(re.finditer(_PER, text, flags=re.IGNORECASE))
    if not marks:
        return text, "", False
    claimant = text[marks[-1].end() :].strip(" .")
    quoted = re.fullmatch(r"[\"“„«](.+)[\"”“»]", claimant)
    return text[: marks[-1].start()], (quoted[1] if quoted else claimant).strip(), bool(quoted)


def _split_belonging(text: str) -> tuple[str, str]:
    """“2 members of Asayish killed”: whose people they were."""
    ends = "|".join((*_OUTCOMES, "$"))
    match = re.search(
        rf"\b(?:of|from) (?:the )?(?P<who>(?!wounds)[^,;]+?)(?=\s+(?:(?:was|were|been|have been) )?(?:{ends})|\s*$)",
        text,
        flags=re.IGNORECASE,
    )
    if not match or re.search(rf"(?:{_VAGUE})\s*$", text[: match.end("who")], flags=re.IGNORECASE):
        return text, ""
    return (text[: match.start()] + text[match.end() :]).strip(), match["who"].strip()


def _split_outcome(text: str, whole: str) -> tuple[Outcome, str]:
    for pattern, outcome in _OUTCOMES.items():
        shorter, count = re.subn(rf"\b(?:{pattern})\b:?", " ", text, count=1, flags=re.IGNORECASE)
        if count:
            return outcome, re.sub(r"\s+", " ", shorter).strip()
    raise NotACasualtyLine(
        _("“%(line)s” does not say what happened to them: killed, wounded, missing, detained, abducted …")
        % {"line": whole.strip()}
    )


def _number(text: str, whole: str) -> tuple[int | None, int | None, int | None, str]:
    for pattern, meaning in _RANGES:
        match = re.search(rf"(?<![\w]){pattern}(?!\w)", text, flags=re.IGNORECASE)
        if match:
            return _ends(meaning, match[1], match[2])
    if vague := re.search(rf"\b(?:{_VAGUE})\b", text, flags=re.IGNORECASE):
        return None, None, None, vague[0].lower()
    raise NotACasualtyLine(_("“%(line)s” does not say how many.") % {"line": whole.strip()})


def _ends(meaning: str, first: str, second: str) -> tuple[int | None, int | None, int | None, str]:
    number = _value(second)
    match meaning:
        case "range":
            low = _value(first)
            if low > number:
                raise NotACasualtyLine(
                    _("%(low)s to %(high)s is the wrong way round.") % {"low": low, "high": number}
                )
            return low, None, number, ""
        case "above":
            return number + 1, None, None, f"{first.lower()} {second}"
        case "least":
            return number, None, None, f"at least {second}"
        case "below":
            return None, None, max(number - 1, 0), f"{first.lower()} {second}"
        case "most":
            return None, None, number, f"up to {second}"
        case "about":
            return None, number, None, f"about {second}"
        case _:
            return number, None, number, ""


def _value(word: str) -> int:
    digits = word.replace(",", "").replace(".", "")
    value = int(digits) if digits.isdecimal() else _WORDS[word.lower()]
    if value > 1_000_000:
        raise NotACasualtyLine(_("%(number)s people: look again.") % {"number": word})
    return value
