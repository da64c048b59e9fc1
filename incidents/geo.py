"""Points with a precision, distances and boxes on the earth. Degrees are WGS 84, distances kilometres."""

from dataclasses import dataclass
from math import asin, cos, degrees, radians, sin, sqrt

from .codebook import LocationType, decided

EARTH_RADIUS_KM = 6371.0088
"""Mean radius (IUGG)."""

DEFAULT_RADIUS_KM: dict[str, int] = decided(
    LocationType,
    {
        LocationType.SITE: 1,
        LocationType.LOCALITY: 5,
        LocationType.ADMIN3: 15,
        LocationType.ADMIN2: 30,
        LocationType.ADMIN1: 80,
        LocationType.COUNTRY: 400,
    },
)
"""What a place of each type stands for where nothing better is known: half its usual width."""


@dataclass(frozen=True)
class Box:
    """West may be greater than east: then the box crosses the antimeridian."""

    west: float
    south: float
    east: float
    north: float

    @property
    def crosses_antimeridian(self) -> bool:
        return self.west > self.east

    def spans(self) -> list[tuple[float, float]]:
        """The ranges of longitude, one or two."""
        if self.crosses_antimeridian:
            return [(self.west, 180.0), (-180.0, self.east)]
        return [(self.west, self.east)]


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance (haversine)."""
    a = sin(radians(lat2 - lat1) / 2) ** 2
    b = cos(radians(lat1)) * cos(radians(lat2)) * sin(radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(a + b)))


def box_around(lat: float, lon: float, km: float) -> Box:
    """The smallest box that holds the circle; all longitudes where it touches a pole."""
    dlat = degrees(km / EARTH_RADIUS_KM)
    south, north = lat - dlat, lat + dlat
    if south <= -90 or north >= 90:
        return Box(-180.0, max(south, -90.0), 180.0, min(north, 90.0))
    dlon = degrees(asin(min(1.0, sin(radians(dlat)) / cos(radians(lat)))))
    if dlon >= 180:
        return Box(-180.0, south, 180.0, north)
    return Box(_wrap(lon - dlon), south, _wrap(lon + dlon), north)


def _wrap(lon: float) -> float:
    return (lon + 180.0) % 360.0 - 180.0
