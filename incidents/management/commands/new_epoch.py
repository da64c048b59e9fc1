"""Begin a new epoch of the record, after its newest editions were lost."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from incidents.record.log.writing import new_epoch
from incidents.record.states import PRIMARY, head_of, is_replica


class Command(BaseCommand):
    requires_migrations_checks = True
    help = (
        "Begin a new epoch of the record: after a replica was promoted, or a backup restored by other means than ours. "
        "What was issued last may be lost then. Followers and cursors of the old epoch are told to start again, in "
        "place of taking the next editions for those that they have already."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-input", action="store_true", help="Do not ask whether it is meant.")

    def handle(self, *args: Any, **options: Any) -> None:
        if is_replica(PRIMARY):
            raise CommandError("DATABASE_URL names a replica. Promote it first, or name the new primary.")
        end = head_of(PRIMARY)
        self.stdout.write(f"The record ends at sequence {end.sequence}, digest {end.digest.hex()}.")
        if (
            not options["no_input"]
            and input("Tell all followers to start again? Type yes: ").strip() != "yes"
        ):
            raise CommandError("Nothing was changed.")
        self.stdout.write(f"The record has a new epoch, {new_epoch()}. Followers and cursors will notice.")
