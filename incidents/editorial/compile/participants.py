"""Who took part, in which role and standing, and what tied them to others on that day."""

from __future__ import annotations

from incidents.models import Participation
from incidents.record import document as d

from .claims import Context
from .conversion import some


def participants(context: Context) -> list[d.Participant]:
    return [_participant(row, context) for row in context.incident.participations.all()]


def _participant(row: Participation, context: Context) -> d.Participant:
    voices, ids = context.voices, context.ids
    actor = row.actor_id
    return d.Participant(
        actor=voices.actor(actor, ids),
        description=some(row.description),
        kind=some(row.described_kind if actor is None else voices.actors[actor].kind),
        role=row.role,
        side=row.side,
        standing=row.standing,
        certainty=row.certainty,
        affiliations=[] if actor is None else _affiliations(actor, context),
        aliases=[] if actor is None else voices.aliases(actor),
        claims=context.claim_ids([ground.claim_id for ground in row.grounds.all()]),
        position_reported=actor is not None and _speaks(actor, context),
    )


def _affiliations(actor: int, context: Context) -> list[d.Affiliation]:
    return [
        d.Affiliation(
            kind=tie.kind,
            actor=context.voices.actor_ref(tie.other, context.ids),
            certainty=tie.certainty,
        )
        for tie in context.voices.ties.of(actor, context.when)
    ]


def _speaks(actor: int, context: Context) -> bool:
    """Whether any public claim is the actor's own, or its organ's, or of something that belongs to it."""
    for claim in context.claims.values():
        if context.voices.is_confidential(claim.claimant_source_id):
            continue
        speaker = context.voices.speaker(claim, context.when)
        if speaker is not None and actor in context.voices.ties.above(speaker, context.when):
            return True
    return False
