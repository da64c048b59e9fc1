"""The clash in Qamishli in the night of 20 April 2021."""

from __future__ import annotations

from datetime import date

from accounts.models import User
from incidents.codebook import (
    Certainty,
    CivilianHarm,
    EventType,
    Extent,
    LinkKind,
    SubEventType,
    TimeOfDay,
)
from incidents.models import Incident, IncidentLink

from .april_claims import AprilClaims
from .april_conclusions import conclude
from .conclusions import Conclusions
from .entry import checked, editing
from .material import Material

EVENING, MORNING = date(2021, 4, 20), date(2021, 4, 21)

SUMMARY = (
    "Asayish and National Defence Forces fought in Qamishli from the evening of 20 April 2021 and were still fighting "
    "when Rudaw reported it. The Asayish say that a member of the National Defence Forces began it by firing at their "
    "checkpoint at Al-Wahda roundabout and that one of their own died of his wounds; no position of the National "
    "Defence Forces is reported."
)
CORRECTION = (
    "The fighting went on past midnight: the incident now covers 20 and 21 April 2021, not 20 April alone. The pause "
    "and the resumption that Hawar News Agency reports have been added."
)


def enter_april(material: Material, february: Incident, *, by: User) -> Incident:
    """As it was first published: the day on which it began, without what happened after midnight."""
    incident = Incident(
        title="Clash between Asayish and National Defence Forces in Qamishli, April 2021",
        summary=SUMMARY,
        extent=Extent.SINGLE,
        event_type=EventType.BATTLE,
        sub_event_type=SubEventType.ARMED_CLASH,
        civilian_harm=CivilianHarm.NONE,
        occurred_earliest=EVENING,
        occurred_latest=EVENING,
        occurred_time_of_day=TimeOfDay.EVENING,
        occurred_words="Tuesday night",
    )
    with editing(incident, by):
        incident.save()
        conclusions = Conclusions(incident, material, by)
        conclusions.cite()
        conclusions.translate("ar", "اشتباك بين الأسايش وقوات الدفاع الوطني في القامشلي، نيسان 2021")
        conclusions.place(material.places.qamishli, words="in Qamishli")
        conclusions.place(material.places.roundabout, words="at Al-Wahda roundabout")
        conclude(conclusions, AprilClaims(incident, material).enter())
        checked(
            IncidentLink(
                incident=incident,
                kind=LinkKind.FOLLOWS,
                other=february,
                basis="The report recalls the earlier clashes of the same two sides.",
                certainty=Certainty.CERTAIN,
            )
        )
    return incident


def amend_april(incident: Incident, material: Material, *, by: User) -> None:
    """What the correction brings: the night after the evening."""
    with editing(incident, by):
        incident.occurred_latest = MORNING
        incident.save()
        AprilClaims(incident, material).enter_night()
