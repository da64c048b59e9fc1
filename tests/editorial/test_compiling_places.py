"""Which point and which radius an incident's place gets."""

from __future__ import annotations

from decimal import Decimal

import pytest

from incidents.editorial.preview import preview
from incidents.record import document as d
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    """As an import enters one: with a name, and no point of its own."""
    governorate = make.GovernorateFactory(radius_km=195)
    return make.LocationFactory(name="Tadmur", type="admin2", parent=governorate, lat=None, lon=None)


def placed(**row) -> d.Place:
    incident = make.complete_incident()
    incident.places.all().delete()
    make.IncidentLocationFactory(incident=incident, **row)
    document = preview(subject=incident).document
    assert isinstance(document, d.IncidentDocument)
    [place] = document.locations
    return place


def test_a_place_without_a_point_stands_for_all_that_is_around_it(district):
    place = placed(location=district)
    assert (place.point, place.radius_km) == (d.Point(lat=Decimal("36.5"), lon=Decimal("40.75")), 195)


def test_a_point_that_is_given_is_as_wide_as_the_place_is_usually(district):
    """And not as wide as the governorate, whose point it is not."""
    place = placed(location=district, lat="34.55000", lon="38.28000")
    assert (place.point, place.radius_km) == (d.Point(lat=Decimal("34.55"), lon=Decimal("38.28")), 30)


def test_a_radius_that_is_given_holds(district):
    assert placed(location=district, lat="34.55000", lon="38.28000", radius_km=12).radius_km == 12
