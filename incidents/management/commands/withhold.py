"""Take a subject out of the record for somebody's safety."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from incidents.editorial.acts.withhold import still_named, withhold
from incidents.editorial.refusal import Refused

from ..acting_user import add_user_argument, user_named
from ..released_files import rewrite_released_files


class Command(BaseCommand):
    help = (
        "Empty all editions of a subject, and those of other documents that name it. A source becomes confidential, "
        "a location restricted. Cannot be undone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("public_id", help="such as INC-000042")
        parser.add_argument(
            "--basis", required=True, help="on what ground; kept in the history, never public"
        )
        add_user_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        by = user_named(options["by"])
        try:
            edition = withhold(public_id=options["public_id"], by=by, basis=options["basis"])
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{edition.public_id} is withheld (sequence {edition.sequence}).")
        for public_id, problems in still_named(edition).items():
            for problem in problems:
                self.stdout.write(f"  {public_id} still tells of it: {problem.message}")
        rewrite_released_files(self.stdout, self.stderr)
