"""Models of the desk: what analysts work on. Nothing here is read by the public side; see ``incidents.record``."""

from .actors import Actor, ActorName, ActorRelation, ActorRelationCitation
from .assessments import AssessedFigure, Assessment, FigureClaim
from .claim_kinds import CLAIM_MODELS
from .claims import Claim, ClaimActor
from .coverage import Coverage, CoverageArea, CoverageSource
from .datasets import Dataset, DatasetRow, ExternalId, SourceMention
from .imports import ImportRun, ImportVerdict
from .incidents import (
    CODED_FIELDS,
    Episode,
    EpisodeActor,
    EpisodeLocation,
    EpisodeMembership,
    Incident,
    IncidentLink,
    Translation,
)
from .jobs import Job, WorkerBeat
from .locations import Location, LocationName
from .participation import IncidentLocation, Participation, ParticipationClaim
from .persons import Involvement, Person, PersonName
from .reports import Citation, Passage, Report, ReportText
from .review import Approval, ReviewNote
from .sources import Source, SourceAffiliation, SourceReliability

__all__ = [
    "CLAIM_MODELS",
    "CODED_FIELDS",
    "Actor",
    "ActorName",
    "ActorRelation",
    "ActorRelationCitation",
    "Approval",
    "AssessedFigure",
    "Assessment",
    "Citation",
    "Claim",
    "ClaimActor",
    "Coverage",
    "CoverageArea",
    "CoverageSource",
    "Dataset",
    "DatasetRow",
    "Episode",
    "EpisodeActor",
    "EpisodeLocation",
    "EpisodeMembership",
    "ExternalId",
    "FigureClaim",
    "ImportRun",
    "ImportVerdict",
    "Incident",
    "IncidentLink",
    "IncidentLocation",
    "Involvement",
    "Job",
    "Location",
    "LocationName",
    "Participation",
    "ParticipationClaim",
    "Passage",
    "Person",
    "PersonName",
    "Report",
    "ReportText",
    "ReviewNote",
    "Source",
    "SourceAffiliation",
    "SourceMention",
    "SourceReliability",
    "Translation",
    "WorkerBeat",
]
