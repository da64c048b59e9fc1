"""Rows of the desk for tests: each factory makes the least that the database accepts; override what a test is about.

``complete_incident`` makes one that is ready for review, as an analyst would leave it.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

import factory
from factory.django import DjangoModelFactory

from accounts.models import User
from accounts.roles import Role
from incidents import models as desk
from incidents.codebook import (
    ActorKind,
    AffiliationKind,
    CasualtyStatus,
    ClaimKind,
    EpisodeKind,
    EventType,
    GradeAbout,
    GradeValue,
    Jointly,
    Licence,
    LinkKind,
    LocationType,
    Outcome,
    RelationKind,
    Reliability,
    ResponsibleFor,
    SourceKind,
    SpeechAct,
    SubEventType,
    TargetIntent,
    TargetKind,
    TerritoryChange,
    TimePhase,
    Weapon,
)

DAY = date(2021, 4, 20)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"user{n}@example.org")
    display_name = factory.Sequence(lambda n: f"User {n}")
    role = Role.ANALYST

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        return User.objects.create_user(kwargs.pop("email"), "a long password", **kwargs)


# Who ----------------------------------------------------------------------------------------------


class ActorFactory(DjangoModelFactory):
    class Meta:
        model = desk.Actor

    name = factory.Sequence(lambda n: f"Actor {n}")
    kind = ActorKind.REBEL


class ActorNameFactory(DjangoModelFactory):
    class Meta:
        model = desk.ActorName

    actor = factory.SubFactory(ActorFactory)
    name = factory.Sequence(lambda n: f"Other name {n}")


class ActorRelationFactory(DjangoModelFactory):
    class Meta:
        model = desk.ActorRelation

    actor = factory.SubFactory(ActorFactory)
    kind = RelationKind.BACKED_BY
    other = factory.SubFactory(ActorFactory)


class ActorRelationCitationFactory(DjangoModelFactory):
    class Meta:
        model = desk.ActorRelationCitation

    relation = factory.SubFactory(ActorRelationFactory)
    report = factory.SubFactory("tests.factories.ReportFactory")


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = desk.Source

    name = factory.Sequence(lambda n: f"Source {n}")
    kind = SourceKind.NEWS


class ConfidentialSourceFactory(SourceFactory):
    name = factory.Sequence(lambda n: f"Hidden Witness {n}")
    kind = SourceKind.PERSON
    confidential = True


class SourceReliabilityFactory(DjangoModelFactory):
    class Meta:
        model = desk.SourceReliability

    source = factory.SubFactory(SourceFactory)
    grade = Reliability.B
    since = DAY
    by = factory.SubFactory(UserFactory)


class SourceAffiliationFactory(DjangoModelFactory):
    class Meta:
        model = desk.SourceAffiliation

    source = factory.SubFactory(SourceFactory)
    kind = AffiliationKind.ALIGNED
    actor = factory.SubFactory(ActorFactory)


# Where --------------------------------------------------------------------------------------------


class CountryFactory(DjangoModelFactory):
    class Meta:
        model = desk.Location
        django_get_or_create = ("name", "type")

    name = "Testland"
    type = LocationType.COUNTRY
    country = "XT"
    lat = Decimal("35.00000")
    lon = Decimal("38.00000")


class GovernorateFactory(DjangoModelFactory):
    class Meta:
        model = desk.Location

    name = factory.Sequence(lambda n: f"Governorate {n}")
    type = LocationType.ADMIN1
    parent = factory.SubFactory(CountryFactory)
    country = "XT"
    lat = Decimal("36.50000")
    lon = Decimal("40.75000")


class LocationFactory(DjangoModelFactory):
    """A city in a governorate in a country."""

    class Meta:
        model = desk.Location

    name = factory.Sequence(lambda n: f"Town {n}")
    type = LocationType.LOCALITY
    parent = factory.SubFactory(GovernorateFactory)
    country = "XT"
    lat = Decimal("37.05000")
    lon = Decimal("41.23000")


class SiteFactory(LocationFactory):
    name = factory.Sequence(lambda n: f"Roundabout {n}")
    type = LocationType.SITE
    parent = factory.SubFactory(LocationFactory)


class LocationNameFactory(DjangoModelFactory):
    class Meta:
        model = desk.LocationName

    location = factory.SubFactory(LocationFactory)
    name = factory.Sequence(lambda n: f"Other place name {n}")


# What was read ------------------------------------------------------------------------------------


class ReportFactory(DjangoModelFactory):
    class Meta:
        model = desk.Report

    source = factory.SubFactory(SourceFactory)
    title = factory.Sequence(lambda n: f"Report {n}")
    url = factory.Sequence(lambda n: f"https://news.example/{n}")
    published_on = DAY


class ReportTextFactory(DjangoModelFactory):
    class Meta:
        model = desk.ReportText

    report = factory.SubFactory(ReportFactory)
    version = 1
    text = "Two were killed, one side says."
    sha256 = factory.LazyAttribute(lambda row: sha256(row.text.encode()).hexdigest())


class CitationFactory(DjangoModelFactory):
    class Meta:
        model = desk.Citation

    report = factory.SubFactory(ReportFactory)
    incident = factory.SubFactory("tests.factories.IncidentFactory")


class PassageFactory(DjangoModelFactory):
    class Meta:
        model = desk.Passage

    claim = factory.SubFactory("tests.factories.CasualtyClaimFactory")
    text = factory.SubFactory(ReportTextFactory)
    start = 0
    end = 15


# What happened ------------------------------------------------------------------------------------


class IncidentFactory(DjangoModelFactory):
    class Meta:
        model = desk.Incident

    title = factory.Sequence(lambda n: f"Clash number {n}")
    summary = "Two armed groups exchanged fire."
    event_type = EventType.BATTLE
    sub_event_type = SubEventType.ARMED_CLASH
    occurred_earliest = DAY
    occurred_latest = factory.SelfAttribute("occurred_earliest")


class EpisodeFactory(DjangoModelFactory):
    class Meta:
        model = desk.Episode

    title = factory.Sequence(lambda n: f"Escalation number {n}")
    kind = EpisodeKind.ESCALATION
    occurred_earliest = DAY
    occurred_latest = factory.SelfAttribute("occurred_earliest")


class EpisodeMembershipFactory(DjangoModelFactory):
    class Meta:
        model = desk.EpisodeMembership

    episode = factory.SubFactory(EpisodeFactory)
    incident = factory.SubFactory(IncidentFactory)


class EpisodeActorFactory(DjangoModelFactory):
    class Meta:
        model = desk.EpisodeActor

    episode = factory.SubFactory(EpisodeFactory)
    actor = factory.SubFactory(ActorFactory)


class EpisodeLocationFactory(DjangoModelFactory):
    class Meta:
        model = desk.EpisodeLocation

    episode = factory.SubFactory(EpisodeFactory)
    location = factory.SubFactory(LocationFactory)


class TranslationFactory(DjangoModelFactory):
    class Meta:
        model = desk.Translation

    incident = factory.SubFactory(IncidentFactory)
    language = "ar"
    title = "اشتباك"


class IncidentLinkFactory(DjangoModelFactory):
    class Meta:
        model = desk.IncidentLink

    incident = factory.SubFactory(IncidentFactory)
    kind = LinkKind.FOLLOWS
    other = factory.SubFactory(IncidentFactory)


class IncidentLocationFactory(DjangoModelFactory):
    class Meta:
        model = desk.IncidentLocation

    incident = factory.SubFactory(IncidentFactory)
    location = factory.SubFactory(LocationFactory)


class ParticipationFactory(DjangoModelFactory):
    class Meta:
        model = desk.Participation

    incident = factory.SubFactory(IncidentFactory)
    actor = factory.SubFactory(ActorFactory)


class ParticipationClaimFactory(DjangoModelFactory):
    class Meta:
        model = desk.ParticipationClaim

    participation = factory.SubFactory(ParticipationFactory)
    claim = factory.SubFactory(
        "tests.factories.ResponsibilityClaimFactory",
        incident=factory.SelfAttribute("..participation.incident"),
    )


# Claims: one factory for each kind ----------------------------------------------------------------


class ClaimFactory(DjangoModelFactory):
    """A statement, the kind with the fewest fields; the claimant is a source unless the test says otherwise."""

    class Meta:
        model = desk.Claim

    incident = factory.SubFactory(IncidentFactory)
    kind: Any = ClaimKind.STATEMENT
    claimant_source = factory.Maybe(
        "other_claimant", yes_declaration=None, no_declaration=factory.SubFactory(SourceFactory)
    )
    act: Any = SpeechAct.POSITION

    class Params:
        other_claimant = factory.LazyAttribute(
            lambda row: bool(getattr(row, "claimant_actor", None) or getattr(row, "claimant_described", ""))
        )


class CasualtyClaimFactory(ClaimFactory):
    kind = ClaimKind.CASUALTY
    act = ""
    outcome = Outcome.KILLED
    status = CasualtyStatus.UNKNOWN
    minimum = 2
    maximum = factory.SelfAttribute("minimum")


class ResponsibilityClaimFactory(ClaimFactory):
    kind = ClaimKind.RESPONSIBILITY
    act = ""
    jointly = Jointly.SOLE
    responsible_for = ResponsibleFor.ACT


class WeaponClaimFactory(ClaimFactory):
    kind = ClaimKind.WEAPON
    act = ""
    weapon = Weapon.RPG


class PlaceClaimFactory(ClaimFactory):
    kind = ClaimKind.PLACE
    act = ""
    place = factory.SubFactory(LocationFactory)


class TimeClaimFactory(ClaimFactory):
    kind = ClaimKind.TIME
    act = ""
    phase = TimePhase.STARTED
    time_earliest = DAY
    time_latest = factory.SelfAttribute("time_earliest")


class TargetClaimFactory(ClaimFactory):
    kind = ClaimKind.TARGET
    act = ""
    target = TargetKind.CHECKPOINT
    intended = TargetIntent.HIT


class TerritoryClaimFactory(ClaimFactory):
    kind = ClaimKind.TERRITORY
    act = ""
    change = TerritoryChange.GAINED


class StatementClaimFactory(ClaimFactory):
    detail = "It will defend itself."


class ClaimActorFactory(DjangoModelFactory):
    class Meta:
        model = desk.ClaimActor

    claim = factory.SubFactory(ResponsibilityClaimFactory)
    actor = factory.SubFactory(ActorFactory)


# What the analysts conclude -----------------------------------------------------------------------


class AssessedFigureFactory(DjangoModelFactory):
    class Meta:
        model = desk.AssessedFigure

    incident = factory.SubFactory(IncidentFactory)
    low = 1
    best = 2
    high = 3
    rationale = "As the only claim has it."


class FigureClaimFactory(DjangoModelFactory):
    class Meta:
        model = desk.FigureClaim

    figure = factory.SubFactory(AssessedFigureFactory)
    claim = factory.SubFactory(CasualtyClaimFactory, incident=factory.SelfAttribute("..figure.incident"))


class AssessmentFactory(DjangoModelFactory):
    class Meta:
        model = desk.Assessment

    incident = factory.SubFactory(IncidentFactory)
    about = GradeAbout.OCCURRENCE
    grade = GradeValue.SINGLE_SOURCE
    reason = "One report speaks of it."
    by = factory.SubFactory(UserFactory)


# People, other people's data, review --------------------------------------------------------------


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = desk.Person

    name = factory.Sequence(lambda n: f"Private Person {n}")


class PersonNameFactory(DjangoModelFactory):
    class Meta:
        model = desk.PersonName

    person = factory.SubFactory(PersonFactory)
    name = factory.Sequence(lambda n: f"Other Private Name {n}")


class InvolvementFactory(DjangoModelFactory):
    class Meta:
        model = desk.Involvement

    person = factory.SubFactory(PersonFactory)
    incident = factory.SubFactory(IncidentFactory)
    outcome = Outcome.KILLED


class DatasetFactory(DjangoModelFactory):
    class Meta:
        model = desk.Dataset

    key = factory.Sequence(lambda n: f"dataset-{n}")
    version = "1"
    title = factory.Sequence(lambda n: f"Dataset {n}")
    licence = Licence.CC_BY


class DatasetRowFactory(DjangoModelFactory):
    class Meta:
        model = desk.DatasetRow

    dataset = factory.SubFactory(DatasetFactory)
    key = factory.Sequence(str)
    verbatim = factory.LazyAttribute(lambda row: {"id": row.key})


class ExternalIdFactory(DjangoModelFactory):
    class Meta:
        model = desk.ExternalId

    scheme = "ucdp-ged"
    value = factory.Sequence(str)
    incident = factory.SubFactory(IncidentFactory)


class ReviewNoteFactory(DjangoModelFactory):
    class Meta:
        model = desk.ReviewNote

    incident = factory.SubFactory(IncidentFactory)
    text = "Please name the claim behind the figure."
    by = factory.SubFactory(UserFactory)


def complete_incident(*, by: User | None = None, **fields: Any) -> desk.Incident:
    """A draft ready for review: place, two sides, a report with a casualty claim, a figure, all four grades.

    ``by`` is recorded as its last editor.
    """
    incident: desk.Incident = IncidentFactory(created_by=by, updated_by=by, **fields)
    report = CitationFactory(incident=incident).report
    IncidentLocationFactory(incident=incident)
    claim = CasualtyClaimFactory(incident=incident, claimant_source=report.source, report=report)
    for side in ("a", "b"):
        ParticipationFactory(incident=incident, side=side, standing="assessed")
    FigureClaimFactory(figure__incident=incident, figure__low=2, figure__high=2, claim=claim)
    for about in GradeAbout:
        AssessmentFactory(incident=incident, about=about, **({"by": by} if by else {}))
    return incident
