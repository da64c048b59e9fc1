from __future__ import annotations

import re
from typing import Any

from django.core.management.base import CommandError, CommandParser

from incidents.intake.imports.engine.coded import Coder, Rejected
from incidents.intake.imports.files.sources import RowSource
from incidents.intake.imports.ged.coder import Ged
from incidents.management.importing import ImportCommand, add_source_arguments

_IN_A_NAME = re.compile(
    r"ged(?:event)?s?[-_ ]?v?[-_ ]?(?P<year>\d\d)[-_.]?(?P<release>\d)(?:[-_.](?P<month>\d{1,2}))?(?!\d)",
    re.I,
)
"""ged211, GEDEvent_v24_1, and those of candidate events: GEDEvent_v24_0_10."""


class Command(ImportCommand):
    help = (
        "Import UCDP GED events: a CSV file or workbook, plain, gzipped or zipped as distributed, GeoJSON, or the "
        "address of the service (its pages are followed). Run again, it takes in only what changed; killed, it goes "
        "on where it was."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        add_source_arguments(parser)
        parser.add_argument(
            "--dataset-version",
            metavar="VERSION",
            help="the version of the dataset, such as 21.1; unless given, read from a name such as "
            "GEDEvent_v21_1.csv or ged211-csv.zip",
        )

    def coder(self, source: RowSource, options: dict[str, Any]) -> Coder:
        version = options["dataset_version"] or version_in(source)
        try:
            coder = Ged(version, source.heading, options["order"])
        except Rejected as problem:
            raise CommandError(str(problem)) from problem
        if not source.name.startswith("http"):  # a service would have to send every page twice
            coder.learn(row.columns for row in source.rows())
        return coder


def version_in(source: RowSource) -> str:
    """The version of the dataset, from the name of the file, that of GeoJSON, or the address of the service.

    Raises ``CommandError`` where none of them says it.
    """
    for name in (source.name.rsplit("/", 1)[-1], source.title):
        if match := _IN_A_NAME.search(name):
            return ".".join(filter(None, match.groups()))
    for name, pattern in (
        (source.name, r"gedevents/(\d+(?:\.\d+)+)"),
        (source.title, r"\b(\d\d(?:\.\d{1,2}){1,2})\b"),
    ):
        if match := re.search(pattern, name):
            return match[1]
    raise CommandError("Which version of the dataset is it? Say so with --dataset-version, such as 21.1.")
