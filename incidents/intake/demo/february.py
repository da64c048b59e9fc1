"""The clashes of February 2021 in two cities: a series, since the report does not tell them apart."""

from __future__ import annotations

from datetime import date

from accounts.models import User
from incidents.codebook import (
    ActorKind,
    CasualtyStatus,
    Certainty,
    CivilianHarm,
    ClaimKind,
    DatePrecision,
    EventType,
    Extent,
    GradeAbout,
    GradeValue,
    Outcome,
    Role,
    Side,
    SpeechAct,
    Standing,
    SubEventType,
    TimePhase,
)
from incidents.models import Claim, Incident, Participation

from .conclusions import Conclusions
from .entry import ClaimSheet, editing
from .material import Material

FIRST, LAST = date(2021, 2, 1), date(2021, 2, 28)

SUMMARY = (
    "Asayish and National Defence Forces fought in Qamishli and in Hasaka in February 2021. Rudaw counts one dead "
    "and at least three injured, without saying in which city; according to the Syrian Observatory for Human Rights, "
    "the dead man was a policeman on the government's side."
)


def enter_february(material: Material, *, by: User) -> Incident:
    incident = Incident(
        title="Clashes between Asayish and National Defence Forces in Qamishli and Hasaka, February 2021",
        summary=SUMMARY,
        extent=Extent.SERIES,
        event_type=EventType.BATTLE,
        sub_event_type=SubEventType.ARMED_CLASH,
        civilian_harm=CivilianHarm.UNCLEAR,
        occurred_earliest=FIRST,
        occurred_latest=LAST,
        occurred_precision=DatePrecision.MONTH,
        occurred_words="in February",
        note="The report names no year: 2021 is inferred from its own date.",
    )
    with editing(incident, by):
        incident.save()
        conclusions = Conclusions(incident, material, by)
        conclusions.cite()
        conclusions.translate("ar", "اشتباكات بين الأسايش وقوات الدفاع الوطني في القامشلي والحسكة، شباط 2021")
        conclusions.place(material.places.qamishli, words="in Qamishli")
        conclusions.place(material.places.hasaka, words="in Hasaka")
        _claims(ClaimSheet(incident, material.text), material, conclusions)
    return incident


def _claims(sheet: ClaimSheet, material: Material, conclusions: Conclusions) -> None:
    fighting = _fighting(sheet, material)
    dead, policeman, hurt = _casualties(sheet, material)
    actors = material.actors
    sheet.add(
        ClaimKind.STATEMENT,
        passage="the Asayish charged the National Defence Forces with sowing division in the region",
        words="sowing discord",
        claimant_source=material.sources.asayish,
        act=SpeechAct.ACCUSATION,
        actor=actors.ndf,
        detail="The National Defence Forces turn the communities of the region against each other.",
    )
    conclusions.took_part(actors.asayish, Role.BELLIGERENT, Side.A, Standing.ASSESSED, [fighting])
    conclusions.took_part(actors.ndf, Role.BELLIGERENT, Side.B, Standing.ASSESSED, [fighting])
    # Whom the dead man served with is known by kind and side only, so no actor is named.
    police = Participation(
        description="police on the side of the Syrian government",
        described_kind=ActorKind.POLICE,
        role=Role.BELLIGERENT,
        side=Side.B,
        standing=Standing.ALLEGED,
        certainty=Certainty.POSSIBLE,
    )
    conclusions.describe(police, [policeman])
    _figures(conclusions, dead, policeman, hurt)
    _grades(conclusions)


def _fighting(sheet: ClaimSheet, material: Material) -> Claim:
    rudaw, places = material.sources.rudaw, material.places
    fighting = sheet.add(
        ClaimKind.TIME,
        passage="The same two sides had fought in February",
        claimant_source=rudaw,
        phase=TimePhase.ONGOING,
        time_earliest=FIRST,
        time_latest=LAST,
        time_precision=DatePrecision.MONTH,
    )
    for city in (places.qamishli, places.hasaka):
        sheet.add(ClaimKind.PLACE, passage="in Qamishli and in Hasaka", claimant_source=rudaw, place=city)
    return fighting


def _casualties(sheet: ClaimSheet, material: Material) -> tuple[Claim, Claim, Claim]:
    """Two claims about the same dead person, and one about the injured, whose number is open upwards."""
    sources = material.sources
    dead = sheet.add(
        ClaimKind.CASUALTY,
        passage="One person died then",
        claimant_source=sources.rudaw,
        outcome=Outcome.KILLED,
        status=CasualtyStatus.UNKNOWN,
        minimum=1,
        maximum=1,
    )
    policeman = sheet.add(
        ClaimKind.CASUALTY,
        passage="the dead man was a policeman on the government's side",
        words="pro-government forces",
        claimant_source=sources.sohr,
        outcome=Outcome.KILLED,
        status=CasualtyStatus.COMBATANT,
        minimum=1,
        maximum=1,
        belongs_to_side=Side.B,
        occupation="policeman",
        same_persons_as=dead,
    )
    hurt = sheet.add(
        ClaimKind.CASUALTY,
        passage="at least three were hurt",
        claimant_source=sources.rudaw,
        outcome=Outcome.WOUNDED,
        status=CasualtyStatus.UNKNOWN,
        minimum=3,
        quantifier="at least",
    )
    return dead, policeman, hurt


def _figures(conclusions: Conclusions, dead: Claim, policeman: Claim, hurt: Claim) -> None:
    conclusions.figure(
        [dead, policeman],
        outcome=Outcome.KILLED,
        status=CasualtyStatus.COMBATANT,
        belongs_to_side=Side.B,
        low=1,
        best=1,
        high=1,
        rationale="One death, told twice: Rudaw gives the number, the Syrian Observatory says who it was. Police count "
        "as combatants in our codebook. In which of the two cities he died is not reported.",
    )
    conclusions.figure(
        [hurt],
        outcome=Outcome.WOUNDED,
        status=CasualtyStatus.UNKNOWN,
        low=3,
        rationale="“At least three”: the upper end is open, and nobody says who they were or in which city.",
    )


def _grades(conclusions: Conclusions) -> None:
    conclusions.grade(
        GradeAbout.OCCURRENCE,
        GradeValue.CORROBORATED,
        "Rudaw speaks of the clashes in its own words, and the Syrian Observatory of a death in them. Both come from "
        "one report, which looks back in a few lines.",
    )
    conclusions.grade(GradeAbout.RESPONSIBILITY, GradeValue.NOT_ASSESSED, "No report says who began.")
    conclusions.grade(
        GradeAbout.CASUALTIES,
        GradeValue.CORROBORATED,
        "Rudaw and the Syrian Observatory both speak of one dead. The injured rest on Rudaw alone.",
    )
    conclusions.grade(
        GradeAbout.PLACE_AND_TIME,
        GradeValue.SINGLE_SOURCE,
        "Rudaw alone names the two cities and the month; the year is inferred from the date of its report.",
    )
