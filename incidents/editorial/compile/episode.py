"""Episodes, from the desk's tables to public documents."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from incidents.models import Episode
from incidents.record import document as d

from ..subjects import in_force
from .conversion import codes, occurred_of, texts
from .directory import Directory
from .gazetteer import Gazetteer
from .identifiers import PROVISIONAL, Identifiers, url_of
from .other_names import names_of_actors, names_of_places, names_of_sources
from .reports import report_refs

_PARTS = ("translations", "episode_actors", "episode_locations", "citations__report", "external_ids")


@dataclass
class EpisodeBatch:
    """A batch of episodes with everything that their documents are made of."""

    rows: list[Episode]
    directory: Directory
    gazetteer: Gazetteer

    @classmethod
    def load(cls, pks: Collection[int]) -> EpisodeBatch:
        rows = list(Episode.objects.filter(pk__in=pks).prefetch_related(*_PARTS).order_by("pk"))
        return cls(
            rows=rows,
            directory=Directory.load(
                actors={part.actor_id for row in rows for part in row.episode_actors.all()},
                sources={citation.report.source_id for row in rows for citation in row.citations.all()},
            ),
            gazetteer=Gazetteer.load(
                {place.location_id for row in rows for place in row.episode_locations.all()}
            ),
        )

    def identifiers(self) -> Identifiers:
        ids = Identifiers()
        ids.learn("actor", {pk: actor.public_id for pk, actor in self.directory.actors.items()})
        ids.learn("source", {pk: source.public_id for pk, source in self.directory.sources.items()})
        ids.learn("location", {pk: place.public_id for pk, place in self.gazetteer.rows.items()})
        ids.learn("episode", {row.pk: row.public_id for row in self.rows if in_force(row)})
        return ids

    def compile(self, ids: Identifiers) -> dict[int, d.EpisodeDocument]:
        return {episode.pk: self._document(episode, ids) for episode in self.rows}

    def _document(self, episode: Episode, ids: Identifiers) -> d.EpisodeDocument:
        public_id = ids.of("episode", episode.pk)
        reports = ((citation.report, d.DESK) for citation in episode.citations.all())
        places = (self.gazetteer.ref_to(row.location_id, ids) for row in episode.episode_locations.all())
        return d.EpisodeDocument(
            id=public_id,
            format=d.EPISODE_FORMAT,
            edition=PROVISIONAL,
            url=url_of("episode", public_id),
            kind=episode.kind,
            title=texts(episode, "title"),
            summary=texts(episode, "summary"),
            occurred=occurred_of(episode),
            actors=[self.directory.actor_ref(row.actor_id, ids) for row in episode.episode_actors.all()],
            locations=list({(place.id, place.name): place for place in places if place}.values()),
            reports=report_refs(reports, self.directory, ids),
            external_ids=codes(episode.external_ids.all()),
            other_names=list(self._names(episode, ids)),
        )

    def _names(self, episode: Episode, ids: Identifiers) -> Iterator[d.OtherNames]:
        """Of its actors, of its places and what they lie in, and of the sources of its reports."""
        gazetteer, directory = self.gazetteer, self.directory
        shown = [gazetteer.shown(row.location_id) for row in episode.episode_locations.all()]
        places = [place for place in shown if place is not None]
        around = (above for place in places for above in gazetteer.within(place))
        reports = (citation.report for citation in episode.citations.all())
        sources = (
            directory.sources[report.source_id]
            for report in reports
            if not directory.is_withheld(report.source_id)
        )
        yield from names_of_actors((row.actor_id for row in episode.episode_actors.all()), ids, directory)
        yield from names_of_places((*places, *around), ids, gazetteer)
        yield from names_of_sources(sources, ids)
