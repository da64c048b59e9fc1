"""Where: two cities of the gazetteer and one site that it does not have."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import User
from incidents.codebook import LocationType
from incidents.geo import DEFAULT_RADIUS_KM
from incidents.models import Location, LocationName

from ..gazetteer import load_country
from .entry import checked, editing

QAMISHLI, HASAKA = 173377, 173811
"""Numbers in GeoNames."""


@dataclass(frozen=True)
class Places:
    qamishli: Location
    hasaka: Location
    roundabout: Location


def enter_places(*, by: User) -> Places:
    """Loads the gazetteer of Syria first where it is missing."""
    if Location.objects.filter(geonames_id__in=(QAMISHLI, HASAKA)).count() < 2:
        load_country("SY")
    qamishli = Location.objects.get(geonames_id=QAMISHLI)
    return Places(
        qamishli=qamishli,
        hasaka=Location.objects.get(geonames_id=HASAKA),
        roundabout=_roundabout(qamishli, by=by),
    )


def _roundabout(city: Location, *, by: User) -> Location:
    """Nobody has published where it is: the city's point, and a radius that takes in the city."""
    site = Location(
        name="Al-Wahda roundabout",
        type=LocationType.SITE,
        parent=city,
        country=city.country,
        lat=city.lat,
        lon=city.lon,
        radius_km=DEFAULT_RADIUS_KM[LocationType.LOCALITY],
        note="Coordinates are the city's: no report gives the roundabout's own.",
    )
    with editing(site, by):
        checked(site)
        checked(LocationName(location=site, name="دوار الوحدة", language="ar", script="Arab"))
    return site
