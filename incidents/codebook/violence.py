"""Types of organised violence as UCDP divides it, and which events are political violence."""

from django.utils.translation import gettext_lazy as _

from .base import Coded
from .base import Crosswalk as X
from .decisions import selected
from .events import EventType


class ViolenceType(Coded):
    STATE_BASED = (
        "state_based",
        _("Armed force between two organised sides, of which at least one is the government of a state."),
        X("", "1"),
        _("State-based"),
    )
    NON_STATE = (
        "non_state",
        _("Armed force between two organised sides, neither of which is the government of a state."),
        X("", "2"),
        _("Non-state"),
    )
    ONE_SIDED = (
        "one_sided",
        _("Deliberate armed force of an organised actor against civilians."),
        X("", "3"),
        _("One-sided"),
    )
    UNDETERMINED = (
        "undetermined",
        _("Violence of which it is not established who the sides were, or whether one was a state's."),
        X(),
        _("Not determined"),
    )


ORGANISED = selected(
    ViolenceType,
    {ViolenceType.STATE_BASED, ViolenceType.NON_STATE, ViolenceType.ONE_SIDED},
    others={ViolenceType.UNDETERMINED},
)
"""Types of which it is established who stood against whom."""

POLITICAL = selected(
    EventType,
    {EventType.BATTLE, EventType.EXPLOSION, EventType.CIVILIANS},
    others={EventType.DETENTION, EventType.DEMONSTRATION, EventType.STRATEGIC, EventType.UNCLEAR},
)
"""Event types that are political violence to ACLED, whoever took part."""


def is_political(event_type: str, violence: ViolenceType | None) -> bool:
    """Whether an event is political violence, as ACLED's ``disorder_type`` and HAPI's ``event_type`` call it.

    Force between organised sides, or of one against civilians, is political violence whatever the weapon: UCDP counts
    it without telling how people were killed. Of an unclear event that is not established, nothing is said. Force
    against protesters is decided by the kind of event, since it is a demonstration as well.
    """
    return event_type in POLITICAL or (event_type == EventType.UNCLEAR and violence in ORGANISED)
