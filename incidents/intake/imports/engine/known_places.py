"""Places of one country that the desk knows, found by level and folded name, near the row's point."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from incidents.codebook import LocationType
from incidents.folding import fold
from incidents.geo import distance_km
from incidents.models import Location, LocationName

from .coded import NamedPlace

NEAR_KM = 5
"""A place of the same name farther from the row's point than a town is wide is another place."""


@dataclass(slots=True)
class KnownPlace:
    """A place of the desk; ``point`` is its latitude and longitude."""

    pk: int
    level: str
    parent: int | None
    point: tuple[float, float] | None

    def is_near(self, place: NamedPlace) -> bool:
        if self.point is None or place.lat is None or place.lon is None:
            return True
        return distance_km(*self.point, place.lat, place.lon) <= NEAR_KM


class KnownPlaces:
    """The places of one country. Two queries, and none afterwards."""

    def __init__(self, country: str) -> None:
        self._places: dict[tuple[str, str], list[KnownPlace]] = defaultdict(list)
        self._by_key: dict[int, KnownPlace] = {}
        rows = Location.objects.filter(country=country).order_by("pk")
        for pk, name, level, parent, lat, lon in rows.values_list(
            "pk", "name", "type", "parent", "lat", "lon"
        ):
            point = None if lat is None or lon is None else (float(lat), float(lon))
            self._by_key[pk] = KnownPlace(pk, level, parent, point)
            self._places[(level, fold(name))].append(self._by_key[pk])
        names = LocationName.objects.filter(location__country=country, restricted=False).order_by("pk")
        for pk, name in names.values_list("location", "name"):
            place = self._by_key[pk]
            self._places[(place.level, fold(name))].append(place)

    def add(self, pk: int, place: NamedPlace, parent: int | None) -> None:
        point = None if place.lat is None or place.lon is None else (place.lat, place.lon)
        self._by_key[pk] = KnownPlace(pk, place.type, parent, point)
        self._places[(place.type, fold(place.name))].append(self._by_key[pk])

    def lies_wider(self, pk: int, place: NamedPlace, around: list[int]) -> bool:
        """Whether the place lies right under a wider division than the narrowest that the row names around it.

        GeoNames gives seats of governorates no district, which the dataset's rows have: they would be lost with it.
        """
        known = self._by_key[pk]
        surely_the_same = known.point is not None and place.lat is not None
        return surely_the_same and place.type == LocationType.LOCALITY and known.parent in around[1:]

    def move(self, pk: int, parent: int) -> None:
        self._by_key[pk].parent = parent

    def find(self, place: NamedPlace, parent: int | None) -> int | None:
        """One of that name and level, near the point if there is one, within the same place if there are several."""
        if place.type == LocationType.COUNTRY:
            countries = (known for known in self._by_key.values() if known.level == place.type)
            return next((known.pk for known in countries), None)
        same = [
            known for known in self._places.get((place.type, fold(place.name)), ()) if known.is_near(place)
        ]
        same.sort(key=lambda known: known.parent != parent)
        return same[0].pk if same else None
