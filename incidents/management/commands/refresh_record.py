"""Recompile all that is public, after a change of format or of the rules by which documents are compiled."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from incidents.editorial.acts.refresh import refresh
from incidents.editorial.approvals import changes_awaiting_approval
from incidents.editorial.refusal import Refused

from ..acting_user import add_user_argument, user_named


class Command(BaseCommand):
    help = (
        "Issue a refreshed edition of every public document that would read differently if it were compiled today. "
        "What somebody is working on is left alone: its next edition brings the change."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_user_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            issued = refresh(by=user_named(options["by"]))
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"{issued:,} documents were issued anew." if issued else "Everything reads as it should."
        )
        if waiting := changes_awaiting_approval():
            self.stdout.write(
                f"{len(waiting):,} changes to public actors, places, sources or coverage wait for a look on the desk; "
                "they and what names them were left as they are."
            )
