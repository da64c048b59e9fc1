"""Rows of earlier imports coded anew, from the words in which they are kept, after the importer has learnt better.

The dataset says what it said: what is public gets a refreshed edition with a public note, never a correction. What
somebody has edited or adopted on the desk stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from incidents.codebook import Licence
from incidents.editorial.refusal import Refused
from incidents.models import Dataset, DatasetRow, ImportRun

from .acled.coder import Acled
from .engine.coded import Coder
from .engine.running import ImportOptions, ImportResult, Progress, run
from .files.sources import RowSource, SourceRow
from .ged.coder import Ged
from .spreadsheet.coder import MappedSheet
from .spreadsheet.saved import saved_mapping

Started = Callable[[Dataset, int], Progress]
"""Told which version is next and how many rows it has; returns what its progress is told to."""


def recode(key: str, options: ImportOptions, started: Started) -> Iterator[tuple[Dataset, ImportResult]]:
    """Code the rows of every version that incidents follow, one run for each. Raises ``Refused``."""
    datasets = [dataset for dataset in Dataset.objects.filter(key=key).order_by("pk") if _followed(dataset)]
    if not datasets:
        raise Refused.because(
            _("No incident follows a dataset “%(key)s”.") % {"key": key},
            _("The short name stands in each record as its dataset, such as ucdp-ged."),
        )
    coders = [(dataset, *_coder(dataset)) for dataset in datasets]
    for dataset, source, coder in coders:
        publishes = coder.about.licence != Licence.RESTRICTED
        progress = started(dataset, source.total or 0)
        yield dataset, run(source, coder, replace(options, publish=publishes, recoding=True), progress)


def _followed(dataset: Dataset) -> int:
    return _rows(dataset).count()


def _rows(dataset: Dataset) -> QuerySet[DatasetRow]:
    """Rows that incidents were made from and still follow; what was taken over by another version is that one's."""
    return DatasetRow.objects.filter(dataset=dataset, incident__origin_row=F("pk")).order_by("pk")


def _coder(dataset: Dataset) -> tuple[RowSource, Coder]:
    heading = tuple(_rows(dataset).values_list("verbatim", flat=True)[0])
    source = RowSource(
        _("rows kept of %(dataset)s") % {"dataset": dataset}, heading, _followed(dataset), _reader(dataset)
    )
    last = ImportRun.objects.filter(dataset=dataset, undone_at=None).order_by("-pk").first()
    match last.importer if last else "":
        case Ged.name:
            ged = Ged(dataset.version, heading)
            ged.learn(row.columns for row in source.rows())
            return source, ged
        case Acled.name:
            return source, Acled(dataset.version, heading)
        case _:
            mapping = saved_mapping(last.pk) if last else None
            if mapping is None:
                raise Refused.because(
                    _("The mapping with which %(dataset)s was imported is not kept here.")
                    % {"dataset": dataset},
                    _("Import its file again with the mapping."),
                )
            return source, MappedSheet(mapping, heading)


def _reader(dataset: Dataset) -> Callable[[], Iterator[SourceRow]]:
    def rows() -> Iterator[SourceRow]:
        verbatim = _rows(dataset).values_list("verbatim", flat=True).iterator(chunk_size=2000)
        for line, columns in enumerate(verbatim, 1):
            yield SourceRow(line, columns)

    return rows
