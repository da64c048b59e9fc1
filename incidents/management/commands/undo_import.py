from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from incidents.codebook import RowUndone
from incidents.editorial.refusal import Refused
from incidents.intake.imports.undo.runs import undo, undo_rows
from incidents.models import ImportRun, ImportVerdict

from ..acting_user import add_user_argument, user_named
from ..import_reports import report_path, write_report

HEADING = ("line", "id", "undone", "reason")


class Command(BaseCommand):
    help = (
        "Take an import back as one batch: what it entered is deleted, or retracted where it is public; what it "
        "changed says again what it said before. What somebody has worked on since stays, and is told."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("run", type=int, help="number of the import, as the importer told it")
        parser.add_argument("--note", default="", help="why, for the public; each new edition carries it")
        parser.add_argument("--dry-run", action="store_true", help="do all but keep it; write the report")
        parser.add_argument("--report", metavar="FILE", help="where it goes what became of each row (CSV)")
        add_user_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        run = ImportRun.objects.filter(pk=options["run"]).first()
        if run is None:
            raise CommandError(f"There is no import {options['run']}.")
        rows = ImportVerdict.objects.filter(run=run, row__isnull=False).count()
        silent = options["verbosity"] == 0
        try:
            with tqdm(total=rows, unit=" rows", disable=silent, mininterval=0.5) as bar:
                result = undo(
                    run,
                    by=user_named(options["by"]),
                    note=options["note"],
                    dry=options["dry_run"],
                    progress=lambda n: bar.update(n) and None,
                )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        path = report_path(options["report"], f"undo-{run.pk}")
        write_report(path, HEADING, result.report or undo_rows(run))
        counts = ", ".join(f"{result.of(undone)} {undone.value}" for undone in RowUndone)
        self.stdout.write(f"Rows: {counts}.")
        self.stdout.write(
            f"{result.tidied} actors, places, sources and reports deleted that nothing uses any more."
        )
        self.stdout.write(f"What became of each row, and why some were kept, is in {path}.")
        if options["dry_run"]:
            self.stdout.write("Nothing was kept: it was a dry run.")
