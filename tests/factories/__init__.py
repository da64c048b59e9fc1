"""Rows of the desk for tests: each factory makes the least that the database accepts; override what a test is about.

``complete_incident`` makes one that is ready for review, as an analyst would leave it.
"""

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
from .conclusions import AssessedFigureFactory, AssessmentFactory, FigureClaimFactory
from .coverage import CoverageAreaFactory, CoverageFactory, CoverageSourceFactory
from .days import DAY
from .happenings import (
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
from .others import (
    ApprovalFactory,
    DatasetFactory,
    DatasetRowFactory,
    ExternalIdFactory,
    ImportRunFactory,
    ImportVerdictFactory,
    InvolvementFactory,
    PersonFactory,
    PersonNameFactory,
    ReviewNoteFactory,
)
from .places import CountryFactory, GovernorateFactory, LocationFactory, LocationNameFactory, SiteFactory
from .reports import CitationFactory, PassageFactory, ReportFactory, ReportTextFactory
from .users import UserFactory
from .voices import (
    ActorFactory,
    ActorNameFactory,
    ActorRelationCitationFactory,
    ActorRelationFactory,
    ConfidentialSourceFactory,
    SourceAffiliationFactory,
    SourceFactory,
    SourceReliabilityFactory,
)

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
    "SourceReliabilityFactory",
    "StatementClaimFactory",
    "TargetClaimFactory",
    "TerritoryClaimFactory",
    "TimeClaimFactory",
    "TranslationFactory",
    "UserFactory",
    "WeaponClaimFactory",
    "complete_incident",
]
