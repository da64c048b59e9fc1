"""Charts count as the API does: generated incidents with days of every precision, counted on the page and there."""

from __future__ import annotations

import re
from datetime import date, timedelta
from random import Random

import pytest
from django.test import Client

from incidents.codebook import DatePrecision, Extent
from incidents.record import document as d
from tests.record import documents as make

pytestmark = pytest.mark.django_db
ROW = re.compile(r'<tr><th scope="row">([^<]+)</th><td class="number">(\d+)</td></tr>')


def incident(number: int, chance: Random, days: int) -> d.IncidentDocument:
    first = date(2018, 11, 20) + timedelta(days=chance.randrange(days))
    last = first + timedelta(days=chance.choice([0, 0, 1, 6, 20, 45, 400]))
    return make.incident(
        f"INC-{number:06d}",
        occurred=d.Occurred(first.isoformat(), last.isoformat(), chance.choice(DatePrecision.values)),
        extent=chance.choice([Extent.SINGLE, Extent.SINGLE, Extent.SERIES]).value,
        participants=[make.participant(make.ASAYISH)],
    )


@pytest.mark.parametrize("unit, days", [("month", 90), ("year", 2400)])
@pytest.mark.parametrize("seed", range(3))
def test_a_chart_shows_what_the_api_counts(client: Client, unit: str, days: int, seed: int):
    chance = Random(seed)  # noqa: S311  # a repeatable record, no secret
    make.publish(make.actor(), *(incident(number, chance, days) for number in range(1, 41)))
    page = client.get(f"/actors/{make.ASAYISH.id}/").content.decode()
    drawn = {label: int(number) for label, number in ROW.findall(page) if number != "0"}

    [address] = re.findall(r'href="(/api/v1/aggregate/[^"]+)"', page)
    rows = client.get(address.replace("&amp;", "&")).json()["results"]
    answered = {_label(row[unit]): row["incidents"] for row in rows}

    assert drawn == answered
    assert "not known closely enough" in drawn


def _label(period: str | None) -> str:
    if period is None:
        return "not known closely enough"
    return f"{date.fromisoformat(f'{period}-01'):%B %Y}" if "-" in period else period
