"""Places of the demo: two cities of the gazetteer and one site that it does not have."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import User
from incidents.codebook import LocationType
from incidents.geo import DEFAULT_RADIUS_KM
from incidents.models import Location, LocationName

from ..gazetteer.loading import load_country
from .entry import checked, editing

QAMISHLI, HASAKA = 173377, 173811
"""Numbers in GeoNames."""


@dataclass(frozen=True)
class DemoPlaces:
    qamishli: Location
    hasaka: Location
    roundabout: Location


def enter_places(*, by: User) -> DemoPlaces:
    """Loads the gazetteer of Syria first where it is missing."""
    if Location.objects.filter(geonames_id__in=(QAMISHLI, HASAKA)).count() < 2:
        load_country("SY")
    qamishli = Location.objects.get(geonames_id=QAMISHLI)
    # Nobody has published where it is: the city's point, and a radius that takes in the city.
    roundabout = Location(
        name="Al-Wahda roundabout",
        type=LocationType.SITE,
        parent=qamishli,
        country=qamishli.country,
        lat=qamishli.lat,
        lon=qamishli.lon,
        radius_km=DEFAULT_RADIUS_KM[LocationType.LOCALITY],
        note="Coordinates are the city's: no report gives the roundabout's own.",
    )
    with editing(roundabout, by):
        checked(roundabout)
        checked(LocationName(location=roundabout, name="دوار الوحدة", language="ar", script="Arab"))
    return DemoPlaces(
        qamishli=qamishli, hasaka=Location.objects.get(geonames_id=HASAKA), roundabout=roundabout
    )
