"""The claims of an incident as a compact list: twenty fit on a screen, each a link to its own form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.urls import reverse

from incidents.codebook import Basis, ClaimKind, Stance
from incidents.models import Claim, Incident

from .admin import KINDS


@dataclass(frozen=True)
class Line:
    """A claim, with where to edit it; ``depth`` is 1 for a part of another claim."""

    claim: Claim
    url: str
    depth: int
    said: str
    basis: str


@dataclass(frozen=True)
class Kind:
    """A kind of claim that can be added."""

    label: str
    definition: str
    url: str
    number: int


def claims_of(incident: Incident) -> list[Line]:
    """In the order of the kinds, subsets below the claim of which they are a part; one query."""
    claims = list(_fetched(incident))
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


def _fetched(incident: Incident) -> QuerySet[Claim]:
    related = (
        "claimant_source",
        "claimant_actor",
        "report__source",
        "actor",
        "place",
        "belongs_to_actor",
        "derived_from",
    )
    return incident.claims.select_related(*related).annotate(passage_count=Count("passages")).order_by("pk")


def _line(claim: Claim, depth: int) -> Line:
    said = claim.wording or claim.detail or claim.quantifier
    stance = "" if claim.stance == Stance.ASSERTS else str(Stance(claim.stance).label)
    return Line(
        claim,
        _url(claim),
        depth,
        ": ".join(part for part in (stance, said) if part),
        str(Basis(claim.basis).label),
    )


def _url(claim: Claim) -> str:
    model = next(model for model in KINDS if claim.kind == model.KIND)  # type: ignore[attr-defined]
    return reverse(f"admin:incidents_{model._meta.model_name}_change", args=[claim.pk])


def claim_kinds(numbers: Mapping[str, int]) -> list[Kind]:
    return [
        Kind(
            str(ClaimKind(model.KIND).label),  # type: ignore[attr-defined]
            str(ClaimKind(model.KIND).definition),  # type: ignore[attr-defined]
            reverse(f"admin:incidents_{model._meta.model_name}_add"),
            numbers.get(model.KIND, 0),  # type: ignore[attr-defined]
        )
        for model in KINDS
    ]
