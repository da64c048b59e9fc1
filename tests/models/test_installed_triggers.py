"""The triggers that models declare are in the database, however it came to be, and a missing one is noticed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.checks import registry
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from pgtrigger.migrations import AddTrigger

from config import preparation
from incidents import triggers
from tests import factories as f

pytestmark = pytest.mark.django_db

INSERTED = next(
    name for table, name in triggers.declared() if table == "incidents_actor" and "insert" in name
)
DROP = f"DROP TRIGGER {INSERTED} ON incidents_actor"


def execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def enable_all() -> None:
    """Tests put two of them to sleep."""
    execute(
        "ALTER TABLE record_edition ENABLE TRIGGER USER", "ALTER TABLE record_release ENABLE TRIGGER USER"
    )


def test_every_declared_trigger_is_in_the_database():
    assert len(triggers.declared()) > 150
    assert triggers.compare().agrees


def test_what_keeps_log_and_releases_final_is_in_migrations():
    """As declared by their models, but whatever becomes of the installing of triggers."""
    steps: list[Any] = [
        step
        for migration in MigrationLoader(None).disk_migrations.values()
        for step in migration.operations
        if isinstance(step, AddTrigger)
    ]
    made = {(step.trigger.sql.table, step.trigger.sql.pgid): step.trigger.hash for step in steps}
    assert made == {
        key: trigger.hash
        for key, trigger in triggers.declared().items()
        if key[0] in {"record_edition", "record_release"}
    }
    assert len(made) == 4


def test_a_missing_trigger_is_installed_and_one_too_many_dropped():
    surplus = (
        DROP.replace("DROP", "CREATE").replace(INSERTED, "pgtrigger_of_old").replace("ON", "AFTER INSERT ON")
    )
    execute(DROP, f"{surplus} EXECUTE FUNCTION {INSERTED}()")
    comparison = triggers.compare()
    assert [trigger.sql.pgid for trigger in comparison.outdated] == [INSERTED]
    assert comparison.surplus == [("incidents_actor", "pgtrigger_of_old")]
    triggers.install()
    assert triggers.compare().agrees


def test_a_trigger_of_another_version_is_made_anew():
    execute(f"COMMENT ON TRIGGER {INSERTED} ON incidents_actor IS 'older'")
    assert not triggers.compare().agrees
    triggers.install()
    assert triggers.compare().agrees


def test_what_agrees_is_left_alone(django_assert_num_queries):
    """No lock on a table of a running site, and what is asleep sleeps on."""
    asleep = triggers.compare().disabled
    assert len(asleep) == 2
    with django_assert_num_queries(4):  # savepoint, lock, comparison, savepoint
        triggers.install()
    assert triggers.compare().disabled == asleep


@pytest.mark.parametrize(
    "bring_up_to_date", [preparation._migrate, lambda: call_command("migrate", verbosity=0)]
)
def test_starting_and_upgrading_install_what_is_missing(bring_up_to_date):
    execute(DROP)
    bring_up_to_date()
    assert triggers.compare().agrees


@pytest.mark.django_db(transaction=True)
def test_two_processes_that_install_at_once_do_not_meet():
    names = [
        trigger.sql.pgid for trigger in triggers.declared().values() if trigger.sql.table == "incidents_actor"
    ]
    execute(*(f"DROP TRIGGER {name} ON incidents_actor" for name in names))

    def install() -> bool:
        try:
            triggers.install()
            return triggers.compare().agrees
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as processes:
        assert all(processes.map(lambda _process: install(), range(4)))
    actor = f.ActorFactory()
    assert actor.events.count() == 1


def test_the_check_runs_on_deployment_and_only_then():
    assert triggers.triggers_are_those_of_the_models in registry.registry.deployment_checks
    assert triggers.triggers_are_those_of_the_models not in registry.registry.registered_checks


def test_the_check_is_content_with_all_triggers():
    enable_all()
    assert triggers.triggers_are_those_of_the_models(None) == []


def test_the_check_names_what_is_missing_and_what_sleeps():
    enable_all()
    execute(DROP, "ALTER TABLE record_edition DISABLE TRIGGER pgtrigger_only_added_9c638")
    missing, asleep = triggers.triggers_are_those_of_the_models(None)
    assert missing.id == "triggers.E002"
    assert f"{INSERTED} on incidents_actor" in missing.msg
    assert asleep.id == "triggers.E003"
    assert "pgtrigger_only_added_9c638 on record_edition" in asleep.msg
