"""Bring the sums that aggregates are read from to the newest state of the record, while the site is in use."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from incidents.record.sums import summaries


class Command(BaseCommand):
    help = (
        "Bring the kept sums to the newest state. Publishing does so now and then; answers are exact anyway."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="Count everything anew.")

    def handle(self, *args: Any, **options: Any) -> None:
        sequence = summaries.refresh(rebuild=options["rebuild"])
        self.stdout.write(f"The sums stand for the record at sequence {sequence:,}.")
