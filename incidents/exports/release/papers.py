"""What describes a bundle: for people, for citation managers, for registries of DOIs and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
from django.conf import settings

from ...record.instants import instant
from ...record.log.withheld import Withheld
from ...record.models.releases import Release
from ..datasets import SourceDataset, all_terms, own_terms
from . import packages
from .about import ABSTRACT, KEYWORDS, reference_of
from .manifest import TableFile, WrittenFile
from .shelf import ERRATA, HEAD, Errata, ErrataEntry
from .vocabularies import pretty

HOW_TO_VERIFY = (
    "head is the digest of the log after the edition with this sequence. Whoever follows /api/v1/changes/ from the "
    "beginning can compute it from the entries, in the way docs/record.md of the software describes; a copy of the "
    "log with another digest at this sequence is not the one this release was made from. SHA256SUMS has the digests "
    "of the files: sha256sum -c SHA256SUMS."
)


def files(
    release: Release,
    left_out: Sequence[Withheld],
    datasets: list[SourceDataset],
    tables: list[TableFile],
    written: Mapping[str, WrittenFile],
) -> Iterator[tuple[str, str]]:
    """Paths and texts. ``written`` are the files that are described."""
    yield ERRATA, pretty(msgspec.to_builtins(errata_of(release, left_out)))
    yield HEAD, pretty(_head(release))
    yield "CITATION.cff", _citation(release, datasets)
    yield "datacite.json", pretty(_datacite(release, datasets))
    yield "README.txt", _readme(release, datasets)
    yield "datapackage.json", pretty(packages.descriptor(release, datasets, tables, written))


def errata_of(release: Release, left_out: Sequence[Withheld]) -> Errata:
    entries = [
        ErrataEntry(subject=edition.subject, id=edition.public_id, edition=edition.number)
        for edition in left_out
    ]
    return Errata(release=release.name, withheld=entries)


def _head(release: Release) -> dict[str, Any]:
    return {
        "release": release.name,
        "note": release.note,
        "sequence": release.sequence,
        "head": bytes(release.digest).hex(),
        "issued_at": instant(release.issued_at),
        "epoch": str(release.epoch),
        "how_to_verify": HOW_TO_VERIFY,
    }


def _citation(release: Release, datasets: list[SourceDataset]) -> str:
    """CITATION.cff 1.2.0. Each value is written as JSON, which YAML 1.2 takes as it is."""
    reference = reference_of(release)
    keys: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": "If you use this dataset, please cite it as below, and the datasets it draws on.",
        "type": "dataset",
        "title": reference.title,
        "abstract": ABSTRACT,
        "authors": [{"name": reference.author}],
        "version": release.name,
        "date-released": reference.day.isoformat(),
        "license": own_terms().spdx,
        "url": reference.url,
        "keywords": list(KEYWORDS),
        "references": [_reference(dataset) for dataset in datasets],
    }
    return "".join(
        f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in keys.items() if value
    )


def _reference(dataset: SourceDataset) -> dict[str, Any]:
    title = dataset.title or dataset.name
    keys = {"type": "data", "title": title, "version": dataset.version, "notes": dataset.citation}
    return {key: value for key, value in keys.items() if value} | {"authors": [{"name": dataset.name}]}


def _datacite(release: Release, datasets: list[SourceDataset]) -> dict[str, Any]:
    """DataCite 4.5 in JSON, as its API takes it; whoever registers a DOI adds it."""
    reference = reference_of(release)
    notes = (
        [{"description": _sources(datasets), "descriptionType": "Other", "lang": "en"}] if datasets else []
    )
    return {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "url": reference.url,
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Dataset"},
        "creators": [{"name": reference.author, "nameType": "Organizational"}],
        "titles": [{"title": reference.title, "lang": "en"}],
        "publisher": {"name": settings.SITE_NAME},
        "publicationYear": str(reference.day.year),
        "version": release.name,
        "language": "en",
        "dates": [{"date": reference.day.isoformat(), "dateType": "Issued"}],
        "subjects": [{"subject": keyword} for keyword in KEYWORDS],
        "rightsList": [
            {
                "rights": terms.spdx,
                "rightsUri": terms.address,
                "rightsIdentifier": terms.spdx,
                "rightsIdentifierScheme": "SPDX",
                "schemeUri": "https://spdx.org/licenses/",
            }
            for terms in all_terms(datasets)
        ],
        "descriptions": [
            {"description": ABSTRACT, "descriptionType": "Abstract", "lang": "en"},
            *notes,
        ],
        "alternateIdentifiers": [{"alternateIdentifier": reference.url, "alternateIdentifierType": "URL"}],
    }


def _sources(datasets: list[SourceDataset]) -> str:
    return "Draws on: " + "; ".join(dataset.text for dataset in datasets)


def _readme(release: Release, datasets: list[SourceDataset]) -> str:
    reference = reference_of(release)
    note = f"\n{release.note}\n" if release.note else ""
    drawn = "".join(f"- {dataset.text}\n" for dataset in datasets) or "- none\n"
    return f"""{reference.title}, {reference.version}
{note}
{ABSTRACT}

Cite as: {reference.text}
The record as it was after edition {release.sequence} of its log, issued {instant(release.issued_at)}.
Digest of the log there: {bytes(release.digest).hex()}

FILES
incidents.csv        one row for each incident; datapackage.json says what each column means
claims.csv           one row for each claim: who says so, in which report, and how many
actors.csv, locations.csv, sources.csv, episodes.csv
                     one row for each; ids are the same everywhere
incidents.geojson    a feature for each place of an incident
parquet/             the rows of incidents.csv by country and year, for DuckDB, Spark, pandas and R
*.ndjson             the published documents themselves, whole, one on each line
schema/              JSON Schema of the documents, and of incidents.geojson
codebook.json, .csv  every code: label, definition, nearest code of ACLED and UCDP
datapackage.json     all of this for programs (Frictionless Data)
CITATION.cff, datacite.json
                     how to cite it
head.json            which state of the log this is, and how to check it
errata.json          what was taken out since, for somebody's safety
SHA256SUMS           check with: sha256sum -c SHA256SUMS

READING IT
Empty is unknown, 0 is none. low, best and high are a range; so are date_from and date_to, and radius_km around a
point. Series and aggregates (extent) sum up what may also be there singly: leave them out of counts. Words that a
spreadsheet would take for a formula begin with an apostrophe in the CSV files.

LICENCE
Our own coding: {own_terms().spdx} ({own_terms().address}).
Rows taken from other datasets keep their makers' licence (columns dataset, dataset_version, licence):
{drawn}
"""
