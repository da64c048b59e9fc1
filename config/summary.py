"""Summary of addresses and demo accounts that `make run` prints once the site answers."""

from __future__ import annotations

from django.conf import settings

from accounts.demo import DemoAccount, kept_accounts

RULE = "─" * 72


def show() -> None:
    """Print the addresses, and the demo accounts if there are any."""
    print("\n".join(lines()), flush=True)  # noqa: T201


def lines() -> list[str]:
    """The summary, line by line."""
    site = settings.SITE_URL
    return [
        "",
        RULE,
        f"  {settings.SITE_NAME} is running.",
        "",
        f"  Site      {site}/",
        f"  Desk      {site}/admin/",
        f"  API       {site}/api/v1/docs/",
        *_accounts(kept_accounts() if settings.DEMO else []),
        "",
        f"  Data      {settings.DATA_DIR}",
        "  Stop      Ctrl-C",
        RULE,
    ]


def _accounts(accounts: list[DemoAccount]) -> list[str]:
    if not accounts:
        return []
    width = max(len(account.email) for account in accounts)
    return ["", "  Demo accounts for the desk:"] + [
        f"    {account.role:9} {account.email:{width}}   {account.password}" for account in accounts
    ]
