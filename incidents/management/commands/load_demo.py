from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.demo import ensure_demo_accounts
from accounts.models import User
from accounts.roles import Role
from incidents.intake.demo.loading import load_demo


class Command(BaseCommand):
    """Entered by the demo analyst, approved and published by the demo reviewer."""

    help = "Load the demo: one report, coded as two incidents and their episode, and published. Does nothing twice."

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError(
                "The demo is not loaded in production: what is published there stays on the record."
            )
        began = time.monotonic()
        users = {account.role: User.objects.get(email=account.email) for account in ensure_demo_accounts()}
        loaded = load_demo(analyst=users[Role.ANALYST], reviewer=users[Role.REVIEWER])
        if verbosity:
            seconds = time.monotonic() - began
            self.stdout.write(f"Demo loaded ({seconds:.1f} s)" if loaded else "The demo is there already.")
