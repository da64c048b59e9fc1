"""Where an incident took place, as precisely as may be shown."""

from __future__ import annotations

from incidents.models import IncidentLocation
from incidents.record import document as d

from .claims import Context
from .conversion import or_none
from .gazetteer import usual_radius


def places(context: Context) -> list[d.Place]:
    """A place for each location; two restricted ones in the same town become one."""
    shown: dict[tuple[str, str, int], d.Place] = {}
    for row in context.incident.places.all():
        place = _place(row, context)
        if place is not None:
            location = context.gazetteer.shown(row.location_id)
            shown.setdefault((place.role, place.location.name, location.pk if location else 0), place)
    return list(shown.values())


def _place(row: IncidentLocation, context: Context) -> d.Place | None:
    gazetteer, ids = context.gazetteer, context.ids
    location = gazetteer.shown(row.location_id)
    if location is None:
        return None
    exact = location.pk == row.location_id
    # A point given for this incident stands for the place itself: never for as much as lies around a place that has
    # no point of its own.
    if exact and row.lat is not None and row.lon is not None:
        point: d.Point | None = d.Point(lat=d.degrees(row.lat), lon=d.degrees(row.lon))
        radius_km = usual_radius(location) if row.radius_km is None else row.radius_km
    else:
        point, radius_km = gazetteer.area(location, row.radius_km if exact else None)
    return d.Place(
        location=gazetteer.ref(location, ids),
        type=location.type,
        role=row.role,
        country=location.country,
        within=gazetteer.areas(location, ids),
        point=point,
        radius_km=radius_km,
        words=or_none(row.words) if exact else None,
        aliases=gazetteer.aliases(location),
    )
