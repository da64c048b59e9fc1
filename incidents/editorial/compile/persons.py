"""People who may be named: never without a ground, and not on one person's word where naming is dangerous."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.apps import apps
from django.db.models import Q, QuerySet

from incidents.codebook import AgeBand, Certainty, Outcome, PublicationBasis
from incidents.models import Involvement, Person
from incidents.record import document as d

from .claims import Context
from .conversion import occurred, or_none

ENDANGERING = (Outcome.DETAINED, Outcome.ABDUCTED, Outcome.SEXUAL_VIOLENCE)
"""Whoever went through one of these, in any incident, is named only if a second person confirmed the ground."""

SURE_ENOUGH = (Certainty.CERTAIN, Certainty.PROBABLE)


def endangered() -> Q:
    """People whose naming takes a second person."""
    involved = Involvement.objects.filter(outcome__in=ENDANGERING).values("person")
    # What was once recorded goes on protecting: an edit that nobody reviewed must not lay a name open elsewhere.
    history = apps.get_model("incidents", "InvolvementEvent").objects
    recorded = history.filter(outcome__in=ENDANGERING).values("person")
    return Q(age_band=AgeBand.CHILD) | Q(pk__in=involved) | Q(pk__in=recorded)


def not_to_be_named() -> QuerySet[Person]:
    """Everybody whose name must stay on the desk."""
    return Person.objects.filter(
        Q(basis=PublicationBasis.NONE) | Q(endangered(), basis_confirmed_by__isnull=True)
    )


def hidden_among(persons: Collection[int]) -> set[int]:
    """Those of the given people who must not be named."""
    return set(not_to_be_named().filter(pk__in=persons).values_list("pk", flat=True))


def persons(context: Context, hidden: Collection[int]) -> list[d.NamedPerson]:
    """The people of one incident who may be named, each with the stages of their life in it.

    Nobody is named who was only possibly the one: the harm of a mistake would be theirs.
    """
    stages: dict[int, list[Involvement]] = defaultdict(list)
    for row in context.incident.involvements.all():
        if row.person_id not in hidden and row.certainty in SURE_ENOUGH:
            stages[row.person_id].append(row)
    return [_named(rows, context) for rows in stages.values()]


def _named(rows: list[Involvement], context: Context) -> d.NamedPerson:
    person = rows[0].person
    return d.NamedPerson(
        id=person.public_id,
        name=person.name,
        age_band=or_none(person.age_band),
        sex=or_none(person.sex),
        occupation=or_none(person.occupation),
        basis=person.basis,
        happenings=[_happening(row, context) for row in rows],
    )


def _happening(row: Involvement, context: Context) -> d.Happening:
    when = occurred(row.earliest, row.latest, row.precision) if row.earliest and row.latest else None
    claims = [] if row.claim_id is None else context.claim_ids([row.claim_id])
    return d.Happening(outcome=row.outcome, occurred=when, claims=claims)
