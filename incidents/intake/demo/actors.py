"""The actors that the report names, their names, and what ties them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from accounts.models import User
from incidents.codebook import Certainty, NameKind, RelationKind
from incidents.models import Actor, ActorName, ActorRelation, ActorRelationCitation, ExternalId, Report

from ..parties import PartyName, parties
from .entry import checked, editing


@dataclass(frozen=True)
class DemoActors:
    asayish: Actor
    administration: Actor
    ndf: Actor
    government: Actor
    sdf: Actor


def enter_actors(*, by: User) -> DemoActors:
    """The actors with the names that the list of known parties has for them."""
    return DemoActors(
        asayish=_actor(
            by,
            "asayish",
            "Internal security forces of the Autonomous Administration of North and East Syria.",
        ),
        administration=_actor(by, "aanes", "Authority that governs the north-east of Syria in fact."),
        ndf=_actor(
            by,
            "ndf",
            "Militia that fights on the side of the Syrian government.",
            hostile={"National Defence Militia": "the Asayish"},
        ),
        government=_actor(
            by,
            "syria-government",
            "Government of the Syrian Arab Republic, in Damascus.",
            name="Syrian government",
            hostile={"Syrian regime": "opponents and parts of the press"},
        ),
        sdf=_actor(by, "sdf", "Alliance of armed groups in the north-east of Syria."),
    )


def tie_actors(actors: DemoActors, report: Report, *, by: User) -> None:
    """What the report says of how they belong together."""
    _tie(by, actors.asayish, RelationKind.SECURITY_FORCE_OF, actors.administration, Certainty.CERTAIN, report)
    _tie(by, actors.ndf, RelationKind.BACKED_BY, actors.government, Certainty.PROBABLE, report)


def _actor(
    by: User, key: str, description: str, *, name: str = "", hostile: Mapping[str, str] = MappingProxyType({})
) -> Actor:
    """A known party under its main name or another of its names; ``hostile`` says who uses such names."""
    party = parties()[key]
    main = PartyName(party.name, "en", NameKind.ALIAS.value)
    actor = Actor(name=name or party.name, kind=party.kind, country=party.country, description=description)
    with editing(actor, by):
        checked(actor)
        for other in (main, *party.names):
            if other.text != actor.name:
                checked(
                    ActorName(
                        actor=actor,
                        name=other.text,
                        language=other.language,
                        kind=other.kind,
                        script=other.script,
                        used_by=hostile.get(other.text, ""),
                    )
                )
        for scheme, value in party.codes:
            checked(ExternalId(actor=actor, scheme=scheme, value=value))
    return actor


def _tie(
    by: User, actor: Actor, kind: RelationKind, other: Actor, certainty: Certainty, report: Report
) -> None:
    with editing(actor, by):
        relation = checked(
            ActorRelation(
                actor=actor, kind=kind, other=other, certainty=certainty, public_note="So described by Rudaw."
            )
        )
        checked(ActorRelationCitation(relation=relation, report=report))
