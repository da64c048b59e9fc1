"""Sources, from the desk's tables to public documents. A confidential source never gets here."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from incidents.codebook import NameKind, Script
from incidents.models import Source
from incidents.record import document as d
from incidents.scripts import script_of

from .conversion import or_none, period
from .identifiers import PROVISIONAL, Identifiers, url_of


@dataclass
class SourceBatch:
    """A batch of sources with their affiliations to actors."""

    rows: list[Source]

    @classmethod
    def load(cls, pks: Collection[int]) -> SourceBatch:
        rows = Source.objects.filter(pk__in=pks, confidential=False).order_by("pk")
        return cls(list(rows.prefetch_related("affiliations__actor", "affiliations__according_to")))

    def identifiers(self) -> Identifiers:
        ids = Identifiers()
        for source in self.rows:
            ids.learn("source", {source.pk: source.public_id})
            for affiliation in source.affiliations.all():
                ids.learn("actor", {affiliation.actor_id: affiliation.actor.public_id})
                if teller := affiliation.according_to:
                    ids.learn("source", {teller.pk: teller.public_id})
        return ids

    def compile(self, ids: Identifiers) -> dict[int, d.SourceDocument]:
        return {source.pk: self._document(source, ids) for source in self.rows}

    def _document(self, source: Source, ids: Identifiers) -> d.SourceDocument:
        public_id = ids.of("source", source.pk)
        return d.SourceDocument(
            id=public_id,
            format=d.SOURCE_FORMAT,
            edition=PROVISIONAL,
            url=url_of("source", public_id),
            name=source.name,
            kind=source.kind,
            country=or_none(source.country),
            languages=source.languages,
            website=or_none(source.website),
            names=[
                d.Name(
                    text=alias,
                    language=None,
                    script=(script_of(alias) or Script.OTHER).value,
                    kind=NameKind.ALIAS.value,
                )
                for alias in source.aliases
            ],
            affiliations=list(_affiliations(source, ids)),
        )


def _affiliations(source: Source, ids: Identifiers) -> Iterator[d.SourceAffiliationPart]:
    """Affiliations to public actors; on whose word, if that source is public too."""
    for affiliation in source.affiliations.all():
        if ids.has("actor", affiliation.actor_id):
            teller = affiliation.according_to
            named = teller is not None and not teller.confidential and ids.has("source", teller.pk)
            yield d.SourceAffiliationPart(
                kind=affiliation.kind,
                actor=ids.ref("actor", affiliation.actor_id, affiliation.actor.name),
                period=period(affiliation.start, affiliation.end),
                certainty=affiliation.certainty,
                according_to=teller.name if teller is not None and named else None,
            )
