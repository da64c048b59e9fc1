"""Participants: who took part, in which role and standing, and their affiliations on that day."""

from __future__ import annotations

from incidents.codebook import Standing
from incidents.models import Participation
from incidents.record import document as d

from .claims import Context
from .conversion import or_none


def participants(context: Context) -> list[d.Participant]:
    return [_participant(row, context) for row in context.incident.participations.all()]


def _participant(row: Participation, context: Context) -> d.Participant:
    directory, ids = context.directory, context.ids
    actor = row.actor_id
    return d.Participant(
        actor=directory.actor(actor, ids),
        description=or_none(row.description),
        kind=or_none(row.described_kind if actor is None else directory.actors[actor].kind),
        role=row.role,
        side=row.side,
        standing=_standing(row, context),
        certainty=row.certainty,
        affiliations=[]
        if actor is None
        else [
            d.Affiliation(kind=row.kind, actor=directory.actor_ref(row.other, ids), certainty=row.certainty)
            for row in directory.relations.of(actor, context.when)
        ],
        aliases=[] if actor is None else directory.aliases(actor),
        claims=context.claim_ids([ground.claim_id for ground in row.grounds.all()]),
        position_reported=_position_reported(actor, context),
    )


def _standing(row: Participation, context: Context) -> str:
    """What a dataset coded is assessed by the desk once it has adopted that, or where the coding is its own."""
    is_ours = row.standing == Standing.CODED and context.whose(coded=True) == d.DESK
    return Standing.ASSESSED.value if is_ours else row.standing


def _position_reported(actor: int | None, context: Context) -> bool | None:
    """Whether the actor speaks for itself in some claim; nothing is known where no report has been read here."""
    if actor is not None and _speaks(actor, context):
        return True
    return False if context.was_read else None


def _speaks(actor: int, context: Context) -> bool:
    """Whether any public claim is the actor's own, or its organ's, or of something that belongs to it."""
    for claim in context.claims.values():
        if context.directory.is_confidential(claim.claimant_source_id):
            continue
        speaker = context.directory.speaker(claim, context.when)
        if speaker is not None and actor in context.directory.relations.above(speaker, context.when):
            return True
    return False
