"""Erase a name from desk, history, record and index, then clean the pages on which it stood."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from incidents.editorial.acts.erase import REPLACEMENT, Erasure, erase_name
from incidents.editorial.refusal import Refused
from incidents.editorial.text_columns import text_columns

from ..acting_user import add_user_argument, user_named
from ..import_reports import remove_import_files
from ..released_files import rewrite_released_files


class Command(BaseCommand):
    help = (
        "Replace a name wherever it is stored and withhold the editions that hold it. Cannot be undone. Run it once "
        "for each way of writing the name. Backups and what others downloaded are out of reach."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="the name in full; any case, accent or script variant is found")
        parser.add_argument(
            "--basis", required=True, help="on what ground; kept in the history, never public"
        )
        parser.add_argument("--replacement", default=REPLACEMENT, help="what stands in its place")
        parser.add_argument(
            "--full",
            action="store_true",
            help="write all tables with texts anew, so that no file holds a trace of it; everybody waits meanwhile",
        )
        parser.add_argument("--dry-run", action="store_true", help="only say where it would be replaced")
        add_user_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        by = user_named(options["by"])
        try:
            with transaction.atomic():
                erasure = erase_name(
                    name=options["name"], by=by, basis=options["basis"], replacement=options["replacement"]
                )
                transaction.set_rollback(options["dry_run"])
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self._report(erasure, dry=options["dry_run"])
        if not options["dry_run"]:
            every = {column.table for column in text_columns()} if options["full"] else set(erasure.rows)
            self._clean(every | _tables_of_the_record(), full=options["full"])
            remove_import_files(options["name"], self.stdout)
            rewrite_released_files(self.stdout, self.stderr)

    def _report(self, erasure: Erasure, *, dry: bool) -> None:
        self.stdout.write("Nothing was changed; this would be:" if dry else "Replaced in:")
        for table, number in sorted(erasure.rows.items()):
            self.stdout.write(f"  {table}: {number}")
        reissued = ", ".join(erasure.reissued) or "none"
        self.stdout.write(f"Documents issued anew, with their earlier editions emptied: {reissued}")

    def _clean(self, tables: set[str], *, full: bool) -> None:
        """Old row versions and the planner's samples hold the name until the tables are vacuumed and analysed.

        That makes room on their pages, but whoever has the files still finds the bytes there until something else is
        written over them. ``full`` makes new files; what the write-ahead log holds is overwritten as it goes round.
        """
        if connection.in_atomic_block:
            return
        with connection.cursor() as cursor:
            for table in sorted(tables):
                cursor.execute(f'VACUUM ({"FULL, " if full else ""}ANALYZE) "{table}"')


def _tables_of_the_record() -> set[str]:
    """Rows of the index are deleted and made anew with their documents."""
    return {model._meta.db_table for model in apps.get_app_config("record").get_models()}
