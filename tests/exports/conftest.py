"""A record with everything that an export may stumble over, and ways of exporting it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from incidents.exports.formats import FORMATS, Extras
from incidents.exports.reader import shared_reader
from incidents.exports.selection import Selection
from incidents.record import document as d
from incidents.record.reading import parse
from tests.record import documents as make

CLASH, SERIES, STRIKE, BARE = "INC-000001", "INC-000002", "INC-000003", "INC-000004"
TITLE = 'A "quoted" title, with a comma; a semicolon\nand a second line'
FORMULA = '=HYPERLINK("https://evil.example";"open")'


def casualty_claim(**changes: Any) -> d.CasualtyClaim:
    values: dict[str, Any] = {
        "id": "CLM-AAAAAAAAAAAA",
        "claimant": d.Claimant(source=make.SOHR),
        "basis": "own_sources",
        "derived_from": None,
        "stance": "asserts",
        "about": None,
        "supersedes": None,
        "made_on": "2021-04-21",
        "as_of": "2021-04-20",
        "report": "R1",
        "passages": [],
        "wording": "at least 2 killed",
        "certainty": "certain",
        "outcome": "killed",
        "minimum": 2,
        "best": None,
        "maximum": None,
        "quantifier": "at least",
        "status": "combatant",
        "belongs_to": d.Belonging(actor=make.NDF),
        "age_band": None,
        "sex": None,
        "occupation": None,
        "within": None,
        "same_persons_as": None,
        "place": make.QAMISHLI,
        "covers": None,
    }
    return d.CasualtyClaim(**values | changes)


@pytest.fixture
def documents() -> list[d.IncidentDocument]:
    """A clash at two places with claims, a series, a strike whose words are formulas, and one with nothing at all."""
    own = d.Figure(
        "killed", "combatant", d.Belonging(actor=make.NDF), 2, None, None, ["CLM-AAAAAAAAAAAA"], ""
    )
    clash = make.incident(
        CLASH,
        title=TITLE,
        locations=[make.place(), make.place(make.RAQQA, lat=35.95, lon=-39.01, role="target", words="near")],
        participants=[make.participant(), make.participant(make.NDF, side="b", standing="alleged")],
        casualties=[own],
        claims=[casualty_claim(), make.statement(wording="@SUM(1)")],
        reports=[make.report()],
        grades=[make.grade("confirmed")],
    )
    series = make.incident(SERIES, first="2021-02-01", last="2021-02-28", extent="series", title="Clashes")
    strike = make.incident(
        STRIKE,
        first="2017-09-10",
        title=FORMULA,
        locations=[make.place(lat=None, radius_km=None)],
        participants=[make.participant(None, description="-2+3 gunmen", role="attacker")],
        tags=["+tag"],
    )
    return [clash, series, strike, make.incident(BARE, title="ئاسایش الأسايش")]


@pytest.fixture
def published(documents: list[d.IncidentDocument], db: None) -> list[d.IncidentDocument]:
    """The same in the record; not in the order of their ids."""
    make.publish(*reversed(documents))
    return documents


@pytest.fixture
def written() -> Callable[..., bytes]:
    """``written("csv", rows="claim", filters={…})``: the file as bytes."""

    def write(
        suffix: str, *, filters: dict[str, str] | None = None, extras: Extras | None = None, **options: Any
    ) -> bytes:
        format = next(format for format in FORMATS if format.suffix == suffix)
        out = BytesIO()
        with shared_reader() as reader:
            format.write(Selection(parse(filters or {}), **options), reader, out, extras or Extras())
        return out.getvalue()

    return write
