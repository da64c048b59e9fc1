"""Coverage statement of the demo: one report that was read, and nothing that may be counted on to be whole."""

from __future__ import annotations

from datetime import date

from accounts.models import User
from incidents.models import Coverage, CoverageArea, CoverageSource

from .entry import checked, editing
from .material import Material


def enter_coverage(material: Material, *, by: User) -> Coverage:
    """Complete up to no day: whoever counts must not take the silence of the demo for peace."""
    coverage = Coverage(
        name="Demonstration: one report on Qamishli",
        description="One report of Rudaw, of 21 April 2021, was read and coded in full as an example. What it tells of "
        "is recorded; no other report was looked for.",
        since=date(2021, 4, 20),
        until=date(2021, 4, 21),
        languages=["en"],
        backlog="Every other report of these days. That no further incident is recorded says nothing.",
    )
    with editing(coverage, by):
        checked(coverage)
        checked(CoverageArea(coverage=coverage, location=material.places.qamishli))
        checked(CoverageSource(coverage=coverage, source=material.sources.rudaw))
    return coverage
