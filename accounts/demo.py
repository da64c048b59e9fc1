"""The three accounts of a trial installation. Their passwords are random and kept in a file of DATA_DIR."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from accounts.models import User
from accounts.private_files import write_private
from accounts.roles import Role

NAMES = {Role.ANALYST: "Demo analyst", Role.REVIEWER: "Demo reviewer", Role.MANAGER: "Demo manager"}


@dataclass(frozen=True)
class DemoAccount:
    """How to log in as one of them."""

    role: str
    email: str
    password: str


def kept_accounts() -> list[DemoAccount]:
    """The accounts on file; none if they were never made here."""
    try:
        return [DemoAccount(**entry) for entry in json.loads(_file().read_text())]
    except FileNotFoundError:
        return []


@transaction.atomic
def ensure_demo_accounts() -> list[DemoAccount]:
    """Make the accounts that are missing. Without the file, new passwords are set: nobody knows the old ones."""
    kept = kept_accounts()
    accounts = kept or [
        DemoAccount(role.value, f"{role.value}@example.org", secrets.token_urlsafe(12)) for role in NAMES
    ]
    for account in accounts:
        user = User.objects.filter(email=account.email).first()
        if user is None:
            name = str(NAMES[Role(account.role)])
            User.objects.create_user(account.email, account.password, display_name=name, role=account.role)
        elif not kept:
            user.set_password(account.password)
            user.save(update_fields=["password"])
    if not kept:
        _file().parent.mkdir(parents=True, exist_ok=True)
        write_private(_file(), json.dumps([asdict(account) for account in accounts], indent=2))
    return accounts


def _file() -> Path:
    return Path(settings.DATA_DIR) / "demo-accounts.json"
