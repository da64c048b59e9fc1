"""The whole file: 69 rows whose figures are out of order, and reports dated 1753. Kept as given, flagged."""

from __future__ import annotations

import pytest

from tests import factories as f

from .coding import Coding, killed

pytestmark = pytest.mark.django_db


def test_a_row_out_of_order_is_kept_and_flagged_while_the_figure_is_set_right():
    case = Coding("An event whose best is above its high")
    row = f.DatasetRowFactory(
        verbatim={"low": 3, "best": 9, "high": 5}, flags=["best-above-high"], incident=case.incident
    )
    case.figure(3, 5, 9, rationale="The row has 9 as best and 5 as high: taken as a slip and put in order.")
    assert killed(case.document()) == (3, 5, 9)
    row.refresh_from_db()
    assert (row.verbatim, row.flags) == ({"low": 3, "best": 9, "high": 5}, ["best-above-high"])


def test_a_report_with_an_impossible_date_has_none():
    report = f.ReportFactory(published_on=None)
    case = Coding("An event with a report of 1753", report=report)
    f.DatasetRowFactory(
        verbatim={"source_date": "1753-01-01"}, flags=["impossible-report-date"], incident=case.incident
    )
    assert case.document().reports[0].published_on is None
