"""The kinds of organised violence that UCDP tells apart."""

from django.utils.translation import gettext_lazy as _

from .base import Coded
from .base import Crosswalk as X


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
