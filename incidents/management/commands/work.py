from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from incidents.work.worker import Worker, run_once


class Command(BaseCommand):
    help = (
        "Do what takes longer than a request: rewriting of released files and what else is listed on the desk under "
        "Jobs. Runs until it is stopped (SIGTERM); unfinished jobs then go on with the next worker. Several may run, "
        "on one machine or on several."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what waits, and end; for a timer")
        parser.add_argument(
            "--at-once",
            type=int,
            default=settings.JOBS_AT_ONCE,
            metavar="N",
            help="how many jobs at the same time (ATTEST_JOBS_AT_ONCE)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            jobs = run_once()
            self.stdout.write(f"Jobs worked on: {jobs}.")
        else:
            Worker(options["at_once"]).run()
