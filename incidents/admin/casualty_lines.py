"""Casualty lines in the admin: a text field that shows how its lines are read, and the view that reads them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from accounts.roles import Capability
from incidents.codebook import AgeBand, CasualtyStatus, Outcome, Sex
from incidents.intake.casualty_lines.reading import CasualtyLine, NotACasualtyLine, read_line
from incidents.intake.claimants import UnknownName, find_actor, find_claimant
from incidents.intake.fast_lane import QuickCasualty

from .base import acting_user

SEEN = "casualties_seen"
"""Hidden field that carries the digest of the reading that was shown."""


class CasualtyLinesInput(forms.Textarea):
    """Text field whose lines are read while one types with JavaScript, on saving without."""

    def __init__(self) -> None:
        super().__init__(
            attrs={"rows": 3, "class": "casualty-lines", "dir": "auto", "placeholder": "2 killed — per SOHR"}
        )

    class Media:
        js = ("admin-attest/casualty-lines.js",)


@dataclass(frozen=True)
class ReadLine:
    """One line as it was typed, with what it is read as or what is wrong with it."""

    text: str
    casualties: Sequence[QuickCasualty] = ()
    problem: str = ""

    @property
    def said(self) -> list[str]:
        return [say(casualty) for casualty in self.casualties]


@dataclass(frozen=True)
class CasualtyReading:
    """All lines, and the digest of how they are read."""

    lines: list[ReadLine]
    digest: str

    @classmethod
    def of(cls, text: str) -> Self:
        lines = list(read_casualties(text))
        return cls(lines, digest_of([casualty for line in lines for casualty in line.casualties]))


def read_casualties(text: str) -> Iterator[ReadLine]:
    """Each line that is not empty, with its names looked up."""
    for line in filter(None, map(str.strip, text.splitlines())):
        try:
            yield ReadLine(line, [_named(claim) for claim in read_line(line)])
        except (NotACasualtyLine, UnknownName) as problem:
            yield ReadLine(line, problem=str(problem))


def _named(line: CasualtyLine) -> QuickCasualty:
    """Raises ``UnknownName``."""
    claimant = find_claimant(line.claimant) if line.claimant and not line.described else None
    belongs_to = find_actor(line.belongs_to) if line.belongs_to else None
    return QuickCasualty(line, claimant, belongs_to, tuple(_named(part) for part in line.parts))


def say(casualty: QuickCasualty) -> str:
    """The claims as they will be stored: “Killed: 5, civilian (of them: 3, civilian, adult, female), says SOHR”."""
    claim = casualty.claim()
    words = [_people(casualty)]
    if casualty.parts:
        words.append(_("of them: %s") % "; ".join(_people(part) for part in casualty.parts))
    words.append(_("says %s") % (claim.claimant_name or _("the report itself")))
    return f"{Outcome(claim.outcome).label}: {' — '.join(words)}"


def _people(casualty: QuickCasualty) -> str:
    claim = casualty.claim()
    number = claim.number or _("no number")
    words = [f"{number} (“{claim.quantifier}”)" if claim.quantifier else number]
    for codes, code in ((CasualtyStatus, claim.status), (AgeBand, claim.age_band), (Sex, claim.sex)):
        if code:
            words.append(str(codes(code).label).lower())
    if claim.occupation:
        words.append(claim.occupation)
    if claim.belongs_to_actor:
        words.append(_("of %s") % claim.belongs_to_actor)
    return ", ".join(words)


def digest_of(casualties: Sequence[QuickCasualty]) -> str:
    """Tells one reading from another, so that only what was shown is stored."""
    return sha256("\n".join(map(say, casualties)).encode()).hexdigest()[:16]


def read_casualties_view(request: HttpRequest) -> JsonResponse:
    """How casualty lines are read while one types, by the same rule as on saving."""
    if not acting_user(request).can(Capability.ENTER):
        raise PermissionDenied
    reading = CasualtyReading.of(request.GET.get("words", "")[:2000])
    return JsonResponse(
        {
            "lines": [
                {"text": line.text, "said": line.said, "problem": line.problem} for line in reading.lines
            ],
            "seen": reading.digest,
        }
    )
