from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.demo import ensure_demo_accounts


class Command(BaseCommand):
    """Never in production: the passwords lie in a file."""

    help = "Make the demo accounts (analyst, reviewer, manager), with passwords kept in DATA_DIR/demo-accounts.json."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError(
                "Demo accounts are not made in production; use createsuperuser for the first manager."
            )
        for account in ensure_demo_accounts():
            if options["verbosity"]:
                self.stdout.write(f"{account.role}: {account.email} {account.password}")
