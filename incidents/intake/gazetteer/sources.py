"""Loading of countries from whatever files are given of them, in an order that none of them undoes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from incidents.models import Location

from .cod_ab import read_tables
from .files import FileKind, GazetteerFile, open_files
from .geonames_files import read_country_file, read_names_file
from .loading import LoadResult, load_country, load_names, load_places
from .places import GazetteerPlace, Progress, UnreadableGazetteer

RowT = TypeVar("RowT")

_TOLD_EVERY = 1_000_000
"""Lines. The names of the whole world are 17 million."""


def load_sources(
    codes: Sequence[str], paths: Sequence[Path], coverage: Sequence[str], progress: Progress
) -> Iterator[LoadResult]:
    """Load countries, each result as soon as it is there: files of GeoNames, then of boundaries, then of names.

    ``codes`` narrow files of several countries to these. Names are of the countries of the other files, else of
    ``coverage``. A country of which no file of GeoNames is given is first loaded from the package.
    Raises ``NoSuchCountry`` and ``UnreadableGazetteer``.
    """
    files = [file for path in paths for file in open_files(path)]
    loaded: set[str] = set()
    for kind in (FileKind.GEONAMES_COUNTRY, FileKind.BOUNDARIES):
        for country, places in _read(
            [file for file in files if file.kind == kind], kind, codes, progress
        ).items():
            if kind == FileKind.BOUNDARIES and country not in loaded:
                yield from _load_unless_there(country, progress)
            yield load_places(country, places, progress=progress)
            loaded.add(country)
    for country in codes:
        if country not in loaded:
            yield load_country(country, progress=progress)
            loaded.add(country)
    for file in files:
        if file.kind == FileKind.GEONAMES_NAMES:
            yield from _load_names(file, sorted(loaded) or coverage, progress)


def _read(
    files: Sequence[GazetteerFile], kind: FileKind, codes: Sequence[str], progress: Progress
) -> dict[str, list[GazetteerPlace]]:
    """Places of several files together, since a file may have one level of divisions only."""
    places: dict[str, dict[str, GazetteerPlace]] = {}
    for file in files:
        progress(f"Reading {file.name}")
        if kind == FileKind.GEONAMES_COUNTRY:
            with closing(file.lines()) as lines:
                read = read_country_file(_counted(lines, file.name, progress), file.name)
        else:
            read = read_tables(file.rows(), file.name)
        chosen = {country: rows for country, rows in read.items() if not codes or country in codes}
        if not chosen:
            raise UnreadableGazetteer(
                f"{file.name} has places of {', '.join(sorted(read)[:10])}, and none of {', '.join(codes)}."
            )
        for country, rows in chosen.items():
            of_country = places.setdefault(country, {})
            for place in rows:
                of_country[place.key] = _fuller(place, of_country.get(place.key))
    return {country: list(rows.values()) for country, rows in places.items()}


def _fuller(place: GazetteerPlace, other: GazetteerPlace | None) -> GazetteerPlace:
    """A table of a lower level names the divisions above, without their points."""
    return other if other is not None and place.point is None else place


def _load_unless_there(country: str, progress: Progress) -> Iterator[LoadResult]:
    if not Location.objects.filter(country=country, geonames_id__isnull=False).exists():
        yield load_country(country, progress=progress)


def _load_names(file: GazetteerFile, countries: Sequence[str], progress: Progress) -> Iterator[LoadResult]:
    for country in countries:
        yield from _load_unless_there(country, progress)
    rows = Location.objects.filter(country__in=countries, geonames_id__isnull=False)
    by_number = {number: country for number, country in rows.values_list("geonames_id", "country") if number}
    progress(f"Reading {file.name}")
    with closing(file.lines()) as lines:
        names = read_names_file(_counted(lines, file.name, progress), by_number)
    for country in countries:
        own = {number: texts for number, texts in names.items() if by_number[number] == country}
        yield load_names(country, own, progress=progress)


def _counted(lines: Iterable[RowT], name: str, progress: Progress) -> Iterator[RowT]:
    for number, line in enumerate(lines, 1):
        if number % _TOLD_EVERY == 0:
            progress(f"{name}: {number:,} lines read")
        yield line
