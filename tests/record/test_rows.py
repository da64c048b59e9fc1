"""An incident as a row of a table: nothing is made up on the way, and nothing that is doubtful looks certain."""

from __future__ import annotations

from typing import Any

import pytest

from incidents.record import document as d
from incidents.record.models import Row
from incidents.record.projection import rows

from . import documents as make

A = "INC-000001"


def row(**parts: Any) -> dict[str, Any]:
    values = rows.values_of(make.incident(A, **parts))
    assert values is not None
    return dict(zip(rows.COLUMNS, values, strict=True))


def test_the_table_has_exactly_these_columns():
    own = {"entry", "issued_at"}
    assert [field.name for field in Row._meta.fields if field.name not in own] == list(rows.COLUMNS)


def test_what_is_no_incident_has_no_row():
    assert rows.values_of(make.location()) is None


def test_an_allegation_is_marked():
    values = row(
        participants=[
            make.participant(make.ASAYISH, role="target", side="b"),
            make.participant(make.NDF, role="attacker", standing="alleged"),
            make.participant(None, description="unidentified gunmen", role="attacker", standing="disputed"),
        ]
    )
    assert (
        values["attackers"]
        == values["side_a"]
        == "National Defence Forces (alleged); unidentified gunmen (disputed)"
    )
    assert values["targets"] == values["side_b"] == "Asayish"


def test_who_fought_is_not_in_doubt_because_it_is_only_said_to_have_begun():
    values = row(
        participants=[
            make.participant(make.NDF, side="b", role="attacker", standing="alleged"),
            make.participant(make.NDF, side="b"),
            make.participant(make.AANES, side="b", role="supporting", standing="disputed"),
        ]
    )
    assert values["attackers"] == "National Defence Forces (alleged)"
    assert values["side_b"] == "National Defence Forces; AANES (disputed)"


def test_mediators_and_third_sides_are_others():
    values = row(
        participants=[
            make.participant(make.GOVERNMENT, role="mediator", side="other"),
            make.participant(make.AANES, role="mentioned", side="a"),
            make.participant(make.NDF, role="attacker", side="other"),
        ]
    )
    assert values["others"] == "Syrian government; AANES"
    assert (values["attackers"], values["side_a"]) == ("National Defence Forces", "")


@pytest.mark.parametrize(
    "figures, expected",
    [
        ([], (None, None, None)),
        ([make.killed(0, 0, 0)], (0, 0, 0)),
        ([make.killed(3, None, None), make.killed(1, 1, 1, status="civilian")], (4, None, None)),
        ([make.killed(1, 1, 1), make.killed(2, 2, 3, outcome="found_dead")], (3, 3, 4)),
    ],
)
def test_unknown_is_not_zero(figures: list[d.Figure], expected: tuple[int | None, ...]):
    values = row(casualties=figures)
    assert (values["killed_low"], values["killed_best"], values["killed_high"]) == expected


def test_civilians_are_counted_among_all():
    values = row(casualties=[make.killed(1, 2, 3), make.killed(4, 5, 6, status="civilian")])
    assert (values["killed_best"], values["killed_civilians_best"]) == (7, 5)
    assert (values["wounded_best"], values["wounded_civilians_best"]) == (None, None)


def test_the_main_place_is_the_first_scene():
    values = row(
        locations=[
            make.place(make.RAQQA, role="origin", within=[make.SYRIA]),
            make.place(make.QAMISHLI, within=[make.HASAKAH, make.SYRIA]),
        ]
    )
    assert (values["location"], values["admin1"], values["admin2"], values["places"]) == (
        "Qamishli",
        "Al-Hasakah",
        None,
        2,
    )


def test_a_governorate_is_its_own_first_division():
    values = row(locations=[make.place(make.HASAKAH, type="admin1", within=[make.SYRIA], lat=None)])
    assert (values["admin1_id"], values["location"], values["lat"]) == (make.HASAKAH.id, "Al-Hasakah", None)


def test_without_a_place_nothing_is_said_of_it():
    values = row(locations=[])
    assert (values["country"], values["lat"], values["radius_km"], values["places"]) == (None, None, None, 0)
