"""Check the record: chain, texts and index."""

from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from incidents.record.log import verification
from incidents.record.states import head

SHOWN = 50


class Command(BaseCommand):
    requires_migrations_checks = True
    help = "Check that no edition was changed, that none is missing, and that the index agrees with the documents."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--chain-only",
            action="store_true",
            help="Leave out the comparison of the index with the documents.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.begun, self.reported, self.read = monotonic(), monotonic(), 0
        findings = 0
        for finding in verification.verify(index=not options["chain_only"], progress=self._progress):
            findings += 1
            if findings <= SHOWN:
                self.stderr.write(str(finding))
        self.stdout.write(f"{self.read:,} editions read, {self._rate():,.0f} a second.")
        if findings:
            raise CommandError(f"{findings:,} findings; the record is not as it was issued.")
        end = head()
        self.stdout.write(f"The record is whole. Head: sequence {end.sequence}, digest {end.digest.hex()}.")
        self.stdout.write("Compare the digest with one that was published outside of this database.")

    def _progress(self, count: int) -> None:
        """At most every other second, since a fast record is done before anybody reads."""
        self.read = count
        if monotonic() - self.reported > 2:
            self.reported = monotonic()
            self.stdout.write(f"{count:,} editions, {self._rate():,.0f} a second")

    def _rate(self) -> float:
        return self.read / max(monotonic() - self.begun, 0.001)
