"""``/api/v1/cite/``: a filter as a reference, for papers and for programs that write them."""

from __future__ import annotations

import msgspec
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy
from rest_framework.request import Request

from ..api.shapes import Shape
from ..api.views import RecordView
from ..record.filters.grammar import fields_of
from ..record.filters.values import Field
from ..record.subjects import Subject
from .citing import QueryCitation, cite, cited_query

COST = 10
"""Units: every row that is found is counted and hashed."""

DIGEST_OF = "SHA-256 of one line for each row, id@edition and a line feed, sorted by id"


class WithheldRow(Shape, frozen=True):
    """A row that was cited and cannot be read any more."""

    id: str
    edition: int


class CitedDataset(Shape, frozen=True):
    """A dataset that some of the rows were taken from, to be cited too. ``licence`` is an SPDX identifier."""

    dataset: str
    version: str
    title: str
    licence: str
    citation: str


class CitedBefore(Shape, frozen=True):
    """What a citation says it found, and what became of it.

    ``withheld_since`` counts the rows that were withheld; ``withheld`` names them where the digest tells which.
    Where neither ``same`` nor that explains the difference, this is another record than the one that was cited.
    """

    rows: int
    digest: str
    same: bool
    withheld_since: int
    withheld: list[WithheldRow]


class CitedQuery(Shape, frozen=True):
    """A filter in a state that does not move, what it finds there, and how to cite that."""

    filters: dict[str, str]
    release: str | None
    sequence: int
    head: str
    rows: int
    digest: str
    digest_of: str
    datasets: list[CitedDataset]
    cited: CitedBefore | None
    url: str
    addresses: dict[str, str]
    text: str
    bibtex: str
    ris: str


class Cite(RecordView):
    """The same parameters as the list of incidents; with ``rows`` and ``digest`` it compares."""

    described_as = "cite"
    summary = gettext_lazy("Cite a filter, so that the same rows are found again")
    answer_shape = CitedQuery
    fields = fields_of(Subject.INCIDENT) | {
        "rows": Field(help_text=gettext_lazy("How many rows a citation gives; with digest, compare.")),
        "digest": Field(help_text=gettext_lazy("The digest of rows that a citation gives.")),
    }

    def cost(self, request: Request) -> int:
        return COST

    def get(self, request: Request) -> HttpResponseBase:
        query, cited = cited_query(request.query_params, at=self.newest)
        self.state = query.state
        return self.answer(request, lambda: msgspec.json.encode(shape_of(cite(query, cited))))


def shape_of(citation: QueryCitation) -> CitedQuery:
    reference = citation.reference
    return CitedQuery(
        filters=citation.filters,
        release=citation.release,
        sequence=citation.state.sequence,
        head=citation.state.digest.hex(),
        rows=citation.rows.number,
        digest=citation.rows.digest,
        digest_of=DIGEST_OF,
        datasets=[
            CitedDataset(
                dataset=dataset.name,
                version=dataset.version,
                title=dataset.title,
                licence=dataset.licence,
                citation=dataset.citation,
            )
            for dataset in citation.datasets
        ],
        cited=_before(citation),
        url=citation.permalink,
        addresses={
            "page": citation.address("/incidents/"),
            "incidents": citation.address("/api/v1/incidents/"),
            "csv": citation.address("/api/v1/incidents.csv"),
            "ndjson": citation.address("/api/v1/incidents.ndjson"),
        },
        text=reference.text,
        bibtex=reference.bibtex,
        ris=reference.ris,
    )


def _before(citation: QueryCitation) -> CitedBefore | None:
    comparison = citation.comparison
    if comparison is None:
        return None
    return CitedBefore(
        rows=comparison.cited.number,
        digest=comparison.cited.digest,
        same=comparison.same,
        withheld_since=comparison.missing,
        withheld=[
            WithheldRow(id=edition.public_id, edition=edition.number) for edition in comparison.withheld
        ],
    )
