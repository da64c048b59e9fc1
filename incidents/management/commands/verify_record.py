"""Check the record: chain, texts and index."""

from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from incidents.record.access.lag import lag
from incidents.record.log import verification
from incidents.record.log.verification import ChainEnd
from incidents.record.states import ALIAS, PRIMARY

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
        parser.add_argument(
            "--database",
            choices=[PRIMARY, ALIAS],
            default=PRIMARY,
            help=f"Which connection to read through: “{PRIMARY}” is DATABASE_URL, “{ALIAS}” is RECORD_DATABASE_URL, "
            "perhaps a replica, which then takes the load.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.begun, self.reported, self.end = monotonic(), monotonic(), ChainEnd()
        database, findings = options["database"], 0
        for finding in verification.verify(
            index=not options["chain_only"], progress=self._progress, database=database
        ):
            findings += 1
            if findings <= SHOWN:
                self.stderr.write(str(finding))
        self.stdout.write(f"{self.end.editions:,} editions read, {self._rate():,.0f} a second.")
        self.stdout.write(f"The record was read from {lag(database)}.")
        if findings:
            raise CommandError(f"{findings:,} findings; the record is not as it was issued.")
        self.stdout.write(
            f"The record is whole. Head: sequence {self.end.sequence}, digest {self.end.digest.hex()}."
        )
        self.stdout.write("Compare the digest with one that was published outside of this database.")

    def _progress(self, end: ChainEnd) -> None:
        """At most every other second, since a fast record is done before anybody reads."""
        self.end = end
        if monotonic() - self.reported > 2:
            self.reported = monotonic()
            self.stdout.write(f"{end.editions:,} editions, {self._rate():,.0f} a second")

    def _rate(self) -> float:
        return self.end.editions / max(monotonic() - self.begun, 0.001)
