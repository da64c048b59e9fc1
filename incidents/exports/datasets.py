"""Whose rows are among ours, on what terms, and how their makers want to be cited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.conf import settings
from django.db.models import Min, QuerySet

from ..codebook import Licence
from ..record import document as d
from ..record.models import Entry
from ..record.states import ALIAS, State

SPDX = {
    Licence.CC_BY.value: "CC-BY-4.0",
    Licence.CC0.value: "CC0-1.0",
    Licence.ODBL.value: "ODbL-1.0",
}


@dataclass(frozen=True, order=True)
class SourceDataset:
    """A dataset that rows were taken from. ``licence`` is an SPDX identifier."""

    name: str
    version: str
    title: str
    licence: str
    citation: str

    @property
    def text(self) -> str:
        """``UCDP Georeferenced Event Dataset 19.1 (CC-BY-4.0). Sundberg, Ralph and …``"""
        name = f"{self.title or self.name} {self.version}".strip()
        return f"{name} ({self.licence}). {self.citation}".strip()


@dataclass(frozen=True)
class Terms:
    """A licence, and where it is written."""

    spdx: str

    @property
    def address(self) -> str:
        return f"https://spdx.org/licenses/{self.spdx}.html"


def own_terms() -> Terms:
    """Of what this site codes itself."""
    return Terms(settings.DATA_LICENCE)


def datasets_of(state: State) -> list[SourceDataset]:
    """Of everything in that state, by name and version."""
    return datasets_among(Entry.objects.using(ALIAS).at(state.sequence))


def datasets_among(entries: QuerySet[Entry]) -> list[SourceDataset]:
    """By name and version: one query over the rows of the entries, and one for a document of each dataset."""
    kinds = entries.order_by().filter(row__dataset__isnull=False)
    versions = kinds.values("row__dataset", "row__dataset_version", "row__licence")
    examples = [row["example"] for row in versions.annotate(example=Min("pk"))]
    bodies = Entry.objects.using(ALIAS).filter(pk__in=examples).values_list("edition__body", flat=True)
    documents = (cast(d.IncidentDocument, d.decode(body)) for body in bodies if body)
    return sorted({dataset_of(document.origin) for document in documents if document.origin})


def dataset_of(origin: d.Provenance) -> SourceDataset:
    return SourceDataset(
        name=origin.dataset,
        version=origin.version,
        title=origin.title,
        licence=SPDX.get(origin.licence, origin.licence),
        citation=origin.citation,
    )


def all_terms(datasets: list[SourceDataset]) -> list[Terms]:
    """Ours first, then those of the datasets; each once."""
    names = [own_terms().spdx, *(dataset.licence for dataset in datasets)]
    return [Terms(name) for name in dict.fromkeys(names)]
