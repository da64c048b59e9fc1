"""Claims: one factory for each kind."""

from __future__ import annotations

from typing import Any

import factory
from factory.django import DjangoModelFactory

from incidents import models as desk
from incidents.codebook import (
    CasualtyStatus,
    ClaimKind,
    Jointly,
    Outcome,
    ResponsibleFor,
    SpeechAct,
    TargetIntent,
    TargetKind,
    TerritoryChange,
    TimePhase,
    Weapon,
)

from .actors import ActorFactory
from .days import DAY
from .incidents import IncidentFactory
from .locations import LocationFactory
from .sources import SourceFactory


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
