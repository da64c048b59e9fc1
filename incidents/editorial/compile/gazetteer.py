"""Locations for a batch of documents, and the place that may be shown for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import connection

from incidents.geo import DEFAULT_RADIUS_KM
from incidents.models import Location, LocationName
from incidents.record import document as d

from .identifiers import Identifiers

_UP = """
WITH RECURSIVE up (id) AS (
    SELECT unnest(%s::bigint[])
    UNION
    SELECT location.parent_id FROM incidents_location location JOIN up ON location.id = up.id
    WHERE location.parent_id IS NOT NULL
)
SELECT id FROM up
"""


@dataclass
class Gazetteer:
    """Locations with everything above them, and the names of those that were asked for."""

    rows: dict[int, Location]
    names: dict[int, list[LocationName]] = field(default_factory=lambda: defaultdict(list))
    _chains: dict[int, list[Location]] = field(default_factory=dict)

    @classmethod
    def load(cls, locations: Collection[int]) -> Gazetteer:
        """Three queries, however many locations."""
        with connection.cursor() as cursor:
            cursor.execute(_UP, [list(locations)])
            rows = Location.objects.in_bulk([pk for (pk,) in cursor.fetchall()])
        gazetteer = cls(rows)
        for name in LocationName.objects.filter(location__in=rows, restricted=False).order_by("pk"):
            gazetteer.names[name.location_id].append(name)
        return gazetteer

    def chain(self, pk: int) -> list[Location]:
        """The location and everything it lies in, nearest first. Walked once: a batch asks for it again and again."""
        if pk not in self._chains:
            chain: dict[int, Location] = {}
            location = self.rows.get(pk)
            while location is not None and location.pk not in chain:
                chain[location.pk] = location
                location = self.rows.get(location.parent_id) if location.parent_id else None
            self._chains[pk] = list(chain.values())
        return self._chains[pk]

    def shown(self, pk: int) -> Location | None:
        """The location, or the nearest place around it that neither is restricted nor lies in one that is."""
        allowed: Location | None = None
        for location in self.chain(pk):
            if location.restricted:
                allowed = None
            elif allowed is None:
                allowed = location
        return allowed

    def within(self, location: Location) -> list[Location]:
        return self.chain(location.pk)[1:]

    def areas(self, location: Location, ids: Identifiers) -> list[d.Area]:
        """What it lies in, nearest first."""
        return [
            d.Area(id=ids.of("location", above.pk), name=above.name, type=above.type)
            for above in self.within(location)
        ]

    def ref(self, location: Location, ids: Identifiers) -> d.Ref:
        """A reference; whatever it lies in is public with it."""
        for above in self.within(location):
            ids.of("location", above.pk)
        return ids.ref("location", location.pk, location.name)

    def ref_to(self, pk: int | None, ids: Identifiers) -> d.Ref | None:
        shown = self.shown(pk) if pk else None
        return self.ref(shown, ids) if shown else None

    def area(self, location: Location, radius_km: int | None) -> tuple[d.Point | None, int]:
        """Centre and radius; a place without a point stands at the nearest one around it, as wide as that."""
        for place in self.chain(location.pk):
            if place.lat is not None and place.lon is not None:
                usual = usual_radius(place)
                own = radius_km if place is location and radius_km is not None else usual
                wide = max(own, radius_km or 0)
                return d.Point(lat=d.degrees(place.lat), lon=d.degrees(place.lon)), wide
        return None, radius_km if radius_km is not None else usual_radius(location)

    def aliases(self, location: Location) -> list[str]:
        return [name.name for name in self.names.get(location.pk, ()) if name.name != location.name]


def usual_radius(location: Location) -> int:
    """In km: the place's own, or what is usual for its type."""
    return location.radius_km if location.radius_km is not None else DEFAULT_RADIUS_KM[location.type]
