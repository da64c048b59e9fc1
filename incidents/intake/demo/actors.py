"""The actors that the report names, their names, and what ties them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from accounts.models import User
from incidents.codebook import ActorKind, Certainty, NameKind, RelationKind, Script
from incidents.models import Actor, ActorName, ActorRelation, ActorRelationCitation, Report
from incidents.scripts import script_of

from .entry import checked, editing


class OtherName(NamedTuple):
    name: str
    language: str = "en"
    kind: NameKind = NameKind.ALIAS
    used_by: str = ""


@dataclass(frozen=True)
class DemoActors:
    asayish: Actor
    administration: Actor
    ndf: Actor
    government: Actor
    sdf: Actor


def enter_actors(*, by: User) -> DemoActors:
    return DemoActors(
        asayish=_actor(
            by,
            Actor(
                name="Asayish",
                kind=ActorKind.POLICE,
                country="SY",
                description="Internal security forces of the Autonomous Administration of North and East Syria.",
            ),
            OtherName("Internal Security Forces"),
            OtherName("ISF", kind=NameKind.ACRONYM),
            OtherName("Asayîş", "kmr"),
            OtherName("ئاسایش", "ckb"),
            OtherName("الأسايش", "ar"),
            OtherName("قوى الأمن الداخلي", "ar"),
        ),
        administration=_actor(
            by,
            Actor(
                name="Autonomous Administration of North and East Syria",
                kind=ActorKind.AUTHORITY,
                country="SY",
                description="Authority that governs the north-east of Syria in fact.",
            ),
            OtherName("AANES", kind=NameKind.ACRONYM),
            OtherName("Rojava", "kmr"),
            OtherName("الإدارة الذاتية لشمال وشرق سوريا", "ar"),
        ),
        ndf=_actor(
            by,
            Actor(
                name="National Defence Forces",
                kind=ActorKind.POLITICAL_MILITIA,
                country="SY",
                description="Militia that fights on the side of the Syrian government.",
            ),
            OtherName("NDF", kind=NameKind.ACRONYM),
            OtherName("National Defence Militia", kind=NameKind.HOSTILE, used_by="the Asayish"),
            OtherName("قوات الدفاع الوطني", "ar"),
        ),
        government=_actor(
            by,
            Actor(
                name="Syrian government",
                kind=ActorKind.AUTHORITY,
                country="SY",
                description="Government of the Syrian Arab Republic, in Damascus.",
            ),
            OtherName("Syrian regime", kind=NameKind.HOSTILE, used_by="opponents and parts of the press"),
            OtherName("الحكومة السورية", "ar"),
        ),
        sdf=_actor(
            by,
            Actor(
                name="Syrian Democratic Forces",
                kind=ActorKind.REBEL,
                country="SY",
                description="Alliance of armed groups in the north-east of Syria.",
            ),
            OtherName("SDF", kind=NameKind.ACRONYM),
            OtherName("Hêzên Sûriya Demokratîk", "kmr"),
            OtherName("قوات سوريا الديمقراطية", "ar"),
            OtherName("قسد", "ar", NameKind.ACRONYM),
        ),
    )


def tie_actors(actors: DemoActors, report: Report, *, by: User) -> None:
    """What the report says of how they belong together."""
    _tie(by, actors.asayish, RelationKind.SECURITY_FORCE_OF, actors.administration, Certainty.CERTAIN, report)
    _tie(by, actors.ndf, RelationKind.BACKED_BY, actors.government, Certainty.PROBABLE, report)


def _actor(by: User, actor: Actor, *names: OtherName) -> Actor:
    with editing(actor, by):
        checked(actor)
        for name in names:
            script = script_of(name.name) or Script.OTHER
            checked(ActorName(actor=actor, script=script, **name._asdict()))
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
