"""Parameters of a map: the filter grammar, and beside it the zoom and the part of the map in sight."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...errors import BadParameters, Problem
from ...filters import values
from ...filters.grammar import narrowing_fields
from ...filters.parameters import read
from ...filters.query import Query, parse
from ...grid import FINEST, PIXELS_LEVEL, Window, level_of, window_around
from ...states import State

ZOOM = 4
"""Where none is asked for: the whole world on a screen."""
MOST_CELLS = 4**8
"""Cells that a map may have: the whole world to zoom 6."""

OWN: dict[str, values.Field] = {
    "zoom": values.NumberField(
        most=FINEST - PIXELS_LEVEL,
        help_text=gettext_lazy(
            "Zoom of the map, 0 to 12, as web maps count it, 4 unless told: cells are 64 of its pixels wide."
        ),
    ),
    "window": values.BoxField(
        help_text=gettext_lazy(
            "west,south,east,north: the part of the map that is in sight. All cells that it touches are shown, whole. "
            "From zoom 7 on it is needed. Unlike bbox it is no filter: what counts is the centre, not the radius."
        )
    ),
}


@cache
def fields() -> dict[str, values.Field]:
    """Every parameter that is understood."""
    return OWN | narrowing_fields()


@dataclass(frozen=True)
class MapRequest:
    """Request for a map of what the query finds, or of a window of it."""

    query: Query
    zoom: int
    window: Window | None

    @property
    def level(self) -> int:
        return level_of(self.zoom)


def parse_map(params: QueryDict | Mapping[str, str], *, at: State | None = None) -> MapRequest:
    """Read the parameters. Raises ``BadParameters`` that names every wrong one, and what to do."""
    parsed = read(params, fields()).values
    zoom = parsed.get("zoom", ZOOM)
    level = level_of(zoom)
    window = window_around(parsed["window"], level) if "window" in parsed else None
    if (window.cells if window else 4**level) > MOST_CELLS:
        message = _(
            "covers more than %(most)s cells at this zoom; ask for a smaller one, or for a lower zoom"
        )
        raise BadParameters([Problem("window", message % {"most": f"{MOST_CELLS:,}"})])
    return MapRequest(parse(params, besides=OWN, at=at), zoom, window)
