"""The clash of April 2021 as the seed report tells it, coded on the desk; see the facts in ``tests/demo``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from accounts.models import User
from incidents import models as desk
from incidents.codebook import (
    ActorKind,
    AffiliationKind,
    Basis,
    CasualtyStatus,
    GradeAbout,
    GradeValue,
    Jointly,
    LocationType,
    Outcome,
    RelationKind,
    ResponsibleFor,
    Role,
    Side,
    SourceKind,
    SpeechAct,
    Standing,
    TargetIntent,
    TargetKind,
    TimePhase,
    Weapon,
)
from incidents.editorial.acts.editing import begin_edit, finish_edit
from incidents.editorial.acts.review import approve, submit
from tests import factories as make

EVENING, NIGHT = date(2021, 4, 20), date(2021, 4, 21)


@dataclass
class Scene:
    """What the tests refer to by name."""

    incident: desk.Incident
    asayish: desk.Actor
    aanes: desk.Actor
    ndf: desk.Actor
    sdf: desk.Actor
    rudaw: desk.Source
    anha: desk.Source
    site: desk.Location
    city: desk.Location
    death: desk.Claim
    own_words: desk.Claim
    report: desk.Report


def april() -> Scene:
    """The whole incident in the state draft."""
    aanes = make.ActorFactory(name="Autonomous Administration", kind=ActorKind.AUTHORITY)
    asayish = make.ActorFactory(name="Internal Security Forces", kind=ActorKind.POLICE)
    make.ActorNameFactory(actor=asayish, name="Asayish")
    government = make.ActorFactory(name="Syrian government", kind=ActorKind.AUTHORITY)
    ndf = make.ActorFactory(name="National Defence Forces", kind=ActorKind.POLITICAL_MILITIA)
    sdf = make.ActorFactory(name="Syrian Democratic Forces")
    make.ActorRelationFactory(actor=asayish, kind=RelationKind.SECURITY_FORCE_OF, other=aanes)
    make.ActorRelationFactory(actor=ndf, kind=RelationKind.BACKED_BY, other=government)
    country = make.CountryFactory(name="Syria", country="SY")
    governorate = make.GovernorateFactory(name="Al-Hasakah", parent=country, country="SY")
    city = make.LocationFactory(name="Qamishli", parent=governorate, country="SY")
    site = make.SiteFactory(name="Al-Wahda roundabout", parent=city, country="SY", lat=None, lon=None)
    rudaw = make.SourceFactory(name="Rudaw", kind=SourceKind.AGENCY)
    anha = make.SourceFactory(name="Hawar News Agency", kind=SourceKind.AGENCY)
    make.SourceAffiliationFactory(source=anha, actor=sdf, kind=AffiliationKind.ALIGNED, according_to=rudaw)
    report = make.ReportFactory(source=rudaw, title="One dead in Qamishli", published_on=NIGHT)
    incident = make.IncidentFactory(
        title="Clash in Qamishli", occurred_earliest=EVENING, occurred_latest=NIGHT, language="en"
    )
    make.CitationFactory(report=report, incident=incident)
    make.IncidentLocationFactory(incident=incident, location=site)
    death, own_words = _claims(incident, report, asayish=asayish, ndf=ndf, rudaw=rudaw, anha=anha)
    _conclusions(incident, asayish, ndf, death)
    assert governorate.type == LocationType.ADMIN1
    return Scene(incident, asayish, aanes, ndf, sdf, rudaw, anha, site, city, death, own_words, report)


def _claims(
    incident: desk.Incident,
    report: desk.Report,
    *,
    asayish: desk.Actor,
    ndf: desk.Actor,
    rudaw: desk.Source,
    anha: desk.Source,
) -> tuple[desk.Claim, desk.Claim]:
    common = {"incident": incident, "report": report}
    make.TimeClaimFactory(**common, claimant_source=rudaw, time_earliest=EVENING, phase=TimePhase.STARTED)
    death = make.CasualtyClaimFactory(
        **common, claimant_actor=asayish, outcome=Outcome.DIED_LATER, minimum=1,
        status=CasualtyStatus.COMBATANT, belongs_to_actor=asayish,
    )  # fmt: skip
    own_words = make.CasualtyClaimFactory(
        **common, claimant_source=rudaw, minimum=1, status=CasualtyStatus.COMBATANT, belongs_to_actor=asayish,
        basis=Basis.DERIVED, derived_from=death, same_persons_as=death,
    )  # fmt: skip
    began = make.ResponsibilityClaimFactory(
        **common, claimant_actor=asayish, jointly=Jointly.SOLE, responsible_for=ResponsibleFor.INITIATION
    )
    make.ClaimActorFactory(claim=began, actor=ndf)
    make.TargetClaimFactory(
        **common,
        claimant_actor=asayish,
        target=TargetKind.CHECKPOINT,
        intended=TargetIntent.BOTH,
        actor=asayish,
    )
    make.TimeClaimFactory(
        **common, claimant_source=anha, phase=TimePhase.PAUSED, time_earliest=NIGHT, clock=time(2)
    )
    make.TimeClaimFactory(
        **common, claimant_source=anha, phase=TimePhase.RESUMED, time_earliest=NIGHT, clock=time(3)
    )
    make.WeaponClaimFactory(**common, claimant_source=anha, weapon=Weapon.RPG, actor=ndf)
    make.TimeClaimFactory(
        **common, claimant_described="Viviyan Fetah, reporter of Rudaw", basis=Basis.WITNESSED,
        phase=TimePhase.ONGOING, time_earliest=NIGHT,
    )  # fmt: skip
    make.StatementClaimFactory(**common, claimant_actor=asayish, act=SpeechAct.THREAT)
    return death, own_words


def _conclusions(incident: desk.Incident, asayish: desk.Actor, ndf: desk.Actor, death: desk.Claim) -> None:
    part = make.ParticipationFactory(
        incident=incident, actor=asayish, role=Role.BELLIGERENT, side=Side.A, standing=Standing.ASSESSED
    )
    make.ParticipationClaimFactory(participation=part, claim=death)
    make.ParticipationFactory(incident=incident, actor=ndf, role=Role.BELLIGERENT, side=Side.B)
    figure = make.AssessedFigureFactory(
        incident=incident, low=1, best=1, high=1, status=CasualtyStatus.COMBATANT, belongs_to_actor=asayish
    )
    make.FigureClaimFactory(figure=figure, claim=death)
    make.AssessmentFactory(incident=incident, about=GradeAbout.OCCURRENCE, grade=GradeValue.CORROBORATED)
    make.AssessmentFactory(incident=incident, about=GradeAbout.CASUALTIES, grade=GradeValue.SINGLE_SOURCE)


def approved(subject: desk.Incident | desk.Episode, analyst: User, reviewer: User) -> None:
    """Through the whole review, as two people would do it."""
    begin_edit(subject=subject, by=analyst, expected_revision=subject.revision)
    finish_edit(subject=subject, by=analyst)
    submit(subject=subject, by=analyst)
    approve(subject=subject, by=reviewer)
