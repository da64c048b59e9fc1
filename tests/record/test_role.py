"""The role of the public side may read the record's tables and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

import psycopg2
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg2.extensions import connection as Connection

from incidents.record.access import checks, role
from incidents.record.sums import summaries

from . import documents as make
from .test_releases import release_of

pytestmark = pytest.mark.django_db

SUMS = (
    "summary", "monthly_kind", "monthly_grade", "monthly_area", "monthly_actor", "daily_country",
    "coarse_cell", "middle_cell", "fine_cell", "monthly_division", "monthly_term",
)  # fmt: skip


def test_its_privileges_are_exactly_these():
    """Over every table, view, sequence and column outside of PostgreSQL's own schemas."""
    assert role.privileges(connection, role.role_name()) == {
        ("record_edition", "SELECT"),
        ("record_head", "SELECT"),
        ("record_entry", "SELECT"),
        ("record_entryplace", "SELECT"),
        ("record_row", "SELECT"),
        ("record_release", "SELECT"),
        *((f"record_{name}", "SELECT") for name in SUMS),
    }


@pytest.mark.parametrize(
    "grant, surplus",
    [
        ("SELECT ON incidents_incident", ("incidents_incident", "SELECT")),
        ("SELECT (email) ON accounts_user", ("accounts_user", "SELECT of a column")),
        ("INSERT ON record_edition", ("record_edition", "INSERT")),
        ("USAGE ON SEQUENCE record_incident_ids", ("record_incident_ids", "USAGE")),
    ],
)
@pytest.mark.parametrize("to", ["role", "PUBLIC"])
def test_a_privilege_too_many_is_seen_and_taken_back(grant: str, surplus: tuple[str, str], to: str):
    grantee = role.role_name() if to == "role" else to
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"GRANT {grant} TO {grantee}")
    assert role.privileges(connection, role.role_name()) - role.expected() == {surplus}
    call_command("record_role", verbosity=0)
    left = role.privileges(connection, role.role_name()) - role.expected()
    # What everybody was granted is not the role's to lose: the deploy check names it.
    assert left == (set() if to == "role" else {surplus})


def test_the_statements_can_be_handed_to_an_administrator():
    out = StringIO()
    call_command("record_role", "--print-sql", stdout=out)
    script = out.getvalue()
    assert f'CREATE ROLE "{role.role_name()}" LOGIN' in script
    assert "GRANT SELECT ON record_edition, record_head, record_entry, record_entryplace" in script
    with connection.cursor() as cursor:
        cursor.execute("\n".join(line for line in script.splitlines() if not line.startswith("--")))
    assert role.privileges(connection, role.role_name()) == role.expected()


def test_the_owner_is_not_the_reader():
    """In tests the alias is the owner's connection: the very thing the deploy check exists for."""
    ids = {problem.id for problem in checks.the_reader_reads_the_record_only(None)}
    assert ids & {"record.E002", "record.E003"}


@pytest.fixture
def reader(transactional_db: None) -> Iterator[Connection]:
    """A connection of its own, as the public side has it in production."""
    address = settings.DATABASES["record"]
    if address["USER"] == settings.DATABASES["default"]["USER"]:
        pytest.skip("RECORD_DATABASE_URL names no reader of its own")
    link = psycopg2.connect(
        dbname=connection.settings_dict["NAME"],
        user=address["USER"],
        password=address["PASSWORD"] or None,
        host=address["HOST"] or None,
        port=address["PORT"] or None,
        **address["OPTIONS"],
    )
    link.autocommit = True
    yield link
    link.close()


def test_the_real_reader_reads_the_record(reader: Connection):
    edition = make.publish(make.incident(locations=[make.place()], participants=[make.participant()]))[0]
    release_of(edition)
    summaries.refresh()
    with reader.cursor() as cursor:
        for table in role.READABLE:
            cursor.execute(f"SELECT count(*) FROM {table}")
            (count,) = cursor.fetchone() or (0,)
            assert count > 0, table


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM incidents_incident",
        "SELECT email FROM accounts_user",
        "SELECT 1 FROM django_session",
        "INSERT INTO record_head (id) VALUES (2)",
        "UPDATE record_head SET sequence = 0",
        "DELETE FROM record_entry",
        "TRUNCATE record_entry",
        "SELECT nextval('record_incident_ids')",
        "CREATE TABLE mine (id int)",
        "COPY (SELECT 1) TO PROGRAM 'true'",
    ],
)
def test_the_real_reader_does_nothing_else(reader: Connection, statement: str):
    with reader.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = off")
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute(statement)


def test_the_real_reader_does_not_read_for_ever(reader: Connection):
    with reader.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("20s",)
        cursor.execute("SHOW default_transaction_read_only")
        assert cursor.fetchone() == ("on",)
