"""Place columns of a GED event: one point with its precision, and the cell of PRIO-GRID it lies in."""

from __future__ import annotations

import re
from math import floor

import msgspec

from ...codebook import POINTS, LocationType
from ...codebook.gleditsch_ward import region_of
from ...countries import state_number
from ...folding import fold
from ...geo import DEFAULT_RADIUS_KM
from ...record import document as d
from ...record.projection.rows import main_place

EXACT, NEARBY, FUZZY, AT_SEA = 1, 2, 5, 7
NEARBY_KM = 25
"""The codebook's radius around a known point."""

WATERS, UNSTATED = "in-international-waters", "place-precision-not-given"
"""Tags that importers set where the record has no word of its own."""

_LEVEL = re.compile(
    r"^(?:in|at)\s+|\s+(?:governorate|province|state|region|department|district|subdistrict)$", re.IGNORECASE
)

CELLS_PER_DEGREE, COLUMNS = 2, 720


class GedPlace(msgspec.Struct, frozen=True):
    """The columns of the place; empty where no place is known."""

    where_prec: int | None = None
    where_coordinates: str = ""
    where_description: str = ""
    adm_1: str = ""
    adm_2: str = ""
    latitude: float | None = None
    longitude: float | None = None
    geom_wkt: str = ""
    priogrid_gid: int | None = None
    country: str = ""
    country_id: int | None = None
    region: str = ""


def place_of(document: d.IncidentDocument) -> GedPlace:
    place = main_place(document.locations)
    if place is None:
        return GedPlace()
    around = {area.type: area.name for area in place.within} | {place.type: place.location.name}
    latitude, longitude = (float(place.point.lat), float(place.point.lon)) if place.point else (None, None)
    state = state_number(place.country)
    precision: int | None = AT_SEA if WATERS in document.tags else precision_of(place)
    if UNSTATED in document.tags:
        precision = None
    return GedPlace(
        where_prec=precision,
        where_coordinates=place.location.name,
        where_description=place.words or "",
        adm_1=around.get(LocationType.ADMIN1, ""),
        adm_2=around.get(LocationType.ADMIN2, ""),
        latitude=latitude,
        longitude=longitude,
        geom_wkt="" if latitude is None else f"POINT ({longitude:.6f} {latitude:.6f})",
        priogrid_gid=None if latitude is None or longitude is None else cell_of(latitude, longitude),
        country=around.get(LocationType.COUNTRY, ""),
        country_id=state,
        region=region_of(state),
    )


def precision_of(place: d.Place) -> int:
    """``where_prec``: a point goes by the radius around it, a division by its level.

    Words that name something else than the division (a countryside, a road, an island) are an area without borders.
    """
    if place.type not in POINTS:
        names = {fold(_LEVEL.sub("", name)) for name in (place.location.name, *place.aliases)}
        is_whole = not place.words or fold(_LEVEL.sub("", place.words)) in names
        return int(LocationType(place.type).crosswalk.ucdp) if is_whole else FUZZY
    radius = DEFAULT_RADIUS_KM[place.type] if place.radius_km is None else place.radius_km
    if radius <= DEFAULT_RADIUS_KM[LocationType.LOCALITY]:
        return EXACT
    return NEARBY if radius <= NEARBY_KM else FUZZY


def cell_of(latitude: float, longitude: float) -> int:
    """PRIO-GRID: cells of half a degree, numbered from 1 at the lower left, row by row northwards.

    Tollefsen, Strand and Buhaug (2012), "PRIO-GRID: A unified spatial data structure", Journal of Peace Research 49(2).
    """
    row = min(floor((latitude + 90) * CELLS_PER_DEGREE), 180 * CELLS_PER_DEGREE - 1)
    column = min(floor((longitude + 180) * CELLS_PER_DEGREE), COLUMNS - 1)
    return row * COLUMNS + column + 1
