"""Our codes in ACLED's words: the codebook's crosswalk, and the few places where one word is not enough.

``UNCLEAR`` is no word of ACLED's. It has none for harm whose kind is not known, and any of its own would say more
than the record does.
"""

from __future__ import annotations

from functools import cache

from ...codebook import SUB_EVENTS, ActorKind, Coded, DatePrecision, EventType, LocationType, SubEventType

POLITICAL_VIOLENCE, DEMONSTRATIONS = "Political violence", "Demonstrations"
STRATEGIC = "Strategic developments"
UNCLEAR = "Unclear"
CIVILIAN_TARGETING = "Civilian targeting"

RIOTERS, PROTESTERS, CIVILIANS = 5, 6, 7
UNIDENTIFIED = 3
"""ACLED counts armed groups that nobody could name among the political militias."""

INTER = {
    1: "State forces",
    2: "Rebel group",
    3: "Political militia",
    4: "Identity militia",
    5: "Rioters",
    6: "Protesters",
    7: "Civilians",
    8: "External/Other forces",
}


@cache
def event_type(ours: str, sub: str) -> str:
    """ACLED parts riots from protests by the event type, we by the sub-event type."""
    if ours == EventType.DEMONSTRATION and sub == SubEventType.RIOT:
        return "Riots"
    return EventType(ours).crosswalk.acled or UNCLEAR


@cache
def sub_event_type(ours: str, sub: str) -> str:
    return UNCLEAR if ours == EventType.UNCLEAR else SubEventType(sub).crosswalk.acled


@cache
def disorder_type(ours: str, sub: str) -> str:
    """Force against peaceful protesters is both kinds of disorder to ACLED."""
    match ours, sub:
        case EventType.DEMONSTRATION, SubEventType.PROTEST_MET_WITH_FORCE:
            return f"{POLITICAL_VIOLENCE}; {DEMONSTRATIONS}"
        case EventType.DEMONSTRATION, _:
            return DEMONSTRATIONS
        case EventType.STRATEGIC | EventType.DETENTION, _:
            return STRATEGIC
        case EventType.UNCLEAR, _:
            return UNCLEAR
        case _:
            return POLITICAL_VIOLENCE


@cache
def event_codes() -> tuple[tuple[str, str], ...]:
    """Every pair of event type and sub-event type that an incident can have."""
    return tuple((str(kind), str(sub)) for kind, subs in SUB_EVENTS.items() for sub in subs)


@cache
def inter(kind: str | None) -> int:
    """The number of an actor's kind; 0 where it has none."""
    return int(ActorKind(kind).crosswalk.acled or 0) if kind else 0


def interaction(first: int, second: int | None) -> int:
    """Both numbers as one, the lower first: 13 for state forces and a militia, 10 for state forces alone (``None``).

    0 where the kind of one of them is not known: that would read as nobody.
    """
    if second is None:
        return first * 10
    low, high = sorted((first, second))
    return low * 10 + high if low else 0


def inter_name(code: int) -> str:
    return INTER.get(code, "")


def interaction_name(code: int) -> str:
    first, second = divmod(code, 10)
    if not first:
        return ""
    return f"{INTER[first]}-{INTER[second]}" if second else f"{INTER[first]} only"


@cache
def time_precision(ours: str) -> int | None:
    """1 the day, 2 about a week, 3 about a month or wider; unknown where the codebook has no number."""
    return _number(DatePrecision(ours))


@cache
def geo_precision(ours: str) -> int | None:
    """1 the place, 2 a district, 3 a governorate or wider."""
    return _number(LocationType(ours))


def _number(code: Coded) -> int | None:
    return int(code.crosswalk.acled) if code.crosswalk.acled else None
