"""One row for each place of an incident."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from ...codebook import LocationType
from ...record import document as d
from .table import Table, Values, both, code, decimal, joined, whole, words

COLUMNS = [
    whole("place", _("Position in the incident's list, from 0."), "#loc+num", always=True),
    code("location_id", _("Id of the location."), "#loc+id"),
    words("location", _("Name of the location."), "#loc+name"),
    code("location_type", _("How narrow it is."), "#loc+type", always=True),
    code("place_role", _("What the place was in the incident."), "#loc+role", always=True),
    code("country", _("Two-letter code (ISO 3166-1)."), "#country+code+v_iso2"),
    code("admin1_id", _("Id of the first division of the country."), "#adm1+id"),
    words("admin1", _("First division of the country."), "#adm1+name"),
    code("admin2_id", _("Id of the second division."), "#adm2+id"),
    words("admin2", _("Second division."), "#adm2+name"),
    code("admin3_id", _("Id of the third division."), "#adm3+id"),
    words("admin3", _("Third division."), "#adm3+name"),
    words("place_words", _("How the reports put it: near, countryside of."), "#loc+description"),
    words("aliases", _("Other names that were used for it."), "#loc+name+alt+list"),
    decimal("lat", _("Degrees, WGS 84: the circle's centre."), "#geo+lat"),
    decimal("lon", _("Degrees, WGS 84: the circle's centre."), "#geo+lon"),
    whole("radius_km", _("Within which it happened."), "#geo+radius+km", always=True),
]


def _rows(document: d.IncidentDocument) -> Iterator[Values]:
    for position, place in enumerate(document.locations):
        point = place.point
        yield (
            position,
            *both(place.location),
            place.type,
            place.role,
            place.country,
            *divisions(place),
            place.words,
            joined(place.aliases),
            point and float(point.lat),
            point and float(point.lon),
            place.radius_km,
        )


def divisions(place: d.Place) -> Iterator[str | None]:
    """Id and name of the first, second and third division that the place lies in or is."""
    around = {area.type: (area.id, area.name) for area in place.within}
    around[place.type] = (place.location.id, place.location.name)
    for level in (LocationType.ADMIN1, LocationType.ADMIN2, LocationType.ADMIN3):
        yield from around.get(level, (None, None))


TABLE = Table(COLUMNS, _rows)
