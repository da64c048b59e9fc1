from __future__ import annotations

import re
from typing import Any

from django.core.management.base import CommandError, CommandParser

from incidents.intake.imports.engine.coded import Coder, Rejected
from incidents.intake.imports.files.sources import RowSource
from incidents.intake.imports.ged.coder import Ged
from incidents.management.importing import ImportCommand, add_source_arguments

_IN_A_NAME = re.compile(r"ged[-_]?(\d\d)[-_.]?(\d)", re.I)


class Command(ImportCommand):
    help = (
        "Import UCDP GED events: a CSV file, plain, gzipped or zipped as distributed, or the address of the service "
        "(its pages are followed). Run again, it takes in only what changed; killed, it goes on where it was."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        add_source_arguments(parser)
        parser.add_argument(
            "--dataset-version",
            metavar="VERSION",
            help="the version of the dataset, such as 21.1; read from a name such as ged211.csv.zip unless given",
        )

    def coder(self, source: RowSource, options: dict[str, Any]) -> Coder:
        version = options["dataset_version"] or self._version_in(source.name)
        try:
            coder = Ged(version, source.heading, options["order"])
        except Rejected as problem:
            raise CommandError(str(problem)) from problem
        if not source.name.startswith("http"):  # a service would have to send every page twice
            coder.learn(row.columns for row in source.rows())
        return coder

    def _version_in(self, name: str) -> str:
        match = _IN_A_NAME.search(name.rsplit("/", 1)[-1]) or re.search(r"gedevents/()([\d.]+)", name)
        if match is None:
            raise CommandError(
                "Which version of the dataset is it? Say so with --dataset-version, such as 21.1."
            )
        return match[2] if not match[1] else f"{match[1]}.{match[2]}"
