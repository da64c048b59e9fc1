"""Deployment checks: the public side reads the record only, changes nothing, and is answered from a current copy."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Info, Warning, register
from django.db import DatabaseError, connections

from ..models import Edition
from ..states import PRIMARY, head, is_replica
from . import role
from .lag import lag


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


@register("record", deploy=True)
def the_readers_copy_is_current(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Says which database readers are answered from, and how far that is behind the one that is written."""
    try:
        if is_replica(PRIMARY):
            return [
                Error(
                    "DATABASE_URL names a replica, which nobody can write to.",
                    hint="Name the primary, or promote this one: see “When the primary is lost” in docs/deployment.md.",
                    id="record.E005",
                )
            ]
        if not _is_of_the_primary():
            return [
                Error(
                    "RECORD_DATABASE_URL names a database whose log is not that of DATABASE_URL.",
                    hint="Let it follow the primary anew, such as by pg_basebackup or pg_rewind.",
                    id="record.E006",
                )
            ]
        behind = lag()
    except DatabaseError as error:
        return [Error(f"The two databases cannot be compared: {str(error).strip()}", id="record.E007")]
    if not behind.is_replica:
        return []
    if behind.is_long:
        hint = "Look at pg_stat_replication on the primary and pg_stat_wal_receiver on the replica."
        return [Warning(f"The record is read from {behind}.", hint=hint, id="record.W001")]
    return [Info(f"The record is read from {behind}.", id="record.I001")]


def _is_of_the_primary() -> bool:
    """Whether the primary issued the last edition that readers see."""
    end = head()
    issued = Edition.objects.using(PRIMARY).filter(sequence=end.sequence).values_list("digest", flat=True)
    return end.sequence == 0 or bytes(issued.first() or b"") == end.digest


def _error(code: str, message: str) -> CheckMessage:
    hint = "Run manage.py record_role, or hand what manage.py record_role --print-sql prints to the administrator."
    return Error(message, hint=hint, id=f"record.{code}")


def _listed(privileges: set[tuple[str, str]]) -> str:
    """The first few, in words."""
    named = sorted(f"{privilege} on {table}" for table, privilege in privileges)
    return ", ".join(named[:5]) + (f" and {len(named) - 5} more" if len(named) > 5 else "")
