"""How many independent origins speak to each question: ten outlets that relay one statement are one.

The rule, in this order:

1. A claim that was taken over from another counts for the claim it goes back to. One that is derived without saying
   from what adds nothing.
2. Who carries a claim is no origin; who makes it is.
3. A source that is the organ or the property of an actor is that actor. An actor and whatever it is part of, or a
   security force of, on that day, speak with one voice.
4. A claimant that is only described ("local residents", a reporter) cannot be told apart from the outlet that
   quotes it, and counts with it.
5. Being aligned with a party is shown, not merged: it is no proof of a common origin.
6. Denials, doubts and what was withdrawn corroborate nothing. A statement is evidence of a position, not of events.
7. A confidential source counts as one origin, unnamed; if it speaks for an actor, it counts for nothing, since
   counting it with that actor would give it away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import assert_never

from incidents.codebook import Basis, ClaimKind, GradeAbout, RelationKind, Role, SourceKind, Stance
from incidents.folding import fold
from incidents.models import Claim
from incidents.record import document as d

from .claims import Context
from .relations import DIRECT

_PARTIES = frozenset({Role.BELLIGERENT, Role.ATTACKER, Role.TARGET, Role.SUPPORTING})

Key = tuple[str, int | str]


def independence(context: Context) -> list[d.Independence]:
    """An entry for each question that somebody's claim speaks to; none where only a dataset speaks, unread here."""
    if context.dataset != d.DESK and not context.was_read:
        return []
    withdrawn = {claim.about_id for claim in context.claims.values() if claim.stance == Stance.WITHDRAWS}
    asserted = [
        claim
        for claim in context.claims.values()
        if claim.stance == Stance.ASSERTS and claim.pk not in withdrawn
    ]
    if not asserted:
        return []
    counted = (_Question(about, context).counted(asserted) for about in GradeAbout)
    return [answer for answer in counted if answer is not None]


class _Question:
    """One question about one incident: which claims speak to it, and where they come from."""

    def __init__(self, about: GradeAbout, context: Context) -> None:
        self.about = about
        self.context = context
        self.when = context.when
        self.parties = {
            part.actor_id
            for part in context.incident.participations.all()
            if part.actor_id is not None and part.role in _PARTIES
        }

    def counted(self, asserted: list[Claim]) -> d.Independence | None:
        by_origin: dict[Key, list[Claim]] = defaultdict(list)
        speaking = [claim for claim in asserted if self._concerns(claim)]
        for claim in speaking:
            root = self._root(claim)
            key = self._key(root) if root else None
            if key is not None:
                by_origin[key].append(claim)
        if not speaking:
            return None
        origins = [self._origin(key, claims) for key, claims in by_origin.items()]
        return d.Independence(
            about=self.about.value,
            count=len(origins),
            non_party=sum(not origin.party for origin in origins),
            origins=origins,
        )

    def _concerns(self, claim: Claim) -> bool:
        match self.about:
            case GradeAbout.OCCURRENCE:
                return claim.kind != ClaimKind.STATEMENT
            case GradeAbout.RESPONSIBILITY:
                return claim.kind == ClaimKind.RESPONSIBILITY
            case GradeAbout.CASUALTIES:
                return claim.kind == ClaimKind.CASUALTY
            case GradeAbout.PLACE_AND_TIME:
                return claim.kind in (ClaimKind.PLACE, ClaimKind.TIME) or claim.place_id is not None
            case _:
                assert_never(self.about)

    def _root(self, claim: Claim) -> Claim | None:
        """The claim it goes back to; nothing where it is derived from what is not known or not public."""
        seen: set[int] = set()
        while claim.derived_from_id is not None and claim.pk not in seen:
            seen.add(claim.pk)
            before = self.context.claims.get(claim.derived_from_id)
            if before is None:
                return None
            claim = before
        return None if claim.basis == Basis.DERIVED else claim

    def _key(self, root: Claim) -> Key | None:
        """Whose claim it is, so that two of one voice have the same key."""
        directory = self.context.directory
        speaker = directory.speaker(root, self.when)
        if speaker is not None:
            confidential = directory.is_confidential(root.claimant_source_id)
            return None if confidential else ("actor", directory.relations.root(speaker, self.when))
        source = root.claimant_source_id or (root.report.source_id if root.report else None)
        if source is None:
            return ("described", fold(root.claimant_described))
        behind = None if root.claimant_source_id else directory.speaks_for(source, self.when)
        if behind is not None:
            return (
                None
                if directory.is_confidential(source)
                else ("actor", directory.relations.root(behind, self.when))
            )
        return ("source", source)

    def _origin(self, key: Key, claims: list[Claim]) -> d.Origin:
        roots = [root for root in map(self._root, claims) if root]
        named = next((root for root in roots if root.claimant_source_id or root.claimant_actor_id), roots[0])
        claimant = self.context.directory.claimant(named, self.context.ids)
        return d.Origin(
            claimant=claimant,
            party=self._is_party(key, roots),
            aligned_with=[] if claimant.withheld else self._aligned(key, roots),
            claims=[claim.public_id for claim in claims],
        )

    def _is_party(self, key: Key, claims: list[Claim]) -> bool:
        """A participant, what belongs to one, the authority one belongs to, or a press office of unknown tie."""
        relations, when = self.context.directory.relations, self.when
        if key[0] == "source":
            return self.context.directory.sources[int(key[1])].kind == SourceKind.PARTY
        if any(key[1] in relations.above(party, when) for party in self.parties):
            return True
        speakers = {self.context.directory.speaker(claim, when) for claim in claims} - {None}
        return any(relations.above(actor, when) & self.parties for actor in speakers if actor is not None)

    def _aligned(self, key: Key, claims: list[Claim]) -> list[d.Ref]:
        """Actors that the origin stands close to without being one voice with them."""
        directory = self.context.directory
        aligned: set[int] = set()
        for claim in claims:
            source = claim.claimant_source_id or (claim.report.source_id if claim.report else None)
            if source is not None and key[0] == "source" and not directory.is_confidential(source):
                aligned.update(directory.stands_with(source, self.when))
        if key[0] == "actor":
            aligned.update(self._backed(int(key[1])))
        return [directory.actor_ref(pk, self.context.ids) for pk in sorted(aligned)]

    def _backed(self, root: int) -> Iterator[int]:
        """Participants that the actor backs or is allied with, unless it is one voice with them."""
        relations = self.context.directory.relations
        for party in self.parties:
            others = {row.other for row in relations.of(party, self.when) if row.kind in DIRECT}
            if root in others and root != relations.root(party, self.when):
                yield party
        backers = {row.other for row in relations.of(root, self.when) if row.kind == RelationKind.BACKED_BY}
        yield from backers & self.parties
