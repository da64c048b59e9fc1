"""Loader of the gazetteer: adds a country's places and updates those that nobody here has edited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pghistory
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from incidents.codebook import DIVISIONS, LocationType
from incidents.editorial.approvals import mark_approved
from incidents.models import ExternalId, Location, LocationName

from ..imports.engine.coded import NamedPlace
from ..imports.engine.known_places import KnownPlaces
from .geonames import read_country
from .places import GazetteerPlace, PlaceName, Progress, once_each, place_name

_UPDATED = ("name", "parent_id", "lat", "lon", "radius_km", "population", "pcode", "geonames_id")
"""What a newer gazetteer may change in a place that nobody has edited."""

_NAMES_AT_ONCE = 50_000


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
    """Load a country's gazetteer from the package and our tables, see ``load_places``.

    Raises ``geonames.NoSuchCountry``.
    """
    code = code.upper()
    progress(f"{code}: reading GeoNames")
    return load_places(code, read_country(code), progress=progress)


def load_places(
    code: str, places: Sequence[GazetteerPlace], *, progress: Progress = lambda message: None
) -> LoadResult:
    """Load places of a country, or load them again: nothing is doubled, and no analyst's edit is undone.

    A place is known by its number in GeoNames or its P-code, else by name near its point or in its division. One that a
    person has edited here is left as it is, with its names. Names and places that have gone from the source stay.
    """
    progress(f"{code}: {len(places)} places read")
    with pghistory.context(command="load_gazetteer", country=code), transaction.atomic():
        return _CountryLoad(code, places, progress).run()


def load_names(
    code: str, names: Mapping[int, Sequence[PlaceName]], *, progress: Progress = lambda message: None
) -> LoadResult:
    """Add names of places of a country by their numbers in GeoNames, to those that nobody here has edited."""
    result = LoadResult(code)
    with pghistory.context(command="load_gazetteer", country=code), transaction.atomic():
        _lock_locations()
        rows = {
            row: once_each(names[row.geonames_id], row.name)
            for row in Location.objects.filter(country=code, geonames_id__in=names, updated_by=None)
            if row.geonames_id
        }
        result.names = _add_names(rows, progress, code)
    return result


class _CountryLoad:
    """The load of one country. ``rows`` holds the places kept so far, by the key of what they were made from."""

    def __init__(self, code: str, places: Sequence[GazetteerPlace], progress: Progress) -> None:
        self.result = LoadResult(code)
        self.places = places
        self.progress = progress
        self.rows: dict[str, Location] = {}
        self.known: KnownPlaces | None = None
        self.within: dict[int, int | None] = {}
        """Second and third divisions, with what they lie in."""

    def run(self) -> LoadResult:
        _lock_locations()
        self.rows = _rows_of(self.result.country, self.places)
        divisions = Location.objects.filter(
            country=self.result.country, type__in=(LocationType.ADMIN2, LocationType.ADMIN3)
        )
        self.within = dict(divisions.values_list("pk", "parent"))
        names: dict[Location, Sequence[PlaceName]] = {}
        for level in LocationType:
            names |= self._load_level([place for place in self.places if place.type == level])
        codes = [
            ExternalId(scheme=scheme, value=value, location=self.rows[place.key])
            for place in self.places
            for scheme, value in place.codes
        ]
        ExternalId.objects.bulk_create(codes, ignore_conflicts=True)
        self.result.names = _add_names(names, self.progress, self.result.country)
        return self.result

    def _load_level(self, places: Sequence[GazetteerPlace]) -> dict[Location, Sequence[PlaceName]]:
        """Parents are saved before their children, who need their numbers. Returns the names that rows may get."""
        self._find_by_name([place for place in places if place.key not in self.rows and place.parent])
        places = [_as_held(place, self.rows.get(place.key)) for place in places]
        new = {place.key: self._row(place) for place in places if place.key not in self.rows}
        Location.objects.bulk_create(new.values(), batch_size=2000)
        existing = [place for place in places if place.key in self.rows]
        untouched = [place for place in existing if self.rows[place.key].updated_by_id is None]
        self._update(untouched)
        self.rows |= new
        if places and places[0].type in DIVISIONS:
            self._tell_divisions(new.values())
        self.result.added += len(new)
        self.result.kept += len(existing) - len(untouched)
        if len(places) > 1:
            self.progress(f"{self.result.country}: {self.result.added} places added")
        return {
            self.rows[place.key]: place.names for place in (*untouched, *(p for p in places if p.key in new))
        }

    def _find_by_name(self, places: Sequence[GazetteerPlace]) -> None:
        """Where no number leads to a row, one of that name may."""
        if not places:
            return
        known = self.known = self.known or KnownPlaces(self.result.country)
        pks: dict[int, GazetteerPlace] = {}
        for place in places:
            lat, lon = (
                map(float, place.point) if place.point and place.type not in DIVISIONS else (None, None)
            )
            parent = self.rows[place.parent or ""].pk
            pk = known.find(NamedPlace(place.name, place.type.value, place.country, None, lat, lon), parent)
            if pk is not None and pk != parent:  # which stands for a name of several
                pks.setdefault(pk, place)
        taken = {row.pk for row in self.rows.values()}
        for row in Location.objects.filter(pk__in=pks.keys() - taken):
            place = pks[row.pk]
            # No two numbers of one gazetteer are one place.
            if not (row.geonames_id and place.geonames_id) and not (row.pcode and place.pcode):
                self.rows[place.key] = row

    def _tell_divisions(self, rows: Iterable[Location]) -> None:
        """Those that were added are asked what lies within them."""
        for row in rows:
            self.within[row.pk] = row.parent_id
            if self.known is not None:
                self.known.add(row.pk, NamedPlace(row.name, row.type, row.country), row.parent_id)

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
        vouched_for = bool(row.pcode) and not place.pcode
        if vouched_for or self._lies_in(row.parent_id, newer.parent_id):
            newer.parent_id = row.parent_id
        said = [name for name in _UPDATED if getattr(newer, name) not in (None, "")]
        if all(getattr(row, name) == getattr(newer, name) for name in said):
            return None
        for name in said:
            setattr(row, name, getattr(newer, name))
        row.updated_at = timezone.now()
        return row

    def _lies_in(self, inner: int | None, outer: int | None) -> bool:
        """A place may be known more closely than this source has it: by another one, or by an import."""
        while inner in self.within:
            inner = self.within[inner]
            if inner == outer:
                return True
        return False


def _lock_locations() -> None:
    """Two loads at once would both find a place missing. Readers go on."""
    table = connection.ops.quote_name(Location._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")


def _as_held(place: GazetteerPlace, row: Location | None) -> GazetteerPlace:
    """Of a place that another source has told, or an import, the name and the point stay; it gets the other names.

    GeoNames goes before OCHA's tables, so that loading one after the other changes nothing back and forth.
    """
    if row is None:
        return place
    if place.is_estimate and row.lat is not None:
        place = replace(place, point=None, radius_km=None)
    if row.geonames_id and row.geonames_id == place.geonames_id:
        return place
    if row.pcode and row.pcode == place.pcode and not row.geonames_id:
        return place
    names = once_each((place_name(place.name), *place.names), row.name)
    return replace(
        place,
        name=row.name,
        names=names,
        point=place.point if row.lat is None else None,
        radius_km=place.radius_km if row.radius_km is None else None,
    )


def _add_names(names: Mapping[Location, Sequence[PlaceName]], progress: Progress, country: str) -> int:
    """Only those that are missing are sent: the database would count a refused row as work all the same."""
    existing: dict[int, set[tuple[str, str]]] = defaultdict(set)
    held = LocationName.objects.filter(location__in=[row.pk for row in names])
    for pk, text, language in held.values_list("location_id", "name", "language"):
        existing[pk].add((text, language))
    missing = [
        LocationName(location=row, name=name.text, language=name.language, script=name.script)
        for row, own in names.items()
        for name in own
        if (name.text, name.language) not in existing[row.pk]
    ]
    for start in range(0, len(missing), _NAMES_AT_ONCE):
        LocationName.objects.bulk_create(missing[start : start + _NAMES_AT_ONCE], batch_size=2000)
        if len(missing) > _NAMES_AT_ONCE:
            progress(f"{country}: {min(start + _NAMES_AT_ONCE, len(missing))} of {len(missing)} names added")
    return len(missing)


def _rows_of(country: str, places: Sequence[GazetteerPlace]) -> dict[str, Location]:
    """The rows that the places were made into before, by key."""
    by_number = {place.geonames_id: place.key for place in places if place.geonames_id}
    by_pcode = {place.pcode: place.key for place in places if place.pcode}
    by_code = {place.key: place.key for place in places if place.type == LocationType.ADMIN1}
    rows = {
        by_number[row.geonames_id]: row
        for row in Location.objects.filter(geonames_id__in=by_number)
        if row.geonames_id is not None
    }
    for row in Location.objects.filter(country=country, pcode__in=by_pcode):
        rows.setdefault(by_pcode[row.pcode], row)
    named = ExternalId.objects.filter(scheme="geonames-admin1", value__in=by_code, location__isnull=False)
    for code in named.select_related("location"):
        if code.location is not None:
            rows.setdefault(by_code[code.value], code.location)
    return rows
