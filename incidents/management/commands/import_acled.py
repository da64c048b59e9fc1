from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from incidents.intake.imports.acled.coder import Acled
from incidents.intake.imports.engine.coded import Coder, Rejected
from incidents.intake.imports.files.sources import RowSource
from incidents.management.importing import ImportCommand, add_source_arguments


class Command(ImportCommand):
    help = (
        "Import ACLED events that you hold a licence for: a CSV or JSON file as ACLED exports it or its service "
        "answers. They are entered as drafts for use on the desk; the database keeps them from publication."
    )

    token_header = ("Authorization", "Bearer {token}")

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        add_source_arguments(parser)
        parser.add_argument(
            "--dataset-version",
            metavar="VERSION",
            default="continuous",
            help="ACLED has no versions: rows are changed at any time. Give one to keep two states side by side",
        )

    def coder(self, source: RowSource, options: dict[str, Any]) -> Coder:
        try:
            return Acled(options["dataset_version"], source.heading, options["order"])
        except Rejected as problem:
            raise CommandError(str(problem)) from problem
