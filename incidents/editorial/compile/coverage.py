"""Statements of coverage, from the desk's tables to public documents."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from incidents.models import Coverage
from incidents.record import document as d

from .actor import LANGUAGE
from .conversion import day
from .gazetteer import Gazetteer
from .identifiers import PROVISIONAL, Identifiers, url_of


@dataclass
class Coverages:
    """A batch of statements with their areas and sources."""

    rows: list[Coverage]
    gazetteer: Gazetteer

    @classmethod
    def load(cls, pks: Collection[int]) -> Coverages:
        parts = ("areas", "monitored__source")
        rows = list(Coverage.objects.filter(pk__in=pks).prefetch_related(*parts).order_by("pk"))
        return cls(rows, Gazetteer.load({one.location_id for row in rows for one in row.areas.all()}))

    def identifiers(self) -> Identifiers:
        ids = Identifiers()
        ids.learn("coverage", {one.pk: one.public_id for one in self.rows})
        ids.learn("location", {pk: one.public_id for pk, one in self.gazetteer.rows.items()})
        for row in self.rows:
            ids.learn("source", {one.source_id: one.source.public_id for one in row.monitored.all()})
        return ids

    def compile(self, ids: Identifiers) -> dict[int, d.CoverageDocument]:
        return {one.pk: self._document(one, ids) for one in self.rows}

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
            until=day(coverage.until),
            coded_until=day(coverage.coded_until),
            event_types=sorted(set(coverage.event_types)),
            languages=coverage.languages,
            sources=[
                ids.ref("source", one.source_id, one.source.name)
                for one in coverage.monitored.all()
                if not one.source.confidential
            ],
            backlog=_text(coverage.backlog),
        )

    def _areas(self, coverage: Coverage, ids: Identifiers) -> Iterator[d.CoveredArea]:
        """A restricted place is left out: the place around it is larger than what is monitored."""
        for one in coverage.areas.all():
            location = self.gazetteer.shown(one.location_id)
            if location is not None and location.pk == one.location_id:
                yield d.CoveredArea(
                    location=ids.ref("location", location.pk, location.name),
                    type=location.type,
                    country=location.country,
                    within=self.gazetteer.areas(location, ids),
                )


def _text(text: str) -> d.Text:
    return {LANGUAGE: text} if text else {}
