"""Claims, from the desk's table to public documents, kind by kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, assert_never

import msgspec

from incidents.codebook import ClaimKind
from incidents.models import Claim, ClaimActor, Incident, Passage
from incidents.record import document as d

from .conversion import iso_date, occurred, or_none, period
from .directory import Directory
from .gazetteer import Gazetteer
from .identifiers import Identifiers
from .plain_rows import key_array
from .relations import DateRange


@dataclass(frozen=True)
class ClaimParts:
    """Actors and passages by claim.

    Django's prefetching would make a query set for each of thousands of claims.
    """

    actors: Mapping[int, list[int]]
    passages: Mapping[int, list[Passage]]

    @classmethod
    def load(cls, incidents: Collection[int]) -> ClaimParts:
        """Two queries, however many incidents."""
        actors: dict[int, list[int]] = defaultdict(list)
        named = ClaimActor.objects.filter(claim__incident__in=key_array(incidents)).order_by("pk")
        for claim, actor in named.values_list("claim", "actor"):
            actors[claim].append(actor)
        passages: dict[int, list[Passage]] = defaultdict(list)
        rows = Passage.objects.filter(claim__incident__in=key_array(incidents)).select_related("text__report")
        for passage in rows.defer("text__text").order_by("text", "start"):
            passages[passage.claim_id].append(passage)
        return cls(actors, passages)


class Context(msgspec.Struct, frozen=True):
    """What one incident's parts are compiled with."""

    incident: Incident
    when: DateRange
    claims: Mapping[int, Claim]
    parts: ClaimParts
    directory: Directory
    gazetteer: Gazetteer
    ids: Identifiers
    dataset: str = d.DESK
    """``by`` of what a dataset coded or lists."""

    def whose(self, *, coded: bool) -> str:
        """``by`` of a judgement: the dataset's while it is as coded there, and the desk's once that is adopted."""
        return self.dataset if coded and not self.incident.adopted_on else d.DESK

    @property
    def was_read(self) -> bool:
        """Whether any report was read here; what a dataset lists was not."""
        citations = self.incident.citations.all()
        listed = {citation.report_id for citation in citations if citation.coded}
        carrying = {claim.report_id for claim in self.claims.values() if claim.report_id}
        return any(not citation.coded for citation in citations) or bool(carrying - listed)

    def claim_id(self, pk: int | None) -> str | None:
        """The public id of a claim of this incident; nothing where it is left out."""
        claim = None if pk is None else self.claims.get(pk)
        return claim.public_id if claim else None

    def claim_ids(self, pks: Collection[int]) -> list[str]:
        return [self.claims[pk].public_id for pk in sorted(pks) if pk in self.claims]

    def belonging(self, actor: int | None, side: str) -> d.Belonging | None:
        if actor is None and not side:
            return None
        return d.Belonging(actor=self.directory.actor(actor, self.ids), side=or_none(side))


def claims(context: Context) -> list[d.AnyClaim]:
    """All claims that may be public, in the order in which they were entered."""
    return [_claim(claim, context) for claim in context.claims.values()]


def _claim(claim: Claim, context: Context) -> d.AnyClaim:
    kind = ClaimKind(claim.kind)
    match kind:
        case ClaimKind.CASUALTY:
            return _casualty(claim, context)
        case ClaimKind.RESPONSIBILITY:
            return _responsibility(claim, context)
        case ClaimKind.WEAPON:
            return _weapon(claim, context)
        case ClaimKind.PLACE:
            return _place(claim, context)
        case ClaimKind.TIME:
            return _time(claim, context)
        case ClaimKind.TARGET:
            return _target(claim, context)
        case ClaimKind.TERRITORY:
            return _territory(claim, context)
        case ClaimKind.STATEMENT:
            return _statement(claim, context)
        case _:
            assert_never(kind)


