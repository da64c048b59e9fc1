"""From the desk to the record: how many incidents as rich as the demo's are published in a second.

One at a time, by eight editors at once, and in batches. BENCH_INCIDENTS says how many the batch takes (4,000 unless
set). What is measured is all of it: locks, loading, compiling, the search for restricted names, the log, the index.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from time import perf_counter
from typing import Any

from django.db import connection, connections

from accounts.models import User
from accounts.roles import Role
from incidents import models as desk
from incidents.codebook import WorkflowState
from incidents.editorial.acts.publish import publish, publish_batch
from incidents.record.models import Edition

BATCH = int(os.environ.get("BENCH_INCIDENTS", "4000"))
WRITERS = 8
EACH = 25
SINGLY = 100
FIRST_DAY = date(2021, 1, 1)


def main() -> None:
    """Fill a desk and publish it in three ways."""
    by = User.objects.create_user("bench@example.org", display_name="Bench", role=Role.REVIEWER)
    with timed("desk filled"):
        incidents = fill(1 + SINGLY + WRITERS * EACH + BATCH)
    restrict(2_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    publish(subject=incidents.pop(), by=by)  # what they all name becomes public with the first
    report("one at a time", SINGLY, lambda: each(take(incidents, SINGLY), by))
    report(f"{WRITERS} editors at once", WRITERS * EACH, lambda: at_once(take(incidents, WRITERS * EACH), by))
    report("in batches", BATCH, lambda: publish_batch(incidents=incidents, by=by))
    sizes = Edition.objects.filter(subject="incident").values_list("body", flat=True)[:100]
    print(f"a document is about {sum(len(body or '') for body in sizes) // len(sizes):,} characters")


def take(incidents: list[desk.Incident], number: int) -> list[desk.Incident]:
    taken = incidents[:number]
    del incidents[:number]
    return taken


def each(incidents: Sequence[desk.Incident], by: User) -> None:
    for incident in incidents:
        publish(subject=incident, by=by)


def at_once(incidents: Sequence[desk.Incident], by: User) -> None:
    def write(own: Sequence[desk.Incident]) -> None:
        try:
            each(own, by)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=[incidents[n::WRITERS]]) for n in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@contextmanager
def timed(what: str) -> Iterator[None]:
    begun = perf_counter()
    yield
    print(f"{what:<24} {perf_counter() - begun:8.2f} s", flush=True)


def report(what: str, number: int, act: Callable[[], Any]) -> None:
    begun = perf_counter()
    act()
    seconds = perf_counter() - begun
    print(f"{what:<24} {seconds:8.2f} s  {number / seconds:8.1f} incidents/s", flush=True)


# The desk -----------------------------------------------------------------------------------------


def fill(number: int) -> list[desk.Incident]:
    """Approved incidents with ten claims, two sides, a figure and four grades each, like the demo's clash."""
    shared = _shared()
    days = [FIRST_DAY + timedelta(days=n % 1500) for n in range(number)]
    incidents = desk.Incident.objects.bulk_create(
        desk.Incident(
            title=f"Clash number {n} in the town",
            summary="Two armed groups exchanged fire; one side says that one of its members died of his wounds.",
            event_type="battle",
            sub_event_type="armed_clash",
            occurred_earliest=day,
            occurred_latest=day + timedelta(days=1),
            state=WorkflowState.APPROVED,
        )
        for n, day in enumerate(days)
    )
    claims = desk.Claim.objects.bulk_create(
        desk.Claim(incident=incident, report=shared["report"], **fields)
        for incident in incidents
        for fields in _claims(shared, incident)
    )
    _around(incidents, claims, shared)
    return incidents


