"""Maps: every incident in the one cell it belongs to, from kept sums or from the index, in any state."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from math import floor, log, pi, radians, tan
from random import Random

import pytest
from django.db import connection, transaction
from django.db.models import Q
from django.http import QueryDict

from incidents.geo import Box
from incidents.record import document as d
from incidents.record.errors import BadParameters
from incidents.record.grid import FINEST, cell_of, window_around
from incidents.record.log import writing as record_log
from incidents.record.log.verification import verify
from incidents.record.models import Edition
from incidents.record.models.cell_sums import TABLES, X, Y
from incidents.record.states import head
from incidents.record.sums import summaries
from incidents.record.sums.cells import counting
from incidents.record.sums.cells.maps import Map, build_map
from incidents.record.sums.cells.parameters import MapRequest, parse_map

from . import documents as make
from .made_up import MadeUp
from .oracle import matches

pytestmark = pytest.mark.django_db

QUESTIONS = 40


@dataclass
class Expected:
    """What a map should show, from the documents alone."""

    cells: Counter[tuple[int, int]] = field(default_factory=Counter)
    killed: dict[tuple[int, int], list[d.Total]] = field(default_factory=lambda: defaultdict(list))
    apart: Counter[str] = field(default_factory=Counter)
    without_point: int = 0
    ids: set[str] = field(default_factory=set)


def expected(documents: list[d.IncidentDocument], zoom: int, window: Box | None = None) -> Expected:
    result = Expected()
    inside = _columns_and_rows(window, zoom) if window else None
    for document in documents:
        cell = _cell(document, zoom)
        if inside and (cell is None or cell[0] not in inside[0] or cell[1] not in inside[1]):
            continue
        if document.extent != "single":
            result.apart[document.extent] += 1
        elif cell is None:
            result.without_point += 1
        else:
            result.cells[cell] += 1
            result.killed[cell].append(d.total(document.casualties, "killed"))
            result.ids.add(document.id)
    return result


def _cell(document: d.IncidentDocument, zoom: int) -> tuple[int, int] | None:
    """The cell of the main place, by the textbook's formula for tiles."""
    scenes = [place for place in document.locations if place.role == "scene"] or document.locations
    if not scenes or scenes[0].point is None:
        return None
    return _tile(float(scenes[0].point.lat), float(scenes[0].point.lon), zoom)


def _tile(lat: float, lon: float, zoom: int) -> tuple[int, int]:
    count = 4 * 2**zoom
    lat = max(-85.05, min(85.05, lat))
    north = log(tan(pi / 4 + radians(lat) / 2))
    x, y = floor((lon + 180) / 360 * count), floor((1 - north / pi) / 2 * count)
    return min(x, count - 1), max(0, min(y, count - 1))


def _columns_and_rows(window: Box, zoom: int) -> tuple[set[int], set[int]]:
    (west, north), (east, south) = (
        _tile(window.north, window.west, zoom),
        _tile(window.south, window.east, zoom),
    )
    columns = (
        range(west, east + 1) if window.west <= window.east else [*range(west, 4 * 2**zoom), *range(east + 1)]
    )
    return set(columns), set(range(north, south + 1))


@pytest.fixture(params=[3, 4])
def made_up(request: pytest.FixtureRequest) -> MadeUp:
    """Incidents before the sums were made and after, corrected, retracted and withheld on both sides."""
    made_up = MadeUp(request.param)
    _some(made_up, 0)
    summaries.refresh()
    _some(made_up, 100)
    return made_up


def _some(made_up: MadeUp, start: int) -> None:
    new = [made_up.incident(number) for number in range(start, start + 60)]
    make.publish(*new)
    for document in new[:8]:
        other = made_up.incident(0)
        values = {name: getattr(other, name) for name in ("locations", "extent", "casualties", "event_type")}
        make.correct(document, **values)
    make.bury(new[8].id, "retracted")
    with transaction.atomic():
        record_log.withhold([make.tombstone(new[9].id, "withheld")])


def standing(sequence: int) -> list[d.IncidentDocument]:
    editions = Edition.objects.filter(sequence__lte=sequence).order_by("sequence")
    latest = {edition.public_id: edition.body for edition in editions}
    read = [d.decode(body) for body in latest.values() if body]
    return [document for document in read if isinstance(document, d.IncidentDocument)]


def shown(drawn: Map) -> Expected:
    """A map in the same words."""
    return Expected(
        cells=Counter({(cell.cell.x, cell.cell.y): cell.sums["incidents"] for cell in drawn.cells}),
        apart=+Counter(drawn.apart),
        without_point=drawn.without_point or 0,
        ids={point.id for point in drawn.points or []},
    )


