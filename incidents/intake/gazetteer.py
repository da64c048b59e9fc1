"""Loader of the gazetteer: adds a country's places and updates those that nobody here has edited."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pghistory
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from incidents.codebook import LocationType
from incidents.editorial.approvals import mark_approved
from incidents.models import ExternalId, Location, LocationName

from .geonames import GazetteerPlace, read_country

Progress = Callable[[str], None]

_UPDATED = ("name", "parent_id", "lat", "lon", "radius_km", "population", "pcode")
"""What a newer gazetteer may change in a place that nobody has edited."""


@dataclass
class LoadResult:
    """What loading one country did; ``published`` are changed places whose documents the record has to refresh."""

    country: str
    added: int = 0
    changed: int = 0
    kept: int = 0
    names: int = 0
    published: list[int] = field(default_factory=list)


def load_country(code: str, *, progress: Progress = lambda message: None) -> LoadResult:
    """Load a country's gazetteer, or load it again: nothing is doubled, and no analyst's edit is undone.

    A place that a person has edited here is left as it is, with its names. Names that have gone from GeoNames stay.
    Raises ``geonames.NoSuchCountry``.
    """
    code = code.upper()
    progress(f"{code}: reading GeoNames")
    places = read_country(code)
    progress(f"{code}: {len(places)} places read")
    with pghistory.context(command="load_gazetteer", country=code), transaction.atomic():
        return _CountryLoad(code, places, progress).run()


class _CountryLoad:
    """The load of one country. ``rows`` holds the places kept so far, by the key of what they were made from."""

    def __init__(self, code: str, places: Sequence[GazetteerPlace], progress: Progress) -> None:
        self.result = LoadResult(code)
        self.places = places
        self.progress = progress
        self.rows: dict[str, Location] = {}
        self.untouched: set[str] = set()
        self.districts: dict[int, int | None] = {}
        """Divisions that no gazetteer has, with what they lie in: an analyst or an import has entered them."""

    def run(self) -> LoadResult:
        # Two loads at once would both find a place missing. Readers go on.
        table = connection.ops.quote_name(Location._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
        self.rows = _rows_of(self.places)
        districts = Location.objects.filter(
            country=self.result.country, type__in=(LocationType.ADMIN2, LocationType.ADMIN3)
        )
        self.districts = dict(districts.values_list("pk", "parent"))
        self.untouched = {
            place.key
            for place in self.places
            if (row := self.rows.get(place.key)) is None or row.updated_by_id is None
        }
        self.result.kept = len(self.places) - len(self.untouched)
        for level in (LocationType.COUNTRY, LocationType.ADMIN1, LocationType.LOCALITY):
            self._load_level([place for place in self.places if place.type == level])
        codes = [
            ExternalId(scheme=scheme, value=value, location=self.rows[place.key])
            for place in self.places
            for scheme, value in place.codes
        ]
        ExternalId.objects.bulk_create(codes, ignore_conflicts=True)
        self._add_names()
        return self.result

    def _load_level(self, places: Sequence[GazetteerPlace]) -> None:
        """Parents are saved before their children, who need their numbers."""
        new = {place.key: self._row(place) for place in places if place.key not in self.rows}
        Location.objects.bulk_create(new.values(), batch_size=2000)
        self._update([place for place in places if place.key in self.rows and place.key in self.untouched])
        self.rows |= new
        self.result.added += len(new)
        if len(places) > 1:
            self.progress(f"{self.result.country}: {self.result.added} places added")

    def _row(self, place: GazetteerPlace) -> Location:
        lat, lon = place.point or (None, None)
        return Location(
            name=place.name,
            type=place.type,
            parent=self.rows[place.parent] if place.parent else None,
            country=place.country,
            lat=lat,
            lon=lon,
            radius_km=place.radius_km,
            geonames_id=place.geonames_id,
            population=place.population,
            pcode=place.pcode,
        )

    def _update(self, places: Sequence[GazetteerPlace]) -> None:
        changed = [row for place in places if (row := self._updated_row(place)) is not None]
        Location.objects.bulk_update(changed, [*_UPDATED, "updated_at"], batch_size=500)
        # An open form must notice.
        Location.objects.filter(pk__in=[row.pk for row in changed]).update(revision=F("revision") + 1)
        # Nobody here has edited them, so that no analyst's change goes out unseen with this one.
        mark_approved("location", [row.pk for row in changed if row.public_id], None)
        self.result.changed += len(changed)
        self.result.published += [row.pk for row in changed if row.public_id]

    def _updated_row(self, place: GazetteerPlace) -> Location | None:
        row, newer = self.rows[place.key], self._row(place)
        # A place may be known more closely than the gazetteer has it: an import moves towns into districts.
        around = self.districts.get(row.parent_id or 0)
        if around is not None and newer.parent_id in (around, self.districts.get(around)):
            newer.parent_id = row.parent_id
        if all(getattr(row, name) == getattr(newer, name) for name in _UPDATED):
            return None
        for name in _UPDATED:
            setattr(row, name, getattr(newer, name))
        row.updated_at = timezone.now()
        return row

    def _add_names(self) -> None:
        """Only those that are missing are sent: the database would count a refused row as work all the same."""
        existing = set(
            LocationName.objects.filter(location__in=[row.pk for row in self.rows.values()]).values_list(
                "location_id", "name", "language"
            )
        )
        names = [
            LocationName(location=row, name=name.text, language=name.language, script=name.script)
            for place in self.places
            if place.key in self.untouched
            for row in [self.rows[place.key]]
            for name in place.names
            if (row.pk, name.text, name.language) not in existing
        ]
        LocationName.objects.bulk_create(names, batch_size=2000)
        self.result.names = len(names)


def _rows_of(places: Sequence[GazetteerPlace]) -> dict[str, Location]:
    """The rows that the places were made into before, by key."""
    by_number = {place.geonames_id: place.key for place in places if place.geonames_id}
    by_code = {place.key: place.key for place in places if place.type == LocationType.ADMIN1}
    rows = {
        by_number[row.geonames_id]: row
        for row in Location.objects.filter(geonames_id__in=by_number)
        if row.geonames_id is not None
    }
    named = ExternalId.objects.filter(scheme="geonames-admin1", value__in=by_code, location__isnull=False)
    for code in named.select_related("location"):
        if code.location is not None:
            rows.setdefault(by_code[code.value], code.location)
    return rows