def _common(claim: Claim, context: Context) -> dict[str, Any]:
    return {
        "id": claim.public_id,
        "claimant": context.directory.claimant(claim, context.ids),
        "basis": claim.basis,
        "derived_from": context.claim_id(claim.derived_from_id),
        "stance": claim.stance,
        "about": context.claim_id(claim.about_id),
        "supersedes": context.claim_id(claim.supersedes_id),
        "made_on": iso_date(claim.made_on),
        "as_of": iso_date(claim.as_of),
        "report": claim.report.public_id if claim.report else None,
        # Where in the report it stands; not for a confidential report, whose text the hash would confirm.
        "passages": [
            d.Passage(text_sha256=passage.text.sha256, start=passage.start, end=passage.end)
            for passage in context.parts.passages.get(claim.pk, ())
            if not context.directory.reveals(passage.text.report)
        ],
        "wording": claim.wording,
        "certainty": claim.certainty,
    }


def _casualty(claim: Claim, context: Context) -> d.CasualtyClaim:
    covers = period(claim.covers_from, claim.covers_until)
    return d.CasualtyClaim(
        **_common(claim, context),
        outcome=claim.outcome,
        minimum=claim.minimum,
        best=claim.best,
        maximum=claim.maximum,
        quantifier=or_none(claim.quantifier),
        status=claim.status,
        belongs_to=context.belonging(claim.belongs_to_actor_id, claim.belongs_to_side),
        age_band=or_none(claim.age_band),
        sex=or_none(claim.sex),
        occupation=or_none(claim.occupation),
        within=context.claim_id(claim.within_id),
        same_persons_as=context.claim_id(claim.same_persons_as_id),
        place=_place_of(claim, context),
        covers=covers if covers.start or covers.end else None,
    )


def _responsibility(claim: Claim, context: Context) -> d.ResponsibilityClaim:
    return d.ResponsibilityClaim(
        **_common(claim, context),
        actors=[
            context.directory.actor_ref(pk, context.ids) for pk in context.parts.actors.get(claim.pk, ())
        ],
        description=or_none(claim.detail),
        jointly=claim.jointly,
        responsible_for=claim.responsible_for,
    )


def _weapon(claim: Claim, context: Context) -> d.WeaponClaim:
    return d.WeaponClaim(
        **_common(claim, context),
        weapon=claim.weapon,
        delivery=or_none(claim.delivery),
        used_by=context.directory.actor(claim.actor_id, context.ids),
        detail=or_none(claim.detail),
    )


def _place(claim: Claim, context: Context) -> d.PlaceClaim:
    return d.PlaceClaim(
        **_common(claim, context), place=_place_of(claim, context), words=_unless_restricted(claim, context)
    )


def _time(claim: Claim, context: Context) -> d.TimeClaim:
    """A phase without a day of its own lies somewhere within the incident."""
    incident = context.incident
    if claim.time_earliest and claim.time_latest:
        when = occurred(claim.time_earliest, claim.time_latest, claim.time_precision, claim.time_of_day)
    else:
        when = occurred(
            incident.occurred_earliest,
            incident.occurred_latest,
            incident.occurred_precision,
            claim.time_of_day,
        )
    clock = claim.clock.isoformat("minutes") if claim.clock else None
    return d.TimeClaim(**_common(claim, context), phase=claim.phase, occurred=when, clock=clock)


def _target(claim: Claim, context: Context) -> d.TargetClaim:
    return d.TargetClaim(
        **_common(claim, context),
        target=claim.target,
        intended=claim.intended,
        actor=context.directory.actor(claim.actor_id, context.ids),
        place=_place_of(claim, context),
        detail=or_none(claim.detail),
    )


def _territory(claim: Claim, context: Context) -> d.TerritoryClaim:
    return d.TerritoryClaim(
        **_common(claim, context),
        change=claim.change,
        actor=context.directory.actor(claim.actor_id, context.ids),
        place=_place_of(claim, context),
    )


def _statement(claim: Claim, context: Context) -> d.StatementClaim:
    return d.StatementClaim(
        **_common(claim, context),
        act=claim.act,
        addressee=context.directory.actor(claim.actor_id, context.ids),
        text=claim.detail,
    )


def _place_of(claim: Claim, context: Context) -> d.Ref | None:
    return context.gazetteer.ref_to(claim.place_id, context.ids)


def _unless_restricted(claim: Claim, context: Context) -> str | None:
    """Words about a restricted place would tell it apart from its neighbours."""
    gazetteer = context.gazetteer
    if claim.place_id and gazetteer.shown(claim.place_id) is not gazetteer.rows[claim.place_id]:
        return None
    return or_none(claim.detail)
