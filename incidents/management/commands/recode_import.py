from __future__ import annotations

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from incidents.editorial.refusal import Refused
from incidents.intake.imports.engine.chunks import Superseded
from incidents.intake.imports.engine.running import ImportOptions, Progress, report_rows
from incidents.intake.imports.recoding import recode
from incidents.models import Dataset

from ..acting_user import add_user_argument, user_named
from ..import_reports import report_path, write_report
from ..importing import HEADING, ProgressBar


class Command(BaseCommand):
    help = (
        "Code the rows of earlier imports anew, from the words in which they are kept, after an upgrade that codes "
        "them otherwise. What is public gets a refreshed edition with a public note; what the desk has edited or "
        "adopted stays."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dataset", help="short name of the dataset, such as ucdp-ged")
        parser.add_argument("--dry-run", action="store_true", help="do all but keep it; write the report")
        parser.add_argument(
            "--jobs", type=int, default=min(4, os.cpu_count() or 1), help="processes that enter and publish"
        )
        add_user_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        user = user_named(options["by"])
        import_options = ImportOptions(by=user, dry=options["dry_run"], jobs=options["jobs"])

        def started(dataset: Dataset, rows: int) -> Progress:
            bar = tqdm(total=rows, desc=str(dataset), unit=" rows", disable=options["verbosity"] == 0)
            return ProgressBar(bar)

        try:
            for dataset, result in recode(options["dataset"], import_options, started):
                path = report_path(None, f"recode-{result.run.pk}")
                write_report(path, HEADING, result.report or report_rows(result.run))
                counts = ", ".join(f"{number} {verdict}" for verdict, number in sorted(result.counts.items()))
                self.stdout.write(f"{dataset}: {result.run.rows} rows: {counts}. Each row is in {path}.")
                if not options["dry_run"]:
                    self.stdout.write(
                        f"To take it back: manage.py undo_import {result.run.pk} --by {user.email}"
                    )
        except (Refused, Superseded) as problem:
            raise CommandError(str(problem)) from problem
        if options["dry_run"]:
            self.stdout.write("Nothing was kept: it was a dry run.")
