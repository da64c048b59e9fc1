"""Whose rows a release holds besides our own, on what terms, and how their makers want to be cited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.conf import settings
from django.db.models import Min

from ...codebook import Licence
from ...record import document as d
from ...record.models import Entry, Row
from ...record.states import ALIAS, State

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
    """By name and version: one query over the rows, and one for a document of each."""
    in_force = Row.objects.using(ALIAS).filter(
        entry__edition__lte=state.sequence, entry__until__gt=state.sequence, dataset__isnull=False
    )
    kinds = in_force.order_by().values("dataset", "dataset_version", "licence")
    examples = [row["example"] for row in kinds.annotate(example=Min("entry"))]
    bodies = Entry.objects.using(ALIAS).filter(pk__in=examples).values_list("edition__body", flat=True)
    return sorted({_dataset(body) for body in bodies if body})


def all_terms(datasets: list[SourceDataset]) -> list[Terms]:
    """Ours first, then those of the datasets; each once."""
    names = [own_terms().spdx, *(dataset.licence for dataset in datasets)]
    return [Terms(name) for name in dict.fromkeys(names)]


def _dataset(body: str) -> SourceDataset:
    origin = cast(d.IncidentDocument, d.decode(body)).origin
    assert origin is not None  # noqa: S101 - its row has a dataset
    return SourceDataset(
        name=origin.dataset,
        version=origin.version,
        title=origin.title,
        licence=SPDX.get(origin.licence, origin.licence),
        citation=origin.citation,
    )
