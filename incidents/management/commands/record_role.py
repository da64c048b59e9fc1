"""Give the public side's database role its privileges, or print the statements for an administrator."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection, transaction

from incidents.record.access import role


class Command(BaseCommand):
    help = "Let the role of the connection “record” read the record's tables, and nothing else."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--print-sql", action="store_true", help="Print the statements instead of running them."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        name = role.role_name()
        statements = role.statements(connection, name)
        if options["print_sql"]:
            self.stdout.write(statements.script())
            return
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                for statement in (statements.create, *statements.grants):
                    cursor.execute(statement)
        except DatabaseError as error:
            raise CommandError(
                f"{str(error).strip()}\nHand what `manage.py record_role --print-sql` prints to the administrator."
            ) from error
        self._set_limits(statements)
        if options["verbosity"]:
            self.stdout.write(f"{name} may read {', '.join(role.READABLE)} and nothing else.")

    def _set_limits(self, statements: role.Statements) -> None:
        """The connection asks for the same limits itself, so that a server that refuses is no error."""
        for statement in statements.settings:
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(statement)
            except DatabaseError as error:
                self.stderr.write(f"Left to the administrator ({str(error).strip()}): {statement};")
