"""Outlines, maps and bars: what is drawn, and that borders stay whole."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from incidents.outlines import FILE, outlines
from incidents.pages.drawing import bars, maps
from incidents.pages.drawing.clipping import Bounds, clipped_ring, visible_runs
from incidents.pages.drawing.topology import OutlinedArea, simplified, topology

SQUARE = ((0, 0), (1000, 0), (1000, 1000), (0, 1000), (0, 0))
BESIDE = ((1000, 0), (2000, 0), (2000, 1000), (1000, 1000), (1000, 0))


def test_a_shared_border_is_stored_once():
    made = topology(
        [OutlinedArea({"country": "AA"}, [[SQUARE]]), OutlinedArea({"country": "BB"}, [[BESIDE]])],
        tolerance=1,
    )
    numbers = [n for geometry in made["objects"]["areas"]["geometries"] for n in geometry["arcs"][0][0]]
    shared = [n for n, times in Counter(max(n, ~n) for n in numbers).items() if times == 2]
    assert len(shared) == 1
    assert len(made["arcs"]) == 3


def test_simplifying_keeps_ends_and_what_sticks_out():
    line = tuple((n, 5 if n == 50 else 0) for n in range(101))
    assert simplified(line, 1) == ((0, 0), (49, 0), (50, 5), (51, 0), (100, 0))
    assert simplified(line, 10) == ((0, 0), (100, 0))


def test_an_island_does_not_collapse():
    island = ((0, 0), (100, 0), (100, 100), (0, 100), (0, 0))
    assert len(simplified(island, 500)) == 3


def test_a_ring_is_cut_to_what_is_in_view():
    ring = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)]
    cut = clipped_ring(ring, Bounds(5, 5, 20, 20))
    assert {(5.0, 5.0), (10.0, 5.0), (10.0, 10.0), (5.0, 10.0)} <= set(cut)
    assert all(lon >= 5 and lat >= 5 for lon, lat in cut)
    assert clipped_ring(ring, Bounds(50, 50, 60, 60)) == []


def test_a_line_that_leaves_the_view_comes_back_as_another_run():
    line = [(0.0, 0.0), (1.0, 0.0), (9.0, 0.0), (9.0, 9.0), (1.0, 9.0), (1.0, 0.5)]
    runs = list(visible_runs(line, Bounds(0, 0, 2, 2)))
    assert runs == [line[:3], line[4:]]


def test_the_committed_outlines_are_small_and_whole():
    assert FILE.stat().st_size < 100_000
    found = outlines()
    assert {division.country for division in found.divisions} >= {"SY", "IQ", "TR", "LB", "JO"}
    assert (
        len([division for division in found.divisions if division.country == "SY" and division.names]) == 14
    )
    assert all(ring[0] == ring[-1] for division in found.divisions for ring in division.rings)


def test_the_outlines_can_be_made_again_from_natural_earth(tmp_path: Path):
    given = {"iso_a2": "AA", "iso_3166_2": "AA-01", "name": "One", "longitude": 0.5, "latitude": 0.5}
    ring = [[x / 1000, y / 1000] for x, y in SQUARE]
    feature = {"properties": given, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    source, target = tmp_path / "ne.geojson", tmp_path / "outlines.json"
    source.write_text(
        json.dumps({"features": [feature, {**feature, "properties": given | {"iso_a2": "BB"}}]})
    )
    call_command("make_outlines", source, target=target, countries=["AA"], stdout=StringIO())
    (area,) = json.loads(target.read_text())["objects"]["areas"]["geometries"]
    assert area["properties"]["names"] == {"en": "One"}


def test_a_place_is_drawn_as_wide_as_it_is_uncertain():
    near = maps.MapCircle(lat=37.05, lon=41.22, radius_km=5, label="a")
    far = maps.MapCircle(lat=35.3, lon=40.1, radius_km=80, label="b")
    drawing = maps.draw([near, far])
    wide, narrow = drawing.circles
    assert (wide.circle, narrow.circle) == (far, near)
    per_km = drawing.scale_length / drawing.scale_km
    assert wide.r == pytest.approx(80 * per_km, rel=0.05)
    for circle in drawing.circles:
        assert circle.r <= circle.x <= drawing.width - circle.r
        assert circle.r <= circle.y <= drawing.height - circle.r


def test_a_map_of_one_town_shows_what_lies_around_it():
    drawing = maps.draw([maps.MapCircle(lat=37.05, lon=41.22, radius_km=1, label="a")])
    assert [label.text for label in drawing.ground.labels] == ["Al-Hasakah"]
    assert drawing.circles[0].r >= maps.SMALLEST_DOT


def test_a_whole_map_shows_the_countries_of_coverage(settings: Any):
    drawing = maps.draw([maps.MapCircle(lat=37.05, lon=41.22, radius_km=1, label="a")], whole=True)
    assert {"Aleppo", "Homs", "Al-Hasakah"} <= {label.text for label in drawing.ground.labels}
    settings.COUNTRIES = ["NZ"]
    assert maps.draw([]).ground.labels == ()


def test_few_months_are_drawn_in_their_whole_year():
    drawing = bars.draw("month", {date(2021, 4, 1): 2, date(2021, 2, 1): 1})
    assert drawing is not None
    assert [bar.count for bar in drawing.bars] == [0, 1, 0, 2] + [0] * 8
    assert drawing.bars[3].label == "April 2021"
    assert drawing.bars[3].height > drawing.bars[1].height > 0


def test_years_are_drawn_one_by_one():
    drawing = bars.draw("year", {date(2012, 1, 1): 5, date(2021, 1, 1): 1})
    assert drawing is not None
    assert next((bar.label, bar.count) for bar in drawing.bars) == ("2012", 5)
    assert len(drawing.bars) == 10
    assert sum(bool(bar.tick) for bar in drawing.bars) <= bars.MOST_TICKS


def test_nothing_is_drawn_where_nothing_happened():
    assert bars.draw("year", {}) is None
