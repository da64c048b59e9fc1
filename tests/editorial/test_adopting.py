"""A dataset's coding in its own voice, until the desk adopts it or changes it."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction
from msgspec.structs import replace

from accounts.models import User
from incidents.editorial.acts.adopt import adopt, adopt_batch, take_back_adoption
from incidents.editorial.acts.editing import begin_edit, finish_edit
from incidents.editorial.preview import preview
from incidents.editorial.refusal import Refused
from incidents.models import CODED_FIELDS, AssessedFigure, Incident, Participation
from incidents.record import document as d
from incidents.record.models import Edition
from tests import factories as make
from tests.editorial.published import consistent, incident_document, kinds, make_published

pytestmark = pytest.mark.django_db

GED = "ucdp-ged 19.1"


@pytest.fixture
def row():
    dataset = make.DatasetFactory(key="ucdp-ged", version="19.1", title="UCDP GED")
    return make.DatasetRowFactory(dataset=dataset)


@pytest.fixture
def coded(row, analyst: User, reviewer: User) -> Incident:
    """A published incident, as an import leaves it."""
    with transaction.atomic():
        incident = make_published(analyst, reviewer, origin_row=row)
    with transaction.atomic():
        as_coded(incident)
    return incident


def as_coded(incident: Incident) -> None:
    incident.revision += 1
    Incident.objects.filter(pk=incident.pk).update(
        coded_fields=list(CODED_FIELDS), revision=incident.revision
    )
    incident.participations.update(standing="coded")
    incident.figures.update(coded=True, rationale="")
    incident.citations.update(coded=True)
    make.SourceMentionFactory(incident=incident, description="SOHR")


def document_of(incident: Incident) -> d.IncidentDocument:
    document = preview(subject=incident).document
    assert isinstance(document, d.IncidentDocument)
    return document


def voices(document: d.IncidentDocument) -> set[str]:
    own = {getattr(document.by, name) for name in CODED_FIELDS}
    return own | {figure.by for figure in document.casualties}


def test_what_a_dataset_coded_is_its_own(coded):
    document = document_of(coded)
    assert voices(document) == {GED}
    assert {part.standing for part in document.participants} == {"coded"}
    assert {report.by for report in document.reports} == {GED}
    assert document.origin is not None
    assert document.origin.sources_named == [d.Claimant(description="SOHR")]
    assert document.reviewed is None


def test_silence_is_told_only_where_a_report_was_read(coded):
    assert {part.position_reported for part in document_of(coded).participants} == {None}
    coded.citations.update(coded=False)
    assert {part.position_reported for part in document_of(coded).participants} == {False}


def test_origins_are_counted_only_where_a_report_was_read(coded):
    make.CasualtyClaimFactory(incident=coded, claimant_source=make.SourceFactory())
    assert document_of(coded).independence == []
    coded.citations.update(coded=False)
    assert document_of(coded).independence != []


def test_our_own_coding_is_ours(analyst, reviewer):
    document = incident_document(make_published(analyst, reviewer).public_id)
    assert voices(document) == {d.DESK}
    assert (document.origin, document.reviewed) == (None, None)
    assert {report.by for report in document.reports} == {d.DESK}


def test_our_own_file_is_ours(coded, row):
    row.dataset.own = True
    row.dataset.save()
    document = document_of(coded)
    assert (document.origin, document.reviewed, voices(document)) == (None, None, {d.DESK})
    assert {part.standing for part in document.participants} == {"assessed"}


def test_adopted_coding_is_ours_with_its_origin_named(coded, reviewer):
    adopt(subject=coded, by=reviewer)
    document = incident_document(coded.public_id)
    assert voices(document) == {d.DESK}
    assert {part.standing for part in document.participants} == {"assessed"}
    assert {figure.rationale for figure in document.casualties} == {"Adopted from UCDP GED 19.1."}
    assert {report.by for report in document.reports} == {GED}, "adopting reads no report"
    assert document.origin is not None
    assert document.reviewed == d.Reviewed(on=str(coded.adopted_on), result="adopted")
    assert kinds(coded.public_id) == ["published", "refreshed"]
    assert consistent()


def test_an_adoption_can_be_taken_back(coded, reviewer):
    before = document_of(coded)
    adopt(subject=coded, by=reviewer)
    take_back_adoption(subject=coded, by=reviewer)
    assert replace(document_of(coded), edition=before.edition) == before
    assert incident_document(coded.public_id).reviewed is None


def test_a_draft_is_adopted_without_an_edition(row, reviewer):
    incident = make.complete_incident(origin_row=row)
    adopt(subject=incident, by=reviewer)
    assert incident.adopted_on
    assert not Edition.objects.exists()


def test_what_cannot_be_adopted_is_said(coded, reviewer, analyst):
    with pytest.raises(Refused, match="has not been adopted"):
        take_back_adoption(subject=coded, by=reviewer)
    adopt(subject=coded, by=reviewer)
    with pytest.raises(Refused, match="adopted already"):
        adopt(subject=coded, by=reviewer)
    with pytest.raises(Refused, match="own coding"):
        adopt(subject=make.complete_incident(), by=reviewer)
    with pytest.raises(Refused, match="role"):
        adopt(subject=coded, by=analyst)


def test_many_are_adopted_at_once(coded, row, analyst, reviewer):
    other = make_published(analyst, reviewer, origin_row=make.DatasetRowFactory(dataset=row.dataset))
    as_coded(other)
    ours = make_published(analyst, reviewer)
    steps = []
    number = adopt_batch(
        incidents=[coded.pk, other.pk, ours.pk],
        by=reviewer,
        progress=lambda done, every: steps.append((done, every)),
    )
    assert (number, steps) == (2, [(3, 3)])
    assert {incident_document(row.public_id).reviewed is None for row in (coded, other)} == {False}
    assert adopt_batch(incidents=[coded.pk, other.pk], by=reviewer) == 0


def test_a_field_that_an_analyst_changes_is_ours(coded, analyst):
    begin_edit(subject=coded, by=analyst, expected_revision=coded.revision)
    Incident.objects.filter(pk=coded.pk).update(civilian_harm="targeted", occurred_earliest=date(2020, 1, 1))
    finish_edit(subject=coded, by=analyst)
    document = document_of(coded)
    assert (document.by.civilian_harm, document.by.occurred) == (d.DESK, d.DESK)
    assert (document.by.event_type, document.by.title) == (GED, GED)
    assert document.reviewed is not None
    assert document.reviewed.result == "changed"


def test_a_note_among_colleagues_reviews_nothing(coded, analyst):
    begin_edit(subject=coded, by=analyst, expected_revision=coded.revision)
    Incident.objects.filter(pk=coded.pk).update(note="Look at it.")
    finish_edit(subject=coded, by=analyst)
    assert document_of(coded).reviewed is None


@pytest.mark.django_db(transaction=True)
def test_rows_that_an_analyst_changes_are_ours(coded, analyst):
    figure, part = coded.figures.get(), coded.participations.first()
    with transaction.atomic():
        begin_edit(subject=coded, by=analyst, expected_revision=coded.revision)
        AssessedFigure.objects.filter(pk=figure.pk).update(high=99)
        Participation.objects.filter(pk=part.pk).update(role="attacker")
        finish_edit(subject=coded, by=analyst)
    document = document_of(coded)
    assert {row.by for row in document.casualties} == {d.DESK}
    assert sorted(row.standing for row in document.participants) == ["assessed", "coded"]
    assert document.by.event_type == GED
    assert document.reviewed is not None
