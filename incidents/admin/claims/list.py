"""The claims of an incident as a compact list: twenty fit on a screen, each a link to its own form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse

from incidents.codebook import Basis, ClaimKind, Stance
from incidents.models import CLAIM_MODELS, Claim, Incident


@dataclass(frozen=True)
class ClaimLine:
    """A claim with where to edit it; ``depth`` is 1 for a part of another claim."""

    claim: Claim
    url: str
    depth: int
    text: str
    basis: str


@dataclass(frozen=True)
class ClaimKindLink:
    """A kind of claim that can be added, and how many there are."""

    label: str
    definition: str
    url: str
    number: int


def claims_of(incident: Incident) -> list[ClaimLine]:
    """In the order of the kinds, subsets below the claim of which they are a part; one query."""
    claims = list(
        incident.claims.select_related(
            "claimant_source",
            "claimant_actor",
            "report__source",
            "actor",
            "place",
            "belongs_to_actor",
            "derived_from",
        )
        .annotate(passage_count=Count("passages"))
        .order_by("pk")
    )
    order = list(ClaimKind.values)
    wholes = sorted(
        (claim for claim in claims if claim.within_id is None), key=lambda c: (order.index(c.kind), c.pk)
    )
    lines = []
    for whole in wholes:
        lines.append(_line(whole, 0))
        lines += [_line(part, 1) for part in claims if part.within_id == whole.pk]
    shown = {line.claim.pk for line in lines}
    return lines + [_line(claim, 1) for claim in claims if claim.pk not in shown]


def _line(claim: Claim, depth: int) -> ClaimLine:
    text = claim.wording or claim.detail or claim.quantifier
    stance = "" if claim.stance == Stance.ASSERTS else str(Stance(claim.stance).label)
    model = CLAIM_MODELS[ClaimKind(claim.kind)]
    return ClaimLine(
        claim,
        reverse(f"admin:incidents_{model._meta.model_name}_change", args=[claim.pk]),
        depth,
        ": ".join(part for part in (stance, text) if part),
        str(Basis(claim.basis).label),
    )


def claim_kinds(numbers: Mapping[str, int]) -> list[ClaimKindLink]:
    """The kinds with the form of each; ``numbers`` says how many claims of a kind there are."""
    return [
        ClaimKindLink(
            str(kind.label),
            str(kind.definition),
            reverse(f"admin:incidents_{model._meta.model_name}_add"),
            numbers.get(kind, 0),
        )
        for kind, model in CLAIM_MODELS.items()
    ]
