"""Incidents, from the desk's tables to public documents: loaded set by set, compiled without a query."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from incidents.models import Claim, Dataset, Episode, Incident, Report
from incidents.record import document as d

from .assessments import figures, grades
from .claims import ClaimParts, Context, claims
from .conversion import codes, occurred_of, texts
from .directory import Voices
from .gazetteer import Gazetteer
from .identifiers import PROVISIONAL, Identifiers, url_of
from .incident_rows import incident_rows
from .independence import independence
from .participants import participants
from .persons import hidden_among, persons
from .places import places
from .references import Named
from .related import Neighbours, episode_refs, in_force, related
from .relations import When
from .reports import report_refs


@dataclass
class Incidents:
    """A batch of incidents with everything that their documents are made of."""

    rows: list[Incident]
    parts: ClaimParts
    voices: Voices
    gazetteer: Gazetteer
    neighbours: Neighbours
    hidden: set[int] = field(default_factory=set)

    @classmethod
    def load(cls, pks: Collection[int]) -> Incidents:
        """The same number of queries for one incident as for two thousand."""
        rows = incident_rows(pks)
        parts = ClaimParts.load(pks)
        compiled, named = {_subject(row) for row in rows}, Named.by(rows, parts)
        return cls(
            rows=rows,
            parts=parts,
            voices=Voices.load(actors=named.actors, sources=named.sources),
            gazetteer=Gazetteer.load(named.locations),
            neighbours=Neighbours.load(one for one in _told(rows) if _subject(one) not in compiled),
            hidden=hidden_among(named.persons) if named.persons else set(),
        )

    def identifiers(self) -> Identifiers:
        """What is public already of all that the batch may name."""
        ids = Identifiers()
        ids.learn("actor", {pk: one.public_id for pk, one in self.voices.actors.items()})
        ids.learn("source", {pk: one.public_id for pk, one in self.voices.sources.items()})
        ids.learn("location", {pk: one.public_id for pk, one in self.gazetteer.rows.items()})
        for told in _told(self.rows):
            if in_force(told):
                ids.learn(told._meta.model_name or "", {told.pk: told.public_id})
        return ids

    def compile(self, ids: Identifiers) -> dict[int, d.IncidentDocument]:
        """The documents by primary key, without the numbers of their editions."""
        return {incident.pk: self._document(incident, ids) for incident in self.rows}

    def _document(self, incident: Incident, ids: Identifiers) -> d.IncidentDocument:
        shown = {claim.pk: claim for claim in _claims(incident) if not self.voices.left_out(claim)}
        when = When(incident.occurred_earliest, incident.occurred_latest)
        context = Context(incident, when, shown, self.parts, self.voices, self.gazetteer, ids)
        public_id = ids.of("incident", incident.pk)
        return d.IncidentDocument(
            id=public_id,
            format=d.INCIDENT_FORMAT,
            edition=PROVISIONAL,
            url=url_of("incident", public_id),
            origin=_origin(incident),
            extent=incident.extent,
            title=texts(incident, "title"),
            summary=texts(incident, "summary"),
            event_type=incident.event_type,
            sub_event_type=incident.sub_event_type,
            civilian_harm=incident.civilian_harm,
            occurred=occurred_of(incident),
            locations=places(context),
            participants=participants(context),
            casualties=figures(context),
            claims=claims(context),
            grades=grades(context),
            independence=independence(context),
            reports=report_refs(_reports(incident), self.voices, ids),
            episodes=episode_refs(incident.memberships.all(), self.neighbours, ids),
            related=related(incident, self.neighbours, ids),
            persons=persons(context, self.hidden),
            tags=sorted(incident.tags),
            external_ids=codes(incident.external_ids.all()),
        )


def _origin(incident: Incident) -> d.Provenance | None:
    row = incident.origin_row
    if row is None:
        return None
    dataset: Dataset = row.dataset
    return d.Provenance(
        dataset=dataset.key,
        version=dataset.version,
        title=dataset.title,
        licence=incident.licence,
        citation=dataset.citation,
        row=row.key,
    )


def _claims(incident: Incident) -> list[Claim]:
    return sorted(incident.claims.all(), key=lambda claim: claim.pk)


def _reports(incident: Incident) -> Iterator[Report]:
    """Reports that were read, and any that carries a claim without having been listed."""
    yield from (citation.report for citation in incident.citations.all())
    yield from (claim.report for claim in incident.claims.all() if claim.report)


def _subject(told: Incident | Episode) -> tuple[str, int]:
    return told._meta.model_name or "", told.pk


def _told(rows: list[Incident]) -> Iterator[Incident | Episode]:
    """The incidents and all that they are linked with or belong to."""
    for incident in rows:
        yield incident
        yield from (link.other for link in incident.links.all())
        yield from (link.incident for link in incident.links_from_others.all())
        yield from (one.episode for one in incident.memberships.all())
