"""Mentions: which documents name a subject, asked of the desk's own foreign keys.

Too many are named rather than too few, public or not: they are locked first, and whoever recompiles then leaves
alone what is not public, what is being worked on, and what would read the same.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from incidents.codebook import MEMBERSHIP, WorkflowState
from incidents.models import Actor, Coverage, Episode, Incident, Source

from .subjects import MODELS, KeysByKind

_MEMBERS = """
WITH RECURSIVE members (id) AS (
    SELECT unnest(%s::bigint[])
    UNION
    SELECT relation.actor_id FROM incidents_actorrelation relation JOIN members ON relation.other_id = members.id
    WHERE relation.kind = ANY(%s)
)
SELECT id FROM members
"""
_BELOW = """
WITH RECURSIVE below (id) AS (
    SELECT unnest(%s::bigint[])
    UNION
    SELECT location.id FROM incidents_location location JOIN below ON location.parent_id = below.id
)
SELECT id FROM below
"""
_NAMING = """
SELECT incident_id FROM incidents_participation WHERE actor_id = ANY(%(actors)s)
UNION SELECT incident_id FROM incidents_claim
    WHERE claimant_actor_id = ANY(%(actors)s) OR actor_id = ANY(%(actors)s) OR belongs_to_actor_id = ANY(%(actors)s)
    OR claimant_source_id = ANY(%(sources)s) OR place_id = ANY(%(places)s)
UNION SELECT claim.incident_id FROM incidents_claimactor named JOIN incidents_claim claim ON claim.id = named.claim_id
    WHERE named.actor_id = ANY(%(actors)s)
UNION SELECT incident_id FROM incidents_assessedfigure WHERE belongs_to_actor_id = ANY(%(actors)s)
UNION SELECT incident_id FROM incidents_incidentlocation WHERE location_id = ANY(%(places)s)
UNION SELECT citation.incident_id FROM incidents_citation citation
    JOIN incidents_report report ON report.id = citation.report_id
    WHERE report.source_id = ANY(%(sources)s) AND citation.incident_id IS NOT NULL
UNION SELECT incident_id FROM incidents_sourcemention WHERE source_id = ANY(%(sources)s)
UNION SELECT claim.incident_id FROM incidents_claim claim
    JOIN incidents_report report ON report.id = claim.report_id WHERE report.source_id = ANY(%(sources)s)
"""


def beside(subjects: KeysByKind) -> dict[str, list[int]]:
    """Incidents that are tied to the given incidents and episodes, and name them by their titles once published."""
    incidents, episodes = list(subjects.get("incident", ())), list(subjects.get("episode", ()))
    if not incidents and not episodes:
        return {}
    linked = Incident.objects.filter(
        Q(links__other__in=incidents)
        | Q(links_from_others__incident__in=incidents)
        | Q(memberships__episode__in=episodes)
    )
    return {"incident": _keys(linked.exclude(pk__in=incidents))}


def related_references(subjects: KeysByKind) -> dict[str, list[int]]:
    """Actors and sources that are tied to the given actors and sources, and name them once public."""
    actors, sources = list(subjects.get("actor", ())), list(subjects.get("source", ()))
    if not actors and not sources:
        return {}
    related = Actor.objects.filter(
        Q(relations__other__in=actors) | Q(relations_from_others__actor__in=actors)
    )
    affiliated = Source.objects.filter(
        Q(affiliations__actor__in=actors) | Q(affiliations__according_to__in=sources)
    )
    return {"actor": _keys(related), "source": _keys(affiliated)}


def tied_to(subjects: KeysByKind) -> dict[str, list[int]]:
    """Everything whose document may change when the subjects are issued, whether it is public yet or not.

    What is not must be locked as well: two that are tied and published at once would both miss the other.
    """
    return beside(subjects) | related_references(subjects)


def naming(subjects: KeysByKind) -> dict[str, list[int]]:
    """Everything whose document names the given subjects, or will once it is public, and the subjects themselves."""
    members = _closure(_MEMBERS, subjects.get("actor", ()), [kind.value for kind in MEMBERSHIP])
    places = _closure(_BELOW, subjects.get("location", ()))
    actors, sources = set(members), set(subjects.get("source", ()))
    if members:
        # Those that name them as a backer or an ally are named with them, and so are sources close to them.
        related = Q(relations__other__in=members) | Q(relations_from_others__actor__in=members)
        actors |= {*Actor.objects.filter(related).values_list("pk", flat=True)}
        sources |= {*Source.objects.filter(affiliations__actor__in=members).values_list("pk", flat=True)}
    with connection.cursor() as cursor:
        keys = {"actors": list(actors), "places": list(places), "sources": list(sources)}
        cursor.execute(_NAMING, keys)
        incidents = {pk for (pk,) in cursor.fetchall()}
    episodes = Episode.objects.filter(
        Q(episode_actors__actor__in=members)
        | Q(episode_locations__location__in=places)
        | Q(citations__report__source__in=sources)
        | Q(pk__in=subjects.get("episode", ()))
    )
    coverage = Coverage.objects.filter(
        Q(areas__location__in=places)
        | Q(monitored__source__in=sources)
        | Q(pk__in=subjects.get("coverage", ()))
    )
    near = tied_to(subjects)
    return {
        "incident": sorted(incidents | {*near.get("incident", ()), *subjects.get("incident", ())}),
        "episode": _keys(episodes),
        "coverage": _keys(coverage),
        "actor": sorted({*near.get("actor", ()), *subjects.get("actor", ())}),
        "location": sorted(places),
        "source": sorted({*near.get("source", ()), *subjects.get("source", ())}),
    }


def everything() -> dict[str, list[int]]:
    """All that is public and not being worked on."""
    keys = {}
    for kind, model in MODELS.items():
        public: Any = model._default_manager.filter(public_id__isnull=False)
        keys[kind] = _keys(
            public.filter(state=WorkflowState.PUBLISHED) if model in (Incident, Episode) else public
        )
    return keys


def _closure(query: str, pks: Collection[int], *more: list[str]) -> set[int]:
    if not pks:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(query, [list(pks), *more])
        return {pk for (pk,) in cursor.fetchall()}


def _keys(rows: QuerySet[Any]) -> list[int]:
    return list(rows.order_by("pk").distinct().values_list("pk", flat=True))
