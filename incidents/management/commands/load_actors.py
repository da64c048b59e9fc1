from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from incidents.intake.known_actors import load_actors


class Command(BaseCommand):
    help = (
        "Load the known parties to the wars in Syria and Iraq with their names in every script. Run again, it adds "
        "what is new; what somebody here has edited or taken out stays as it is."
    )

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        loaded = load_actors()
        if not verbosity:
            return
        self.stdout.write(f"{loaded.added} actors and {loaded.names} names added")
        if loaded.published:
            self.stdout.write(
                f"{len(loaded.published)} of the actors that got names are public and keep their old pages; "
                "run refresh_record to issue them anew."
            )
