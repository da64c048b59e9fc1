"""Statements of coverage, from the desk's tables to public documents."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from incidents.models import Coverage, Location
from incidents.record import document as d

from .actor import LANGUAGE
from .conversion import iso_date
from .gazetteer import Gazetteer
from .identifiers import PROVISIONAL, Identifiers, url_of
from .other_names import names_of_places, names_of_sources


@dataclass
class CoverageBatch:
    """A batch of statements with their areas and sources."""

    rows: list[Coverage]
    gazetteer: Gazetteer

    @classmethod
    def load(cls, pks: Collection[int]) -> CoverageBatch:
        parts = ("areas", "monitored__source")
        rows = list(Coverage.objects.filter(pk__in=pks).prefetch_related(*parts).order_by("pk"))
        return cls(rows, Gazetteer.load({area.location_id for row in rows for area in row.areas.all()}))

    def identifiers(self) -> Identifiers:
        ids = Identifiers()
        ids.learn("coverage", {row.pk: row.public_id for row in self.rows})
        ids.learn("location", {pk: place.public_id for pk, place in self.gazetteer.rows.items()})
        for row in self.rows:
            sources = (monitored.source for monitored in row.monitored.all())
            ids.learn("source", {source.pk: source.public_id for source in sources})
        return ids

    def compile(self, ids: Identifiers) -> dict[int, d.CoverageDocument]:
        return {row.pk: self._document(row, ids) for row in self.rows}

    def _document(self, coverage: Coverage, ids: Identifiers) -> d.CoverageDocument:
        public_id = ids.of("coverage", coverage.pk)
        return d.CoverageDocument(
            id=public_id,
            format=d.COVERAGE_FORMAT,
            edition=PROVISIONAL,
            url=url_of("coverage", public_id),
            name=coverage.name,
            description=_text(coverage.description),
            areas=list(self._areas(coverage, ids)),
            since=coverage.since.isoformat(),
            until=iso_date(coverage.until),
            coded_until=iso_date(coverage.coded_until),
            event_types=sorted(set(coverage.event_types)),
            languages=coverage.languages,
            sources=[
                ids.ref("source", monitored.source_id, monitored.source.name)
                for monitored in coverage.monitored.all()
                if not monitored.source.confidential
            ],
            backlog=_text(coverage.backlog),
            other_names=list(self._names(coverage, ids)),
        )

    def _areas(self, coverage: Coverage, ids: Identifiers) -> Iterator[d.CoveredArea]:
        for location in self._covered(coverage):
            yield d.CoveredArea(
                location=ids.ref("location", location.pk, location.name),
                type=location.type,
                country=location.country,
                within=self.gazetteer.areas(location, ids),
            )

    def _covered(self, coverage: Coverage) -> Iterator[Location]:
        """A restricted place is left out: the place around it is larger than what is monitored."""
        for area in coverage.areas.all():
            location = self.gazetteer.shown(area.location_id)
            if location is not None and location.pk == area.location_id:
                yield location

    def _names(self, coverage: Coverage, ids: Identifiers) -> Iterator[d.OtherNames]:
        """Of its areas, of what they lie in, and of its sources."""
        covered = list(self._covered(coverage))
        around = (above for location in covered for above in self.gazetteer.within(location))
        yield from names_of_places((*covered, *around), ids, self.gazetteer)
        yield from names_of_sources((monitored.source for monitored in coverage.monitored.all()), ids)


def _text(text: str) -> d.Text:
    return {LANGUAGE: text} if text else {}
