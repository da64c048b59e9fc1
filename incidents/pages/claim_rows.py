"""Claims as rows: numbered through the page, grouped by kind, each followed by its subsets."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from ..codebook import CLAIM_READING_ORDER, ClaimKind, TimeOfDay, TimePhase
from ..record import document as d

NOMINAL_HOUR: dict[str, str] = {
    TimeOfDay.EARLY: "02:00",
    TimeOfDay.MORNING: "08:00",
    TimeOfDay.AFTERNOON: "14:00",
    TimeOfDay.EVENING: "19:00",
    TimeOfDay.NIGHT: "22:00",
}
"""Only for the order of a timeline; never shown."""


@dataclass(frozen=True)
class NumberedReport:
    letter: str
    report: d.ReportRef


@dataclass(frozen=True)
class NumberedClaim:
    """A claim as a row: its number on the page, and how deep it is nested as a subset of another."""

    number: int
    depth: int
    claim: d.AnyClaim
    report: NumberedReport | None
    references: dict[str, int]
    """Numbers of the claims it refers to, by the kind of reference."""


@dataclass(frozen=True)
class ClaimGroup:
    kind: ClaimKind
    rows: list[NumberedClaim]


def grouped(claims: list[d.AnyClaim], reports: list[NumberedReport]) -> list[ClaimGroup]:
    """The groups in reading order; numbers run through all of them."""
    ordered = list(_reading_order(claims))
    numbers = {claim.id: n for n, (claim, _depth) in enumerate(ordered, start=1)}
    carried = {carried_report.report.id: carried_report for carried_report in reports}
    rows = defaultdict(list)
    for claim, depth in ordered:
        report = carried.get(claim.report or "")
        row = NumberedClaim(numbers[claim.id], depth, claim, report, _references(claim, numbers))
        rows[_kind(claim)].append(row)
    return [ClaimGroup(kind, rows[kind]) for kind in CLAIM_READING_ORDER if rows[kind]]


def _kind(claim: d.AnyClaim) -> ClaimKind:
    return ClaimKind(str(claim.__struct_config__.tag))


def in_time(rows: list[NumberedClaim]) -> list[NumberedClaim]:
    """Claims of time in the order in which things are said to have happened."""
    return sorted(rows, key=lambda row: _moment(row.claim))


def _references(claim: d.AnyClaim, numbers: dict[str, int]) -> dict[str, int]:
    named = {"derived_from": claim.derived_from, "supersedes": claim.supersedes, "about": claim.about}
    if isinstance(claim, d.CasualtyClaim):
        named |= {"within": claim.within, "same_persons_as": claim.same_persons_as}
    return {name: numbers[claim_id] for name, claim_id in named.items() if claim_id in numbers}


def letter(position: int) -> str:
    """A, B, … Z, AA, AB: reports are lettered, so that they are not taken for claims."""
    head, tail = divmod(position, 26)
    return (letter(head - 1) if head else "") + chr(ord("A") + tail)


def _reading_order(claims: list[d.AnyClaim]) -> Iterator[tuple[d.AnyClaim, int]]:
    """Claims kind by kind, each followed by its subsets."""
    wholes = _wholes(claims)
    parts = defaultdict(list)
    for claim in claims:
        parts[wholes.get(claim.id)].append(claim)
    whole_claims = sorted(parts[None], key=lambda claim: CLAIM_READING_ORDER.index(_kind(claim)))
    yield from _nested(whole_claims, parts, 0)


def _nested(
    claims: list[d.AnyClaim], parts: dict[str | None, list[d.AnyClaim]], depth: int
) -> Iterator[tuple[d.AnyClaim, int]]:
    for claim in claims:
        yield claim, depth
        yield from _nested(parts.get(claim.id, []), parts, depth + 1)


def _wholes(claims: list[d.AnyClaim]) -> dict[str, str]:
    """For each subset the claim it is part of, as far as that is in the record and the chain has an end."""
    within = {
        claim.id: claim.within for claim in claims if isinstance(claim, d.CasualtyClaim) and claim.within
    }
    known = {claim.id for claim in claims}
    return {part: whole for part, whole in within.items() if whole in known and not _circles(part, within)}


def _circles(part: str, within: dict[str, str]) -> bool:
    seen, at = {part}, within.get(part)
    while at is not None and at not in seen:
        seen.add(at)
        at = within.get(at)
    return at is not None


def _moment(claim: d.AnyClaim) -> tuple[str, str]:
    """Where a dated claim stands in the timeline; without an hour, where its words would put it."""
    assert isinstance(claim, d.TimeClaim)  # noqa: S101 - the caller chose claims of time
    hour = NOMINAL_HOUR.get(claim.occurred.time_of_day or "")
    late = claim.phase in (TimePhase.ONGOING, TimePhase.ENDED)
    return claim.occurred.earliest, claim.clock or hour or ("24:00" if late else "00:00")
