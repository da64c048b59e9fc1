"""Rebuild the record's index from its documents, while the site is in use."""

from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from incidents.record.index import reindexing


class Command(BaseCommand):
    help = "Bring the record's index in line with its documents. Reading and publishing go on meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--everything", action="store_true", help="Write all rows anew, right ones too.")

    def handle(self, *args: Any, **options: Any) -> None:
        begun = reported = monotonic()
        read = replaced = 0
        for step in reindexing.reindex(everything=options["everything"]):
            read, replaced = read + step.read, replaced + step.replaced
            if monotonic() - reported > 2:
                reported = monotonic()
                self.stdout.write(f"{read:,} editions, {read / (reported - begun):,.0f} a second")
        self.stdout.write(f"{read:,} editions read, {replaced:,} rows of the index replaced.")
