"""The episode that holds both incidents."""

from __future__ import annotations

from datetime import date

from accounts.models import User
from incidents.codebook import DatePrecision, EpisodeKind
from incidents.models import (
    Citation,
    Episode,
    EpisodeActor,
    EpisodeLocation,
    EpisodeMembership,
    Incident,
    Translation,
)

from .entry import checked, editing
from .material import Material


def enter_episode(material: Material, incidents: list[Incident], *, by: User) -> Episode:
    episode = Episode(
        kind=EpisodeKind.ESCALATION,
        title="Clashes between Asayish and National Defence Forces, 2021",
        summary="Asayish and National Defence Forces clashed in Qamishli and Hasaka in February 2021 and again in "
        "Qamishli in April.",
        occurred_earliest=date(2021, 2, 1),
        occurred_latest=date(2021, 4, 21),
        occurred_precision=DatePrecision.PERIOD,
    )
    with editing(episode, by):
        episode.save()
        checked(Citation(report=material.text.report, episode=episode))
        checked(
            Translation(
                episode=episode, language="ar", title="اشتباكات بين الأسايش وقوات الدفاع الوطني، 2021"
            )
        )
        for actor in (material.actors.asayish, material.actors.ndf):
            checked(EpisodeActor(episode=episode, actor=actor))
        for location in (material.places.qamishli, material.places.hasaka):
            checked(EpisodeLocation(episode=episode, location=location))
        for incident in incidents:
            checked(EpisodeMembership(episode=episode, incident=incident))
    return episode
