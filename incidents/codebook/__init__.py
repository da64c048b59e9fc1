"""Codebook: every coded vocabulary once, with code, label, definition and crosswalk to ACLED and UCDP codes.

Read ``base`` first, then ``decisions``: how a module that meets codes decides each of them. Forms, constraints, the API
docs and the codebook page are drawn from here. The crosswalks were made from ACLED's codebook of 2024 and the UCDP GED
codebook 23.1; they name the nearest code, not an identity.
"""

from . import claims
from .actors import (
    GIVEN_HERE,
    HELD,
    IN_THE_ACT,
    MEMBERSHIP,
    OPPOSED_SIDES,
    ActorKind,
    Certainty,
    NameKind,
    RelationKind,
    Role,
    Script,
    Side,
    Standing,
)
from .base import Coded, Crosswalk, Vocabulary
from .claims import *  # noqa: F403 - its own list says what is exported; it grows with each kind of claim
from .decisions import decided, selected
from .events import (
    SUB_EVENTS,
    CivilianHarm,
    EpisodeKind,
    EventType,
    Extent,
    LinkKind,
    SubEventType,
    TargetIntent,
    TargetKind,
    TerritoryChange,
    Weapon,
)
from .places import (
    DIVISIONS,
    LOCATION_ORDER,
    POINTS,
    DatePrecision,
    LocationType,
    MatchKind,
    PlaceRole,
    TimeOfDay,
)
from .registry import VOCABULARIES, vocabulary
from .sources import AffiliationKind, Licence, Reliability, SourceKind, Triage
from .violence import ORGANISED, ViolenceType
from .work import EditionKind, JobKind, JobState, Purpose, ReviewResult, RowUndone, RowVerdict, WorkflowState

__all__ = [
    "DIVISIONS",
    "GIVEN_HERE",
    "HELD",
    "IN_THE_ACT",
    "LOCATION_ORDER",
    "MEMBERSHIP",
    "OPPOSED_SIDES",
    "ORGANISED",
    "POINTS",
    "SUB_EVENTS",
    "VOCABULARIES",
    "ActorKind",
    "AffiliationKind",
    "Certainty",
    "CivilianHarm",
    "Coded",
    "Crosswalk",
    "DatePrecision",
    "EditionKind",
    "EpisodeKind",
    "EventType",
    "Extent",
    "JobKind",
    "JobState",
    "Licence",
    "LinkKind",
    "LocationType",
    "MatchKind",
    "NameKind",
    "PlaceRole",
    "Purpose",
    "RelationKind",
    "Reliability",
    "ReviewResult",
    "Role",
    "RowUndone",
    "RowVerdict",
    "Script",
    "Side",
    "SourceKind",
    "Standing",
    "SubEventType",
    "TargetIntent",
    "TargetKind",
    "TerritoryChange",
    "TimeOfDay",
    "Triage",
    "ViolenceType",
    "Vocabulary",
    "Weapon",
    "WorkflowState",
    "decided",
    "selected",
    "vocabulary",
]
__all__ += claims.__all__
