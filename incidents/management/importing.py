"""Base class of the commands that import: their options, the progress bar, the report."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from incidents.codebook import RowVerdict
from incidents.editorial.refusal import Refused
from incidents.intake.imports.engine.chunks import Superseded
from incidents.intake.imports.engine.coded import Coder
from incidents.intake.imports.engine.running import ImportOptions, ImportResult, report_rows, run
from incidents.intake.imports.files.encodings import NoSource, UnknownEncoding
from incidents.intake.imports.files.sources import Layout, RowSource, open_source
from incidents.intake.imports.words.days import DAY_FIRST, MONTH_FIRST

from .acting_user import add_user_argument, user_named
from .import_reports import report_path, write_report
from .new_names import tell_new_names

HEADING = ("line", "id", "verdict", "reason", "flags")
ASK, MAKE = "ask", "make"
"""What becomes of names in doubt."""


class ImportCommand(BaseCommand):
    """A command that imports a file or a service; subclasses say which ``coder`` reads it."""

    letters = "Say which with --encoding, such as --encoding cp1256."
    """What to do about a file whose letters cannot be found out."""
    token_header = ("x-ucdp-access-token", "{token}")
    """How a service is told its token."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", help="a file, or an address that begins with https://")
        add_user_argument(parser)
        parser.add_argument("--dry-run", action="store_true", help="do all but keep it; write the report")
        parser.add_argument(
            "--publish", action="store_true", help="publish the incidents; a reviewer's right"
        )
        parser.add_argument(
            "--approve", action="store_true", help="enter them as approved, to be published later"
        )
        parser.add_argument(
            "--whole",
            action="store_true",
            help="the file is the whole dataset: retract what it does not have any more (a reviewer's right)",
        )
        parser.add_argument("--report", metavar="FILE", help="where the verdicts go (CSV)")
        parser.add_argument(
            "--jobs",
            type=int,
            default=min(4, os.cpu_count() or 1),
            help="processes that enter and publish, besides the one that reads",
        )

    def source(self, options: dict[str, Any]) -> RowSource:
        return self.opened(
            options, Layout(encoding=options["encoding"], member=options["member"], sheet=options["sheet"])
        )

    def opened(self, options: dict[str, Any], layout: Layout | None = None) -> RowSource:
        """The file or service that is named. Whoever gives a command could ask private hosts anyway."""
        name, value = self.token_header
        token = settings.IMPORT_TOKEN
        headers = {name: value.format(token=token)} if token else {}
        return open_source(options["source"], layout, headers=headers, private=True)

    def coder(self, source: RowSource, options: dict[str, Any]) -> Coder:
        raise NotImplementedError

    def handle(self, *args: Any, **options: Any) -> None:
        import_options = ImportOptions(
            by=user_named(options["by"]),
            publish=options["publish"],
            approve=options["approve"],
            whole=options["whole"],
            dry=options["dry_run"],
            jobs=options["jobs"],
            makes_doubtful=options.get("new_references") == MAKE,
        )
        try:
            source = self.source(options)
            if source.told:
                self.stdout.write(source.told)
            coder = self.coder(source, options)
            silent = options["verbosity"] == 0
            with tqdm(total=source.total, unit=" rows", disable=silent, mininterval=0.5) as bar:
                result = run(source, coder, import_options, ProgressBar(bar))
        except UnknownEncoding as problem:
            either = "With utf-8, rows that are not in it are set aside."
            raise CommandError(f"{problem}\n{self.letters} {either}") from problem
        except (NoSource, Superseded) as problem:
            raise CommandError(str(problem)) from problem
        except Refused as refusal:
            raise CommandError(
                " ".join(f"{problem.message} {problem.remedy}" for problem in refusal.problems)
            ) from refusal
        path = report_path(options["report"], f"import-{result.run.pk}")
        self._report(result, import_options, path)

    def _report(self, result: ImportResult, options: ImportOptions, path: Path) -> None:
        write_report(path, HEADING, result.report or report_rows(result.run))
        counts = ", ".join(f"{result.counts.get(verdict.value, 0)} {verdict.value}" for verdict in RowVerdict)
        before = f" ({result.passed} of them before it was interrupted)" if result.passed else ""
        self.stdout.write(f"{result.run.rows} rows{before}: {counts}.")
        if missing := str(result.missing):
            self.stdout.write(missing)
        if result.missing.rows and not options.whole:
            self.stdout.write(
                "If the file is the whole dataset, --whole retracts them; look at --dry-run first."
            )
        self.stdout.write(f"A verdict for each row is in {path}.")
        tell_new_names(result.new, path, self.stdout, asks=result.asks)
        if options.dry:
            self.stdout.write("Nothing was kept: it was a dry run.")
        else:
            self.stdout.write(
                f"To take it back: manage.py undo_import {result.run.pk} --by {options.by.email}"
            )


class ProgressBar:
    """Progress of a run by whole rows; it comes by quarters and halves."""

    def __init__(self, bar: Any) -> None:
        self.bar, self.left = bar, 0.0

    def __call__(self, rows: float) -> None:
        whole, self.left = divmod(self.left + rows, 1)
        self.bar.update(int(whole))


def add_source_arguments(parser: CommandParser) -> None:
    """For importers whose file says nothing of itself: what it is written in, and which of an archive it is."""
    parser.add_argument(
        "--encoding", metavar="NAME", default="", help="the letters of a CSV file that is not in UTF-8"
    )
    parser.add_argument(
        "--member", metavar="FILE", default="", help="which table of a zip archive, where it holds several"
    )
    parser.add_argument(
        "--sheet", metavar="NAME", default="", help="which sheet of a workbook; the first that holds a table"
    )
    parser.add_argument(
        "--order",
        choices=[DAY_FIRST, MONTH_FIRST],
        default="",
        help="how days such as 3/4/2021 are meant; without it, rows that have them are set aside",
    )
