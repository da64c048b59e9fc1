"""Episodes, from the desk's tables to public documents."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from incidents.models import Episode
from incidents.record import document as d

from .conversion import codes, occurred_of, texts
from .directory import Voices
from .gazetteer import Gazetteer
from .identifiers import PROVISIONAL, Identifiers, url_of
from .related import in_force
from .reports import report_refs

_PARTS = ("translations", "episode_actors", "episode_locations", "citations__report", "external_ids")


@dataclass
class Episodes:
    """A batch of episodes with everything that their documents are made of."""

    rows: list[Episode]
    voices: Voices
    gazetteer: Gazetteer

    @classmethod
    def load(cls, pks: Collection[int]) -> Episodes:
        rows = list(Episode.objects.filter(pk__in=pks).prefetch_related(*_PARTS).order_by("pk"))
        return cls(
            rows=rows,
            voices=Voices.load(
                actors={one.actor_id for row in rows for one in row.episode_actors.all()},
                sources={one.report.source_id for row in rows for one in row.citations.all()},
            ),
            gazetteer=Gazetteer.load(
                {one.location_id for row in rows for one in row.episode_locations.all()}
            ),
        )

    def identifiers(self) -> Identifiers:
        ids = Identifiers()
        ids.learn("actor", {pk: one.public_id for pk, one in self.voices.actors.items()})
        ids.learn("source", {pk: one.public_id for pk, one in self.voices.sources.items()})
        ids.learn("location", {pk: one.public_id for pk, one in self.gazetteer.rows.items()})
        ids.learn("episode", {one.pk: one.public_id for one in self.rows if in_force(one)})
        return ids

    def compile(self, ids: Identifiers) -> dict[int, d.EpisodeDocument]:
        return {episode.pk: self._document(episode, ids) for episode in self.rows}

    def _document(self, episode: Episode, ids: Identifiers) -> d.EpisodeDocument:
        public_id = ids.of("episode", episode.pk)
        reports = (citation.report for citation in episode.citations.all())
        return d.EpisodeDocument(
            id=public_id,
            format=d.EPISODE_FORMAT,
            edition=PROVISIONAL,
            url=url_of("episode", public_id),
            kind=episode.kind,
            title=texts(episode, "title"),
            summary=texts(episode, "summary"),
            occurred=occurred_of(episode),
            actors=[self.voices.actor_ref(one.actor_id, ids) for one in episode.episode_actors.all()],
            locations=self._locations(episode, ids),
            reports=report_refs(reports, self.voices, ids),
            external_ids=codes(episode.external_ids.all()),
        )

    def _locations(self, episode: Episode, ids: Identifiers) -> list[d.Ref]:
        refs = [self.gazetteer.ref_to(one.location_id, ids) for one in episode.episode_locations.all()]
        return list({(ref.id, ref.name): ref for ref in refs if ref}.values())
