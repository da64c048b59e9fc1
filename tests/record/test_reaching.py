"""Boxes against circles: a place is found by its circle of uncertainty, not by the square around this."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict

from incidents.record.reading import exact_count, page, parse

from . import documents as make

pytestmark = pytest.mark.django_db

LARGE = {"lat": 36.02, "lon": 37.5, "radius_km": 100}


def is_found(address: str, **circle: Any) -> bool:
    make.publish(make.incident("INC-000001", locations=[make.place(within=[], **circle)]))
    query = parse(QueryDict(address))
    found = len(page(query).bodies)
    assert exact_count(query).number == found == query.apply().count()
    return bool(found)


@pytest.mark.parametrize(
    ("box", "there"),
    [
        # It ends 28 km away from the corner that the square around it reaches over.
        ("38.5,35.1,38.6,35.2", False),
        ("38.5,35.1,38.6,35.7", True),
        ("38,35.2,39,35.3", True),
        # North, east, south and west of it, just within reach and just without.
        ("37,36.91,38,37", True),
        ("37,36.93,38,37", False),
        ("38.6,36,39,36.1", True),
        ("38.62,36,39,36.1", False),
        ("37,35,38,35.13", True),
        ("37,35,38,35.11", False),
        # Around it, and within it.
        ("30,30,45,45", True),
        ("37.4,36,37.41,36.01", True),
        # A point and a line are boxes, too.
        ("37.5,36.5,37.5,36.5", True),
        ("38.5,36.02,38.5,36.02", True),
        ("38.5,36.6,38.5,36.6", False),
        ("-180,36.9,180,36.9", True),
        ("-180,36.93,180,36.93", False),
    ],
)
def test_a_box_finds_the_circle_and_not_its_square(box: str, there: bool):
    assert is_found(f"bbox={box}", **LARGE) is there


def test_a_circle_reaches_over_the_pole():
    over = {"lat": 89.5, "lon": 0.0, "radius_km": 100}
    assert is_found("bbox=170,89.7,-170,89.8", **over)


def test_a_circle_does_not_reach_all_round_the_pole():
    """Its square does: there all longitudes are in it, down to where it ends on its own side."""
    assert not is_found("bbox=170,88.7,-170,88.8", lat=89.5, lon=0.0, radius_km=100)


def test_the_antimeridian_is_no_end():
    assert is_found("bbox=-180,-18,-179.5,-17", lat=-17.5, lon=180.0, radius_km=0)


@pytest.mark.parametrize("lon", [179.9, -179.9, 180.0, -180.0, 0.0])
@pytest.mark.parametrize("box", ["-180,-90,180,90", "-180,-20,180,-10"])
def test_all_longitudes_hold_a_circle_across_the_antimeridian(box: str, lon: float):
    assert is_found(f"bbox={box}&certain=true", lat=-17.0, lon=lon, radius_km=50)


@pytest.mark.parametrize("box", ["-180,-20,179.99,-10", "-179,-20,179,-10", "-180,-17.2,180,-10"])
def test_less_than_all_does_not_certainly_hold_it(box: str):
    assert not is_found(f"bbox={box}&certain=true", lat=-17.0, lon=179.9, radius_km=50)
