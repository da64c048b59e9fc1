"""A statement of coverage: published, corrected, and never wider than what is monitored."""

from __future__ import annotations

import pytest

from accounts.models import User
from incidents.codebook import Purpose
from incidents.editorial.acts.correct import correct
from incidents.editorial.acts.editing import begin_edit, finish_edit
from incidents.editorial.acts.publish import publish
from incidents.editorial.acts.withhold import withhold
from incidents.editorial.refusal import Refused
from incidents.models import Coverage, Location, LocationName, Source
from incidents.record import document as d
from incidents.record.models import Edition
from tests import factories as make
from tests.editorial.published import consistent, current, kinds

pytestmark = pytest.mark.django_db


def statement(**fields: object) -> Coverage:
    """Of a town in a governorate of a country, read in one source."""
    coverage = make.CoverageFactory(name="The town", **fields)
    make.CoverageAreaFactory(coverage=coverage, location=make.LocationFactory(name="Town"))
    make.CoverageSourceFactory(coverage=coverage, source=make.SourceFactory(name="The Daily"))
    return coverage


def document(coverage: Coverage) -> d.CoverageDocument:
    read = current(coverage.public_id)
    assert isinstance(read, d.CoverageDocument)
    return read


def edited(coverage: Coverage, by: User, **fields: object) -> None:
    begin_edit(subject=coverage, by=by, expected_revision=coverage.revision)
    Coverage.objects.filter(pk=coverage.pk).update(**fields)
    finish_edit(subject=coverage, by=by)
    coverage.refresh_from_db()


def test_what_it_names_becomes_public_with_it(reviewer: User) -> None:
    coverage = statement(event_types=["explosion", "battle"], languages=["ar"], backlog="May is missing.")
    publish(subject=coverage, by=reviewer)
    read = document(coverage)
    assert read.id.startswith("COV-")
    assert read.url.endswith(f"/coverage/{read.id}/")
    assert [(area.location.name, area.type, area.country) for area in read.areas] == [
        ("Town", "locality", "XT")
    ]
    assert [area.type for area in read.areas[0].within] == ["admin1", "country"]
    assert [source.name for source in read.sources] == ["The Daily"]
    assert (read.since, read.until, read.coded_until) == ("2021-01-01", None, None)
    assert (read.event_types, read.backlog) == (["battle", "explosion"], {"en": "May is missing."})
    named = [read.areas[0].location.id, *(area.id for area in read.areas[0].within), read.sources[0].id]
    assert all(current(public_id) for public_id in named)
    assert consistent()


def test_a_correction_needs_a_difference_and_a_note(analyst: User, reviewer: User) -> None:
    coverage = statement()
    publish(subject=coverage, by=reviewer)
    assert correct(subject=coverage, by=reviewer, purpose=Purpose.ADDED, note="Coded further.") is None
    edited(coverage, analyst, coded_until="2021-03-31")
    with pytest.raises(Refused, match="what changed and why"):
        correct(subject=coverage, by=reviewer, purpose=Purpose.ADDED, note=" ")
    correct(subject=coverage, by=reviewer, purpose=Purpose.ADDED, note="Coded further.")
    assert document(coverage).coded_until == "2021-03-31"
    assert kinds(coverage.public_id) == ["published", "corrected"]


def test_a_statement_about_nowhere_is_refused(reviewer: User) -> None:
    coverage = make.CoverageFactory()
    with pytest.raises(Refused, match="no area"):
        publish(subject=coverage, by=reviewer)
    make.CoverageAreaFactory(coverage=coverage, location=make.LocationFactory(restricted=True))
    with pytest.raises(Refused, match="no area"):
        publish(subject=coverage, by=reviewer)


def test_a_restricted_place_is_left_out_and_not_widened(reviewer: User) -> None:
    coverage = statement()
    make.CoverageAreaFactory(coverage=coverage, location=make.LocationFactory(restricted=True))
    make.CoverageSourceFactory(coverage=coverage, source=make.ConfidentialSourceFactory())
    publish(subject=coverage, by=reviewer)
    assert [area.location.name for area in document(coverage).areas] == ["Town"]
    assert [source.name for source in document(coverage).sources] == ["The Daily"]


def test_a_restricted_name_keeps_it_from_the_public(reviewer: User) -> None:
    LocationName.objects.create(location=make.LocationFactory(), name="Hidden Farm", restricted=True)
    coverage = statement(backlog="Nothing from hidden farm yet.")
    with pytest.raises(Refused, match="Backlog"):
        publish(subject=coverage, by=reviewer)


def test_a_new_name_of_a_place_or_a_source_reaches_it(analyst: User, reviewer: User) -> None:
    coverage = statement()
    publish(subject=coverage, by=reviewer)
    for model, name in ((Location, "Town"), (Source, "The Daily")):
        row = model.objects.get(name=name)
        begin_edit(subject=row, by=analyst, expected_revision=row.revision)
        model.objects.filter(pk=row.pk).update(name=f"{name} anew")
        finish_edit(subject=row, by=analyst)
        row.refresh_from_db()
        correct(subject=row, by=reviewer, purpose=Purpose.FACTUAL, note="Another name.")
    read = document(coverage)
    assert (read.areas[0].location.name, read.sources[0].name) == ("Town anew", "The Daily anew")
    assert kinds(coverage.public_id) == ["published", "refreshed", "refreshed"]


def test_withholding_a_place_or_a_source_leaves_nothing_of_it(reviewer: User, manager: User) -> None:
    coverage = statement()
    other = make.LocationFactory(name="Elsewhere")
    make.CoverageAreaFactory(coverage=coverage, location=other)
    publish(subject=coverage, by=reviewer)
    town = Location.objects.get(name="Town")
    around = document(coverage).areas[0].within[0]
    withhold(subject=town, by=manager, basis="A safe house.")
    withhold(subject=Source.objects.get(name="The Daily"), by=manager, basis="A threat.")
    read = document(coverage)
    # The place around it would say more than what is monitored.
    assert [area.location.name for area in read.areas] == ["Elsewhere"]
    assert around.id not in {area.location.id for area in read.areas}
    assert read.sources == []
    bodies = Edition.objects.filter(subject="coverage", body__isnull=False).values_list("body", flat=True)
    assert not any("Town" in (body or "") or "The Daily" in (body or "") for body in bodies)
    assert consistent()


def test_it_can_be_withheld_itself(reviewer: User, manager: User) -> None:
    coverage = statement()
    first = publish(subject=coverage, by=reviewer)
    edition = withhold(subject=coverage, by=manager, basis="It tells where our people are.")
    assert (edition.public_id, edition.kind) == (first.public_id, "withheld")
    assert coverage.public_id is None
    assert consistent()
