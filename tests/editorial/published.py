"""Published incidents and what the record says of them, for the tests of this room."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from incidents.editorial.acts.editing import begin_edit, finish_edit
from incidents.editorial.acts.publish import publish
from incidents.models import Incident
from incidents.record import document as d
from incidents.record.log.verification import verify
from incidents.record.models import OPEN, Edition
from tests import factories as make
from tests.editorial.scene import approved


def current(public_id: str | None) -> d.Document:
    edition = Edition.objects.get(entry__until=OPEN, public_id=public_id)
    assert edition.body
    return d.decode(edition.body)


def incident_document(public_id: str | None) -> d.IncidentDocument:
    document = current(public_id)
    assert isinstance(document, d.IncidentDocument)
    return document


def make_published(analyst: User, reviewer: User, **fields: Any) -> Incident:
    incident = make.complete_incident(**fields)
    approved(incident, analyst, reviewer)
    publish(subject=incident, by=reviewer)
    return incident


def edited(incident: Incident, analyst: User, reviewer: User, **fields: object) -> None:
    begin_edit(subject=incident, by=analyst, expected_revision=incident.revision)
    Incident.objects.filter(pk=incident.pk).update(**fields)
    finish_edit(subject=incident, by=analyst)
    incident.refresh_from_db()


def kinds(public_id: str | None) -> list[str]:
    return list(Edition.objects.filter(public_id=public_id).order_by("number").values_list("kind", flat=True))


def consistent() -> bool:
    return list(verify()) == []
