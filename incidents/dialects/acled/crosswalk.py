"""Crosswalk from our codes to ACLED's words: the codebook's, and the few places where one word is not enough.

``UNCLEAR`` is no word of ACLED's. It has none for harm whose kind is not known, and any of its own would say more
than the record does.
"""

from __future__ import annotations

from functools import cache

from ...codebook import (
    SUB_EVENTS,
    Coded,
    DatePrecision,
    EventType,
    LocationType,
    SubEventType,
    ViolenceType,
    decided,
)
from ...codebook.violence import POLITICAL, is_political

POLITICAL_VIOLENCE, DEMONSTRATIONS = "Political violence", "Demonstrations"
STRATEGIC = "Strategic developments"
UNCLEAR = "Unclear"
CIVILIAN_TARGETING = "Civilian targeting"

_OTHER_DISORDER: dict[str, str] = decided(
    [event_type for event_type in EventType if event_type not in POLITICAL],
    {
        EventType.DEMONSTRATION: DEMONSTRATIONS,
        EventType.STRATEGIC: STRATEGIC,
        EventType.DETENTION: STRATEGIC,
        EventType.UNCLEAR: UNCLEAR,
    },
)
"""What events are called that are no political violence."""


@cache
def event_type(ours: str, sub: str) -> str:
    """ACLED parts riots from protests by the event type, we by the sub-event type."""
    if ours == EventType.DEMONSTRATION and sub == SubEventType.RIOT:
        return "Riots"
    return UNCLEAR if ours == EventType.UNCLEAR else EventType(ours).crosswalk.acled


@cache
def sub_event_type(ours: str, sub: str) -> str:
    return UNCLEAR if ours == EventType.UNCLEAR else SubEventType(sub).crosswalk.acled


@cache
def disorder_type(ours: str, sub: str, violence: ViolenceType | None = None) -> str:
    """Force against peaceful protesters is both kinds of disorder to ACLED. ``violence`` tells of unclear events."""
    if is_political(ours, violence):
        return POLITICAL_VIOLENCE
    if ours == EventType.DEMONSTRATION and sub == SubEventType.PROTEST_MET_WITH_FORCE:
        return f"{POLITICAL_VIOLENCE}; {DEMONSTRATIONS}"
    return _OTHER_DISORDER[ours]


@cache
def event_codes() -> tuple[tuple[str, str], ...]:
    """Every pair of event type and sub-event type that an incident can have."""
    return tuple((str(kind), str(sub)) for kind, subs in SUB_EVENTS.items() for sub in subs)


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
