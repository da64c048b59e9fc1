from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from incidents.intake.imports.engine.coded import Coder
from incidents.intake.imports.files.sources import RowSource
from incidents.intake.imports.spreadsheet.coder import MappedSheet
from incidents.intake.imports.spreadsheet.mapping import BadMapping, Mapping, read_mapping
from incidents.intake.imports.spreadsheet.own_export import own_mapping
from incidents.management.importing import ASK, MAKE, ImportCommand


class Command(ImportCommand):
    help = (
        "Import any spreadsheet: CSV with whatever separator and letters, or an Excel workbook. A mapping file says "
        "what its columns mean; the page “Import a spreadsheet” of the admin writes one (see docs/importing.md)."
    )

    letters = 'Say which in the mapping, such as encoding = "cp1256" under [table].'

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--mapping",
            metavar="FILE",
            help="what the columns mean (JSON or TOML); an export of this site needs none",
        )
        parser.add_argument(
            "--new-references",
            choices=[ASK, MAKE],
            default=ASK,
            help="whether a name that may be a known one sets its row aside until the mapping decides, or is entered",
        )

    def source(self, options: dict[str, Any]) -> RowSource:
        mapping = _mapping(options)
        return self.opened(options, mapping.table.layout if mapping else None)

    def coder(self, source: RowSource, options: dict[str, Any]) -> Coder:
        mapping = _mapping(options) or own_mapping(source.heading)
        if mapping is None:
            raise CommandError(
                "Say with --mapping what the columns mean: by its heading, it is no export of this site's incidents. "
                "The page “Import a spreadsheet” of the admin writes a mapping (see docs/importing.md)."
            )
        try:
            return MappedSheet(mapping, source.heading)
        except BadMapping as problem:
            raise CommandError(f"The mapping does not fit.\n{problem}") from problem


def _mapping(options: dict[str, Any]) -> Mapping | None:
    """The mapping of the file that was named, if one was."""
    if not options["mapping"]:
        return None
    path = Path(options["mapping"])
    try:
        return read_mapping(path.read_bytes(), path.name)
    except OSError as error:
        raise CommandError(f"The mapping cannot be read: {error}.") from error
    except BadMapping as problem:
        raise CommandError(f"The mapping cannot be used.\n{problem}") from problem
