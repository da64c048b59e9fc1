"""Incidents, from the desk's tables to public documents: loaded set by set, compiled without a query."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from incidents.models import CODED_FIELDS, Episode, Incident, Report
from incidents.record import document as d

from ..subjects import in_force
from .assessments import figures, grades
from .claims import ClaimParts, Context, claims
from .conversion import codes, occurred_of, texts
from .directory import Directory
from .gazetteer import Gazetteer
from .identifiers import PROVISIONAL, Identifiers, url_of
from .incident_rows import incident_rows
from .independence import independence
from .origin import dataset_of, origin, reviewed
from .other_names import names_in_incident
from .participants import participants
from .persons import hidden_among, persons
from .places import places
from .references import ReferencedKeys
from .related import RelatedDocuments, episode_refs, related_incidents
from .relations import DateRange
from .reports import report_refs
from .titles import titles


@dataclass
class IncidentBatch:
    """A batch of incidents with everything that their documents are made of."""

    rows: list[Incident]
    parts: ClaimParts
    directory: Directory
    gazetteer: Gazetteer
    related: RelatedDocuments
    hidden: set[int] = field(default_factory=set)

    @classmethod
    def load(cls, pks: Collection[int]) -> IncidentBatch:
        """The same number of queries for one incident as for two thousand."""
        rows = incident_rows(pks)
        parts = ClaimParts.load(pks)
        compiled, keys = {_subject(row) for row in rows}, ReferencedKeys.of(rows, parts)
        return cls(
            rows=rows,
            parts=parts,
            directory=Directory.load(actors=keys.actors, sources=keys.sources),
            gazetteer=Gazetteer.load(keys.locations),
            related=RelatedDocuments.load(row for row in _narratives(rows) if _subject(row) not in compiled),
            hidden=hidden_among(keys.persons) if keys.persons else set(),
        )

    def identifiers(self) -> Identifiers:
        """What is public already of all that the batch may name."""
        ids = Identifiers()
        ids.learn("actor", {pk: actor.public_id for pk, actor in self.directory.actors.items()})
        ids.learn("source", {pk: source.public_id for pk, source in self.directory.sources.items()})
        ids.learn("location", {pk: place.public_id for pk, place in self.gazetteer.rows.items()})
        for row in _narratives(self.rows):
            if in_force(row):
                ids.learn(row._meta.model_name or "", {row.pk: row.public_id})
        return ids

    def compile(self, ids: Identifiers) -> dict[int, d.IncidentDocument]:
        """The documents by primary key, without the numbers of their editions."""
        return {incident.pk: self._document(incident, ids) for incident in self.rows}

    def _document(self, incident: Incident, ids: Identifiers) -> d.IncidentDocument:
        entered = sorted(incident.claims.all(), key=lambda claim: claim.pk)
        shown = {claim.pk: claim for claim in entered if not self.directory.left_out(claim)}
        when = DateRange(incident.occurred_earliest, incident.occurred_latest)
        context = Context(
            incident, when, shown, self.parts, self.directory, self.gazetteer, ids, dataset_of(incident)
        )
        reports = list(_reports(context))
        public_id = ids.of("incident", incident.pk)
        return d.IncidentDocument(
            id=public_id,
            format=d.INCIDENT_FORMAT,
            edition=PROVISIONAL,
            url=url_of("incident", public_id),
            origin=origin(context),
            reviewed=reviewed(incident),
            by=d.Voices(
                **{name: context.whose(coded=name in incident.coded_fields) for name in CODED_FIELDS}
            ),
            extent=incident.extent,
            title=titles(context),
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
            reports=report_refs(reports, self.directory, ids),
            episodes=episode_refs(incident.memberships.all(), self.related, ids),
            related=related_incidents(incident, self.related, ids),
            persons=persons(context, self.hidden),
            tags=sorted(incident.tags),
            external_ids=codes(incident.external_ids.all()),
            other_names=names_in_incident(context, [report for report, _by in reports]),
        )


def _reports(context: Context) -> Iterator[tuple[Report, str]]:
    """Reports with ``by``: those that were read here, and those that a dataset lists or says it took a claim from."""
    citations = context.incident.citations.all()
    listed = {citation.report_id for citation in citations if citation.coded}
    for citation in citations:
        # What a dataset lists has not been read here by its being adopted.
        yield citation.report, context.dataset if citation.coded else d.DESK
    for claim in context.incident.claims.all():
        if claim.report and claim.report_id not in listed:
            yield claim.report, d.DESK


def _subject(row: Incident | Episode) -> tuple[str, int]:
    return row._meta.model_name or "", row.pk


def _narratives(rows: list[Incident]) -> Iterator[Incident | Episode]:
    """The incidents and all that they are linked with or belong to."""
    for incident in rows:
        yield incident
        yield from (link.other for link in incident.links.all())
        yield from (link.incident for link in incident.links_from_others.all())
        yield from (membership.episode for membership in incident.memberships.all())
