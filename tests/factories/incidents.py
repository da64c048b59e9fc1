"""Incidents and episodes, with their places, participants, links and translations."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from incidents import models as desk
from incidents.codebook import (
    EpisodeKind,
    EventType,
    LinkKind,
    SubEventType,
)

from .actors import ActorFactory
from .days import DAY
from .locations import LocationFactory


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
