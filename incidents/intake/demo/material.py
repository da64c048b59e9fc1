"""Actors, places, sources and the report that both incidents draw on."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import User
from incidents.models import ReportText

from .actors import DemoActors, enter_actors, tie_actors
from .places import DemoPlaces, enter_places
from .sources import DemoSources, enter_report, enter_sources


@dataclass(frozen=True)
class Material:
    actors: DemoActors
    places: DemoPlaces
    sources: DemoSources
    text: ReportText


def enter_material(*, by: User) -> Material:
    places = enter_places(by=by)
    actors = enter_actors(by=by)
    sources = enter_sources(actors, by=by)
    text = enter_report(sources, by=by)
    tie_actors(actors, text.report, by=by)
    return Material(actors, places, sources, text)
