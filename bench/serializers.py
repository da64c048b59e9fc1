"""A page of incidents as a usual REST framework application makes it, against the same page joined from stored texts.

The usual way is a ModelSerializer for each table, nested, over rows that were fetched with ``prefetch_related``. It
says about what the document says, without what only compiling finds out (independence, what is restricted, who was a
member of whom on that day), so the comparison flatters it. The aim: the stored page is at least 15 times as fast.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import connection
from django.test import Client
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer

from accounts.models import User
from accounts.roles import Role
from bench.publishing import fill
from bench.timing import compared, show
from incidents import models as desk
from incidents.editorial.acts.publish import publish_batch

PAGE = 500
AIM = 15


def nested(of: type, *fields: str, **parts: serializers.BaseSerializer) -> serializers.BaseSerializer:
    """A ModelSerializer of these columns and parts."""
    meta = type("Meta", (), {"model": of, "fields": [*fields, *parts]})
    shape = type(f"{of.__name__}Serializer", (serializers.ModelSerializer,), {"Meta": meta, **parts})
    made: serializers.BaseSerializer = shape(many=True, read_only=True)
    return made


def one(part: serializers.BaseSerializer) -> serializers.BaseSerializer:
    """The same for a single row."""
    return type(part.child)(read_only=True)  # type: ignore[attr-defined, no-any-return]


def _shape() -> type[serializers.ModelSerializer]:
    actor = nested(desk.Actor, "public_id", "name", "kind")
    source = nested(desk.Source, "public_id", "name")
    country = nested(desk.Location, "public_id", "name", "type")
    province = nested(desk.Location, "public_id", "name", "type", parent=one(country))
    town = nested(desk.Location, "public_id", "name", "type", "country", "lat", "lon", parent=one(province))
    report = nested(desk.Report, "title", "byline", "url", "published_on", "language", source=one(source))
    claim = nested(
        desk.Claim,
        "public_id", "kind", "basis", "stance", "wording", "certainty", "as_of", "outcome", "minimum", "maximum",
        "status", "phase", "time_earliest", "time_latest", "time_precision", "target", "intended", "weapon", "act",
        "detail",
        claimant_source=one(source), claimant_actor=one(actor), report=one(report), place=one(town), actor=one(actor),
        belongs_to_actor=one(actor),
    )  # fmt: skip
    shape = nested(
        desk.Incident,
        "public_id", "title", "summary", "extent", "event_type", "sub_event_type", "civilian_harm",
        "occurred_earliest", "occurred_latest", "occurred_precision", "occurred_time_of_day", "tags",
        places=nested(desk.IncidentLocation, "role", "radius_km", "words", location=one(town)),
        participations=nested(
            desk.Participation, "description", "role", "side", "standing", "certainty", actor=one(actor)
        ),
        claims=claim,
        figures=nested(desk.AssessedFigure, "outcome", "status", "low", "best", "high", "rationale"),
        assessments=nested(desk.Assessment, "about", "grade", "reason"),
        citations=nested(desk.Citation, report=one(report)),
    )  # fmt: skip
    serializer: type[serializers.ModelSerializer] = type(shape.child)  # type: ignore[attr-defined]
    return serializer


PREFETCHED = (
    "places__location__parent__parent", "participations__actor", "claims__claimant_source", "claims__claimant_actor",
    "claims__report__source", "claims__place__parent__parent", "claims__actor", "claims__belongs_to_actor", "figures",
    "assessments", "citations__report__source",
)  # fmt: skip


def main() -> None:
    """Fill, publish, compare."""
    settings.API_UNITS_PER_MINUTE = dict.fromkeys(settings.API_UNITS_PER_MINUTE, 10**9)
    settings.ALLOWED_HOSTS = ["*"]
    by = User.objects.create_user("bench@example.org", display_name="Bench", role=Role.REVIEWER)
    publish_batch(incidents=fill(PAGE), by=by)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    measured = compared({"stored texts": _stored(), "ModelSerializer": _serialised()}, rounds=5)
    times = measured["ModelSerializer"] / measured["stored texts"]
    show(
        (f"a page of {PAGE} incidents", "ms", "× stored texts"),
        [(name, f"{ms:.1f}", f"{ms / measured['stored texts']:.1f}") for name, ms in measured.items()],
    )
    print(f"The stored page is {times:.0f} times as fast. Aim: {AIM} times.")


def _stored() -> Callable[[], bytes]:
    client = Client()

    def call() -> bytes:
        response = client.get(f"/api/v1/incidents/?limit={PAGE}")
        assert response.status_code == 200, response.content[:500]
        return response.content

    return call


def _serialised() -> Callable[[], bytes]:
    shape = _shape()

    def call() -> bytes:
        incidents = desk.Incident.objects.order_by("-occurred_earliest").prefetch_related(*PREFETCHED)[:PAGE]
        text: bytes = JSONRenderer().render(shape(incidents, many=True).data)
        return text

    return call
