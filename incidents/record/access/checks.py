"""Deployment checks: the public side must not be able to read, or change, anything but the record."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register
from django.db import DatabaseError, connections

from . import role


@register("record", deploy=True)
def the_reader_reads_the_record_only(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Asks the server what the user of the connection ``record`` may do."""
    connection = connections["record"]
    try:
        user, is_superuser = role.current(connection)
        if is_superuser:
            return [
                _error("E002", f"The public side reads as “{user}”, who may do everything on this server.")
            ]
        held = role.privileges(connection, user)
    except DatabaseError as error:
        return [_error("E001", f"The record cannot be read: {str(error).strip()}")]
    surplus, missing = held - role.expected(), role.expected() - held
    problems = []
    if surplus:
        problems.append(
            _error("E003", f"The public side's role “{user}” may do too much: {_listed(surplus)}.")
        )
    if missing:
        problems.append(_error("E004", f"The public side's role “{user}” lacks: {_listed(missing)}."))
    return problems


def _error(code: str, message: str) -> CheckMessage:
    hint = "Run manage.py record_role, or hand what manage.py record_role --print-sql prints to the administrator."
    return Error(message, hint=hint, id=f"record.{code}")


def _listed(privileges: set[tuple[str, str]]) -> str:
    """The first few, in words."""
    named = sorted(f"{privilege} on {table}" for table, privilege in privileges)
    return ", ".join(named[:5]) + (f" and {len(named) - 5} more" if len(named) > 5 else "")