def _shared() -> dict[str, Any]:
    country = desk.Location.objects.create(name="Land", type="country", country="XT", lat=35, lon=38)
    province = desk.Location.objects.create(name="Province", type="admin1", parent=country, country="XT")
    town = desk.Location.objects.create(
        name="Town", type="locality", parent=province, country="XT", lat=37, lon=41
    )
    authority = desk.Actor.objects.create(name="Authority", kind="political_authority")
    force = desk.Actor.objects.create(name="Security force", kind="police")
    militia = desk.Actor.objects.create(name="Militia", kind="political_militia")
    desk.ActorRelation.objects.create(actor=force, kind="security_force_of", other=authority)
    agency = desk.Source.objects.create(name="Agency", kind="news_agency")
    other = desk.Source.objects.create(name="Other agency", kind="news_agency")
    desk.SourceAffiliation.objects.create(source=other, kind="aligned_with", actor=militia)
    report = desk.Report.objects.create(source=agency, title="One dead", url="https://news.example/1")
    return {
        "town": town, "force": force, "militia": militia, "agency": agency, "other": other, "report": report,
    }  # fmt: skip


def _claims(shared: dict[str, Any], incident: desk.Incident) -> Iterator[dict[str, Any]]:
    day = incident.occurred_earliest
    timed_on = {"kind": "time", "time_earliest": day, "time_latest": day, "time_precision": "day"}
    yield {**timed_on, "claimant_source": shared["agency"], "phase": "started"}
    for phase in ("paused", "resumed"):
        yield {**timed_on, "claimant_source": shared["other"], "phase": phase}
    yield {
        **timed_on,
        "claimant_described": "a reporter of the agency",
        "phase": "ongoing",
        "basis": "witnessed",
    }
    for claimant in (
        {"claimant_actor": shared["force"]},
        {"claimant_source": shared["agency"], "basis": "derived"},
    ):
        yield {
            **claimant, "kind": "casualty", "outcome": "killed", "minimum": 1, "maximum": 1,
            "status": "combatant", "belongs_to_actor": shared["force"], "wording": "one of our members",
        }  # fmt: skip
    yield {
        "claimant_actor": shared["force"], "kind": "target", "target": "checkpoint", "intended": "hit",
        "actor": shared["force"], "place": shared["town"],
    }  # fmt: skip
    yield {"claimant_source": shared["other"], "kind": "weapon", "weapon": "rpg", "actor": shared["militia"]}
    for act in ("accusation", "threat"):
        yield {
            "claimant_actor": shared["force"], "kind": "statement", "act": act, "detail": "It will answer in kind.",
        }  # fmt: skip


def _around(incidents: Sequence[desk.Incident], claims: Sequence[desk.Claim], shared: dict[str, Any]) -> None:
    desk.IncidentLocation.objects.bulk_create(
        desk.IncidentLocation(incident=incident, location=shared["town"]) for incident in incidents
    )
    desk.Citation.objects.bulk_create(
        desk.Citation(incident=incident, report=shared["report"]) for incident in incidents
    )
    desk.Participation.objects.bulk_create(
        desk.Participation(incident=incident, actor=shared[who], side=side)
        for incident in incidents
        for who, side in (("force", "a"), ("militia", "b"))
    )
    desk.Assessment.objects.bulk_create(
        desk.Assessment(incident=incident, about=about, grade="single_source", reason="A party says so.")
        for incident in incidents
        for about in ("occurrence", "responsibility", "casualties", "place_and_time")
    )
    figures = desk.AssessedFigure.objects.bulk_create(
        desk.AssessedFigure(incident=incident, outcome="killed", low=1, best=1, high=1)
        for incident in incidents
    )
    dead = [claim for claim in claims if claim.kind == "casualty" and claim.claimant_actor_id]
    desk.FigureClaim.objects.bulk_create(
        desk.FigureClaim(figure=figure, claim=claim) for figure, claim in zip(figures, dead, strict=True)
    )


def restrict(number: int) -> None:
    """People who must not be named: each publication looks for all of them."""
    desk.Person.objects.bulk_create(desk.Person(name=f"Private Person {n}") for n in range(number))
