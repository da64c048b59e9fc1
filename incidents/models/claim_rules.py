"""Constraints and triggers of claims: the fields of each kind, one claimant, references within an incident."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.codebook import ClaimKind

from .claim_shapes import CLAIM_SHAPES, EMPTY

OF_ONE_INCIDENT = ("derived_from", "about", "supersedes", "within", "same_persons_as")
"""References between claims: both ends belong to the same incident (a trigger sees to it)."""


def _is_empty(field: str) -> Q:
    return Q(**{f"{field}__isnull": True}) if EMPTY[field] is None else Q(**{field: ""})


def kind_constraint(kind: ClaimKind) -> models.CheckConstraint:
    """What a claim of this kind must give and must not."""
    shape = CLAIM_SHAPES[kind]
    condition = Q()
    for field in EMPTY:
        if field in shape.required:
            condition &= ~_is_empty(field)
    for field in EMPTY:
        if field not in (*shape.own, *shape.shared):
            condition &= _is_empty(field)
    return models.CheckConstraint(
        name=f"claim_{kind.value}_fields",
        condition=~Q(kind=kind) | condition,
        violation_error_message=_(
            "These fields do not belong to this kind of claim, or a required one is empty."
        ),
    )


def one_claimant() -> models.CheckConstraint:
    source, actor, described = (
        Q(claimant_source__isnull=False),
        Q(claimant_actor__isnull=False),
        ~Q(claimant_described=""),
    )
    return models.CheckConstraint(
        name="claimone_claimant",
        condition=(source & ~actor & ~described)
        | (~source & actor & ~described)
        | (~source & ~actor & described),
        violation_error_message=_("Say who claims it: a source, an actor, or a description; exactly one."),
    )


def same_incident_triggers() -> tuple[pgtrigger.Trigger, ...]:
    """One look at all rows of a statement: a look for each row made an import of thousands a hundred times slower.

    The rows are counted, since EXISTS would be planned for an early first hit, which never comes.
    """
    references = ", ".join(f"claim.{name}_id" for name in OF_ONE_INCIDENT)
    check = f"""
        IF (
            SELECT count(*) FROM new_values claim
            CROSS JOIN LATERAL unnest(ARRAY[{references}]) AS named (id)
            JOIN incidents_claim other ON other.id = named.id
            WHERE other.incident_id <> claim.incident_id OR other.id = claim.id
        ) > 0 THEN
            RAISE EXCEPTION 'a claim refers to another claim of the same incident only, and not to itself'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_references_within_incident';
        END IF;
        RETURN NULL;
    """  # noqa: S608 - the names are constants of this module
    return tuple(
        pgtrigger.Trigger(
            name=f"claim_references_{name}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=pgtrigger.Referencing(new="new_values"),  # type: ignore[no-untyped-call]
            func=check,
        )
        for name, operation in (("within", pgtrigger.Insert), ("still_within", pgtrigger.Update))
    )
