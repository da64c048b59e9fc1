"""Where an incident took place, as precisely as may be shown."""

from __future__ import annotations

from incidents.models import IncidentLocation, Location
from incidents.record import document as d

from .claims import Context
from .conversion import some
from .gazetteer import usual_radius


def places(context: Context) -> list[d.Place]:
    """A place for each location; two restricted ones in the same town become one."""
    found: dict[tuple[str, str, int], d.Place] = {}
    for row in context.incident.places.all():
        place = _place(row, context)
        if place is not None:
            shown = context.gazetteer.shown(row.location_id)
            found.setdefault((place.role, place.location.name, shown.pk if shown else 0), place)
    return list(found.values())


def _place(row: IncidentLocation, context: Context) -> d.Place | None:
    gazetteer, ids = context.gazetteer, context.ids
    location = gazetteer.shown(row.location_id)
    if location is None:
        return None
    exact = location.pk == row.location_id
    point, radius_km = _circle(row, location, context) if exact else gazetteer.area(location, None)
    return d.Place(
        location=gazetteer.ref(location, ids),
        type=location.type,
        role=row.role,
        country=location.country,
        within=gazetteer.areas(location, ids),
        point=point,
        radius_km=radius_km,
        words=some(row.words) if exact else None,
        aliases=gazetteer.aliases(location),
    )


def _circle(row: IncidentLocation, location: Location, context: Context) -> tuple[d.Point | None, int]:
    """The point given for this incident, if any, else the place's own.

    A given point stands for the place itself: never for as much as lies around a place that has no point of its own.
    """
    if row.lat is None or row.lon is None:
        return context.gazetteer.area(location, row.radius_km)
    own = d.Point(lat=d.degrees(row.lat), lon=d.degrees(row.lon))
    return own, usual_radius(location) if row.radius_km is None else row.radius_km