def check(address: str, wanted: Expected) -> None:
    for from_index in (False, True):
        drawn = build_map(parse_map(QueryDict(address)), from_index=from_index)
        seen = shown(drawn)
        assert seen.cells == wanted.cells, address
        assert (seen.apart, seen.without_point) == (wanted.apart, wanted.without_point), address
        assert seen.ids == wanted.ids, address
        for cell in drawn.cells:
            _check_killed(cell.sums, wanted.killed[cell.cell.x, cell.cell.y])


def _check_killed(sums: dict[str, int], totals: list[d.Total]) -> None:
    assert sums["killed_low"] == sum(total.low or 0 for total in totals)
    assert sums["killed_best"] == sum(total.best or 0 for total in totals)
    assert sums["killed_high"] == sum(total.high or 0 for total in totals)
    assert sums["killed_bests"] == sum(total.best is not None for total in totals)
    assert sums["killed_figures"] == sum(total != d.Total() for total in totals)


@pytest.mark.parametrize("zoom", range(7))
def test_the_world_at_each_zoom(made_up: MadeUp, zoom: int):
    check(f"zoom={zoom}", expected(standing(head().sequence), zoom))


def test_windows_at_each_zoom(made_up: MadeUp):
    for _ in range(QUESTIONS):
        # Boxes of the made-up questions are small and large, and some cross the antimeridian.
        zoom, window = (
            made_up.chance.randint(4, 12),
            Box(*map(float, made_up.parameters()["bbox"].split(","))),
        )
        text = f"{window.west},{window.south},{window.east},{window.north}"
        if window_around(window, zoom + 2).cells <= 4**8:
            check(f"zoom={zoom}&window={text}", expected(standing(head().sequence), zoom, window))


