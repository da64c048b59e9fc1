from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from incidents.intake.imports.engine.coded import Coder
from incidents.intake.imports.files.sources import RowSource, open_source
from incidents.intake.imports.spreadsheet.coder import MappedSheet
from incidents.intake.imports.spreadsheet.mapping import BadMapping, Mapping, read_mapping
from incidents.management.importing import ImportCommand


class Command(ImportCommand):
    help = (
        "Import any spreadsheet: CSV with whatever separator and letters, or an Excel workbook. A mapping file says "
        "what its columns mean; the page “Import a spreadsheet” of the admin writes one (see docs/importing.md)."
    )

    letters = 'Say which in the mapping, such as encoding = "cp1256" under [table].'

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--mapping", required=True, metavar="FILE", help="what the columns mean (JSON or TOML)"
        )

    def source(self, options: dict[str, Any]) -> RowSource:
        return open_source(options["source"], _mapping(options).table.layout)

    def coder(self, source: RowSource, options: dict[str, Any]) -> Coder:
        try:
            return MappedSheet(_mapping(options), source.heading)
        except BadMapping as problem:
            raise CommandError(f"The mapping does not fit.\n{problem}") from problem


def _mapping(options: dict[str, Any]) -> Mapping:
    path = Path(options["mapping"])
    try:
        return read_mapping(path.read_bytes(), path.name)
    except OSError as error:
        raise CommandError(f"The mapping cannot be read: {error}.") from error
    except BadMapping as problem:
        raise CommandError(f"The mapping cannot be used.\n{problem}") from problem
