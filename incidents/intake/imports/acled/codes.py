"""ACLED's event types as ours: the codebook's crosswalk read backwards.

Where several of our codes have the same word of ACLED's, the first of them is taken and the row flagged; what ACLED
has and we have not is named here.
"""

from __future__ import annotations

from functools import cache

from incidents.codebook import SUB_EVENTS, EventType, SubEventType
from incidents.folding import fold

from ..words.cells import Cells

Codes = tuple[EventType, SubEventType]

_NEAREST: dict[str, Codes] = {
    "Mob violence": (EventType.DEMONSTRATION, SubEventType.RIOT),
    "Protest with intervention": (EventType.DEMONSTRATION, SubEventType.PROTEST_MET_WITH_FORCE),
    "Change to group/activity": (EventType.STRATEGIC, SubEventType.OTHER),
}
"""Sub-event types of ACLED's that have no code of their own here."""

NOT_NARROWED = {"Air/drone strike", "Remote explosive/landmine/IED"}
"""Words of ACLED's that do not say which of two things of ours it was."""
NARROWER = {"Attack"}
"""Words of ACLED's of which ours, but for the first, are narrower kinds."""


def codes_of(cells: Cells) -> Codes:
    """Event type and sub-event type; unclear, and flagged, where ACLED's words are not known."""
    event_type = fold(cells.text("event_type"))
    if event_type == fold(
        "Riots"
    ):  # ACLED parts riots from protests by the event type, we by the sub-event type
        event_type = fold("Protests")
    match = _crosswalk().get((event_type, fold(cells.text("sub_event_type"))))
    if match is None:
        cells.flag("event-type-not-mapped")
        return EventType.UNCLEAR, SubEventType.OTHER
    codes, flag = match
    if flag:
        cells.flag(flag)
    return codes


@cache
def _crosswalk() -> dict[tuple[str, str], tuple[Codes, str]]:
    """ACLED's two words, folded, to our two codes and what has to be flagged about them."""
    crosswalk: dict[tuple[str, str], tuple[Codes, str]] = {}
    for event, subs in SUB_EVENTS.items():
        for sub in subs:
            theirs = sub.crosswalk.acled
            if event.crosswalk.acled and theirs:
                key = fold(event.crosswalk.acled), fold(theirs)
                flag = "sub-event-not-narrowed" if theirs in NOT_NARROWED else ""
                crosswalk.setdefault(key, ((event, sub), flag))
    for theirs, (event, sub) in _NEAREST.items():
        key = fold(event.crosswalk.acled), fold(theirs)
        crosswalk[key] = ((event, sub), "sub-event-nearest")
    return crosswalk
