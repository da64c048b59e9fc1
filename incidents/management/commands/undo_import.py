from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from incidents.editorial.refusal import Refused
from incidents.intake.imports.undoing import Undone, undo
from incidents.models import ImportRun

from ..acting_user import add_user_argument, user_named


class Command(BaseCommand):
    help = (
        "Take an import back: incidents that are not public are deleted, public ones retracted. "
        "What somebody has worked on since stays."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("run", type=int, help="number of the import, as the importer told it")
        parser.add_argument("--note", default="", help="why, for the public; each retraction carries it")
        add_user_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        run = ImportRun.objects.filter(pk=options["run"]).first()
        if run is None:
            raise CommandError(f"There is no import {options['run']}.")
        try:
            with tqdm(unit=" rows", disable=options["verbosity"] == 0) as bar:
                undone = undo(
                    run,
                    by=user_named(options["by"]),
                    note=options["note"],
                    progress=lambda n: bar.update(n) and None,
                )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self._tell(undone)

    def _tell(self, undone: Undone) -> None:
        self.stdout.write(
            f"{undone.deleted} incidents deleted, {undone.retracted} retracted; "
            f"{undone.tidied} actors, places, sources and reports deleted that nothing uses any more."
        )
        if undone.kept:
            self.stdout.write(f"Kept, because somebody worked on them: {', '.join(undone.kept)}.")
        if undone.changed:
            self.stdout.write(f"{undone.changed} rows that it had changed stay as they are.")
