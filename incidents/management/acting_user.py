"""Option for the account in whose name a command acts."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import CommandError

from accounts.models import User


def add_user_argument(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--by", required=True, metavar="E-MAIL", help="the account that acts; it needs the role"
    )


def user_named(email: str) -> User:
    """The account with that address. Raises ``CommandError`` where there is none."""
    try:
        return User.objects.get_by_natural_key(email)
    except User.DoesNotExist as error:
        raise CommandError(f"There is no account {email}.") from error
