"""Rows of the desk for tests: each factory makes the least that the database accepts; override what a test is about.

``complete_incident`` makes one that is ready for review, as an analyst would leave it.
"""

from .actors import ActorFactory, ActorNameFactory, ActorRelationCitationFactory, ActorRelationFactory
from .assessments import AssessedFigureFactory, AssessmentFactory, FigureClaimFactory
from .claims import (
    CasualtyClaimFactory,
    ClaimActorFactory,
    ClaimFactory,
    PlaceClaimFactory,
    ResponsibilityClaimFactory,
    StatementClaimFactory,
    TargetClaimFactory,
    TerritoryClaimFactory,
    TimeClaimFactory,
    WeaponClaimFactory,
)
from .complete import complete_incident
from .coverage import CoverageAreaFactory, CoverageFactory, CoverageSourceFactory
from .datasets import (
    DatasetFactory,
    DatasetRowFactory,
    ExternalIdFactory,
    ImportRunFactory,
    ImportVerdictFactory,
    SourceMentionFactory,
)
from .days import DAY
from .incidents import (
    EpisodeActorFactory,
    EpisodeFactory,
    EpisodeLocationFactory,
    EpisodeMembershipFactory,
    IncidentFactory,
    IncidentLinkFactory,
    IncidentLocationFactory,
    ParticipationClaimFactory,
    ParticipationFactory,
    TranslationFactory,
)
from .jobs import JobFactory, WorkerBeatFactory
from .locations import CountryFactory, GovernorateFactory, LocationFactory, LocationNameFactory, SiteFactory
from .persons import InvolvementFactory, PersonFactory, PersonNameFactory
from .reports import CitationFactory, PassageFactory, ReportFactory, ReportTextFactory
from .review import ApprovalFactory, ReviewNoteFactory
from .sources import (
    ConfidentialSourceFactory,
    SourceAffiliationFactory,
    SourceFactory,
    SourceReliabilityFactory,
)
from .users import UserFactory

__all__ = [
    "DAY",
    "ActorFactory",
    "ActorNameFactory",
    "ActorRelationCitationFactory",
    "ActorRelationFactory",
    "ApprovalFactory",
    "AssessedFigureFactory",
    "AssessmentFactory",
    "CasualtyClaimFactory",
    "CitationFactory",
    "ClaimActorFactory",
    "ClaimFactory",
    "ConfidentialSourceFactory",
    "CountryFactory",
    "CoverageAreaFactory",
    "CoverageFactory",
    "CoverageSourceFactory",
    "DatasetFactory",
    "DatasetRowFactory",
    "EpisodeActorFactory",
    "EpisodeFactory",
    "EpisodeLocationFactory",
    "EpisodeMembershipFactory",
    "ExternalIdFactory",
    "FigureClaimFactory",
    "GovernorateFactory",
    "ImportRunFactory",
    "ImportVerdictFactory",
    "IncidentFactory",
    "IncidentLinkFactory",
    "IncidentLocationFactory",
    "InvolvementFactory",
    "JobFactory",
    "LocationFactory",
    "LocationNameFactory",
    "ParticipationClaimFactory",
    "ParticipationFactory",
    "PassageFactory",
    "PersonFactory",
    "PersonNameFactory",
    "PlaceClaimFactory",
    "ReportFactory",
    "ReportTextFactory",
    "ResponsibilityClaimFactory",
    "ReviewNoteFactory",
    "SiteFactory",
    "SourceAffiliationFactory",
    "SourceFactory",
    "SourceMentionFactory",
    "SourceReliabilityFactory",
    "StatementClaimFactory",
    "TargetClaimFactory",
    "TerritoryClaimFactory",
    "TimeClaimFactory",
    "TranslationFactory",
    "UserFactory",
    "WeaponClaimFactory",
    "WorkerBeatFactory",
    "complete_incident",
]