def test_states_before_and_after_the_sums_were_made(made_up: MadeUp):
    last = head().sequence
    for _ in range(QUESTIONS // 2):
        sequence, zoom = made_up.chance.randint(0, last), made_up.chance.randint(0, 6)
        check(f"zoom={zoom}&as_of=sequence:{sequence}", expected(standing(sequence), zoom))


def test_a_filter_means_what_it_means_in_a_list(made_up: MadeUp):
    documents = standing(head().sequence)
    for _ in range(QUESTIONS):
        question, zoom = made_up.question(), made_up.chance.randint(0, 6)
        address = "&".join(f"{name}={value}" for name, value in question.items())
        check(
            f"zoom={zoom}&{address}",
            expected([document for document in documents if matches(document, question)], zoom),
        )


def test_countries_are_found_by_any_place(made_up: MadeUp):
    documents = standing(head().sequence)
    for country in ("SY", "FJ", "SY,TR", "FJ&event_type=battle"):
        question = dict(part.split("=") for part in f"country={country}".split("&"))
        for zoom in (2, 6):
            wanted = expected([document for document in documents if matches(document, question)], zoom)
            check(f"zoom={zoom}&country={country}", wanted)
        window = "160,-30,-160,10"
        wanted = expected(
            [document for document in documents if matches(document, question)], 8, Box(160, -30, -160, 10)
        )
        check(f"zoom=8&window={window}&country={country}", wanted)


@pytest.mark.parametrize(
    "question", [{"event_type": "battle"}, {"extent": "single,series"}, {"country": "SY", "extent": "single"}]
)
def test_the_kept_sums_follow_kind_and_country(made_up: MadeUp, question: dict[str, str], monkeypatch):
    real = counting._from_index

    def only_of_several(request: MapRequest, besides: Q | None = None) -> list[counting.CellRow]:
        assert besides is not None, "all of the index was counted"
        return real(request, besides)

    monkeypatch.setattr(counting, "_from_index", only_of_several)
    documents = [document for document in standing(head().sequence) if matches(document, question)]
    address = "&".join(f"{name}={value}" for name, value in question.items())
    drawn = build_map(parse_map(QueryDict(f"zoom=5&{address}")))
    assert shown(drawn).cells == expected(documents, 5).cells


def test_the_sums_stay_those_of_the_index(made_up: MadeUp):
    assert list(summaries.disagreements()) == []
    summaries.refresh()
    _some(made_up, 200)
    assert list(summaries.disagreements()) == []
    assert [problem for problem in verify() if "cell" in str(problem)] == []


def test_a_wrong_sum_is_noticed(made_up: MadeUp):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE record_fine_cell SET killed_low = killed_low + 1")
    assert dict(summaries.disagreements()).keys() == {"record_fine_cell"}


def test_sums_that_were_never_made_are_not_read():
    make.publish(make.incident(locations=[make.place()]))
    assert len(build_map(parse_map({"zoom": "4"})).cells) == 1


def test_sums_that_move_on_are_read_again(made_up: MadeUp, monkeypatch):
    """As when somebody refreshes them between two statements of ours."""
    reads = []
    real = summaries.states

    def moving(tables: list[str], *, using: str) -> dict[str, int]:
        reads.append(1)
        return {name: sequence - (len(reads) == 2) for name, sequence in real(tables, using=using).items()}

    monkeypatch.setattr(counting, "states", moving)
    drawn = build_map(parse_map({"zoom": "4"}))
    assert len(reads) == 4
    assert shown(drawn).cells == expected(standing(head().sequence), 4).cells


def test_the_database_and_python_know_the_same_cells():
    chance = Random(5)  # noqa: S311  # no secrets
    points = [(chance.uniform(-90, 90), chance.uniform(-180, 180)) for _ in range(2_000)]
    points += [(lat, lon) for lat in (-90, -85.06, 0, 66.5, 85.06, 90) for lon in (-180, -90, 0, 180)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {X}, {Y} FROM unnest(%s::float[], %s::float[]) WITH ORDINALITY AS flat (lat, lon, place) "
            "ORDER BY place",
            [[lat for lat, _lon in points], [lon for _lat, lon in points]],
        )
        cells = [cell_of(lat, lon, FINEST) for lat, lon in points]
        assert cursor.fetchall() == [(cell.x, cell.y) for cell in cells]


def test_a_cell_lies_in_its_box():
    chance = Random(6)  # noqa: S311  # no secrets
    for _ in range(500):
        lat, lon, level = chance.uniform(-85, 85), chance.uniform(-180, 180), chance.randint(2, FINEST)
        box = cell_of(lat, lon, level).box
        assert box.west - 1e-9 <= lon <= box.east + 1e-9
        assert box.south - 1e-9 <= lat <= box.north + 1e-9


@pytest.mark.parametrize("zoom, window", [(7, None), (12, "-10,-10,10,10"), (10, "170,-60,-170,60")])
def test_too_many_cells_are_refused(zoom: int, window: str | None):
    with pytest.raises(BadParameters, match=r"window: .*65,536 cells") as refusal:
        parse_map({"zoom": str(zoom)} | ({"window": window} if window else {}))
    assert [problem.name for problem in refusal.value.problems] == ["window"]


def test_too_many_incidents_are_refused_and_not_sampled(made_up: MadeUp, monkeypatch):
    monkeypatch.setattr(counting, "MOST", 10)
    with pytest.raises(BadParameters, match="narrow the filter"):
        build_map(parse_map({"zoom": "4", "tag": "market,funeral,checkpoint"}))
    monkeypatch.setattr(counting, "NEAR", 3)
    with pytest.raises(BadParameters, match="narrow the filter"):
        build_map(parse_map({"zoom": "4", "as_of": "sequence:60"}))


def test_many_points_are_cells_alone(made_up: MadeUp, monkeypatch):
    monkeypatch.setattr("incidents.record.sums.cells.maps.MOST_POINTS", 5)
    drawn = build_map(parse_map({"zoom": "4"}))
    assert drawn.points is None
    assert drawn.cells


def test_a_point_tells_what_is_needed_to_draw_it():
    place = make.place(lat=37.05, lon=41.22, radius_km=None, type="admin1")
    make.publish(make.incident(locations=[place], casualties=[make.killed(1, None, None)], last="2021-04-22"))
    (point,) = build_map(parse_map({"zoom": "12", "window": "41.2,37,41.3,37.1"})).points or []
    assert (point.id, point.title, point.lat, point.lon) == ("INC-000001", "Clash in Qamishli", 37.05, 41.22)
    assert (point.radius_km, point.killed) == (80, (1, None, None))
    assert (point.date_from.isoformat(), point.date_to.isoformat()) == ("2021-04-20", "2021-04-22")


def test_the_middle_of_a_cell_is_the_mean_of_its_points():
    near = [make.place(lat=10.5, lon=20.1), make.place(lat=10.7, lon=20.4)]
    make.publish(*(make.incident(f"INC-{n:06d}", locations=[place]) for n, place in enumerate(near)))
    (cell,) = build_map(parse_map({"zoom": "3"})).cells
    assert (cell.lat, cell.lon) == (10.6, 20.25)


def test_tables_are_as_fine_as_what_they_serve():
    assert [min(level for level in TABLES if level >= zoom + 2) for zoom in range(13)] == (
        [8] * 7 + [11] * 3 + [14] * 3
    )
