"""Distances and boxes on a sphere, the antimeridian and the poles included."""

import pytest

from incidents.geo import Box, box_around, distance_km

QAMISHLI = (37.0522, 41.2317)
HASAKA = (36.5024, 40.7477)


def test_qamishli_lies_about_75_km_from_hasaka() -> None:
    assert distance_km(*QAMISHLI, *HASAKA) == pytest.approx(74.9, abs=1.0)


def test_a_distance_is_the_same_both_ways() -> None:
    assert distance_km(*QAMISHLI, *HASAKA) == pytest.approx(distance_km(*HASAKA, *QAMISHLI))


@pytest.mark.parametrize("lat", [0.0, 37.0, -64.5, 88.0])
def test_the_box_holds_the_circle(lat: float) -> None:
    box = box_around(lat, 20.0, 50.0)
    assert distance_km(lat, 20.0, box.north, 20.0) == pytest.approx(50.0, rel=1e-6)
    assert distance_km(lat, 20.0, lat, box.east) >= 50.0 * 0.999


def test_a_circle_over_a_pole_has_all_longitudes() -> None:
    box = box_around(89.9, 20.0, 50.0)
    assert box == Box(-180.0, box.south, 180.0, 90.0)
    assert box.south == pytest.approx(89.45, abs=0.01)


def test_a_box_across_the_antimeridian_has_two_spans() -> None:
    box = box_around(-17.0, 179.9, 50.0)
    assert box.crosses_antimeridian
    assert [span[1] for span in box.spans()] == [180.0, box.east]
