"""Database triggers: installed after migrating as the models declare them, and checked before deployment.

History, and rules that no constraint can express, are kept by triggers that django-pgtrigger draws up from the models.
Its own setting for installing them (PGTRIGGER_INSTALL_ON_MIGRATE) makes every one anew each time: that locks every
table of a running site, wakes those that were put to sleep, and fails where two processes do it at once. Here only what
differs is made, in one transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import pgtrigger
from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from pgtrigger.compiler import DropTriggerSql, Trigger

_LOCK = 7_405_118_263
"""An advisory lock of PostgreSQL's, any number that nobody else here uses."""

_TABLES_AND_TRIGGERS = """
    SELECT relname, tgname, obj_description(pg_trigger.oid, 'pg_trigger'), tgenabled
    FROM pg_class LEFT JOIN pg_trigger ON tgrelid = pg_class.oid AND starts_with(tgname, 'pgtrigger_')
    WHERE relkind = 'r' AND pg_table_is_visible(pg_class.oid)
"""


class Comparison(NamedTuple):
    """How the triggers in the database differ from those that the models declare."""

    outdated: list[Trigger]
    """Missing or of another version."""
    surplus: list[tuple[str, str]]
    """Table and name of those that no model declares."""
    disabled: list[str]

    @property
    def agrees(self) -> bool:
        """Whether there is nothing to install or drop."""
        return not self.outdated and not self.surplus


@cache
def declared() -> dict[tuple[str, str], Trigger]:
    """All triggers of the models, by table and name."""
    triggers = [trigger.compile(model) for model, trigger in pgtrigger.registered()]
    return {(trigger.sql.table, trigger.sql.pgid): trigger for trigger in triggers}


def compare(using: str = DEFAULT_DB_ALIAS) -> Comparison:
    """Look at the triggers of all tables that there are. pgtrigger keeps each one's version in its comment."""
    with connections[using].cursor() as cursor:
        cursor.execute(_TABLES_AND_TRIGGERS)
        rows = cursor.fetchall()
    tables = {table for table, *_trigger in rows}
    versions = {(table, name): version for table, name, version, _enabled in rows if name}
    return Comparison(
        outdated=[
            trigger
            for (table, name), trigger in declared().items()
            if table in tables and versions.get((table, name)) != trigger.hash
        ],
        surplus=sorted(versions.keys() - declared().keys()),
        disabled=sorted(f"{name} on {table}" for table, name, _version, enabled in rows if enabled == "D"),
    )


def install(using: str = DEFAULT_DB_ALIAS, **signal: Any) -> None:
    """Make the database's triggers those of the models; ``migrate`` calls it at its end.

    Of several processes that start together one does it. The others wait for the lock and find nothing left to do.
    """
    with transaction.atomic(using), connections[using].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        comparison = compare(using)
        statements = [str(DropTriggerSql(pgid=name, table=table)) for table, name in comparison.surplus]
        statements += [trigger.install_sql for trigger in comparison.outdated]
        if statements:
            cursor.execute("".join(statements))


@register("triggers", deploy=True)
def triggers_are_those_of_the_models(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Without them edits leave no history, and rules that the desk relies on are not kept."""
    try:
        comparison = compare()
    except DatabaseError as error:
        return [Error(f"The database cannot be read: {str(error).strip()}", id="triggers.E001")]
    problems: list[CheckMessage] = []
    if not comparison.agrees:
        names = [f"{trigger.sql.pgid} on {trigger.sql.table}" for trigger in comparison.outdated]
        names += [f"{name} on {table}" for table, name in comparison.surplus]
        problems.append(
            Error(
                f"The database's triggers are not those of the models: {_first_of(names)}.",
                hint="Run manage.py migrate.",
                id="triggers.E002",
            )
        )
    if comparison.disabled:
        problems.append(
            Error(
                f"Triggers are switched off: {_first_of(comparison.disabled)}.",
                hint="Run manage.py pgtrigger enable.",
                id="triggers.E003",
            )
        )
    return problems


def _first_of(names: Sequence[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
