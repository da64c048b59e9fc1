"""Database role that may read the record and nothing else: its grants, and whether it has more or less.

Roles belong to the whole server, so no migration makes this one: the embedded server's launcher does, or an
administrator with ``manage.py record_role --print-sql``.
"""

from dataclasses import dataclass

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

READABLE = (
    "record_edition",
    "record_head",
    "record_entry",
    "record_entryplace",
    "record_row",
    "record_release",
    "record_summary",
    "record_monthly_kind",
    "record_monthly_term",
    "record_monthly_grade",
    "record_monthly_area",
    "record_monthly_actor",
    "record_daily_country",
    "record_coarse_cell",
    "record_middle_cell",
    "record_fine_cell",
    "record_monthly_division",
)
"""The tables of the record: everything the public may ever see, and all that the role may read."""

TIMEOUT = "20s"
USUAL_NAME = "attest_reader"

# Every table, view and sequence outside of PostgreSQL's own schemas, with each thing one may be allowed to do.
_PRIVILEGES = """
SELECT class.relname, privilege.name
FROM pg_class AS class
JOIN pg_namespace AS namespace ON namespace.oid = class.relnamespace
CROSS JOIN unnest(%s) AS privilege (name)
WHERE class.relkind = ANY(%s) AND namespace.nspname !~ '^(pg_|information_schema)'
    AND CASE WHEN class.relkind = 'S' THEN has_sequence_privilege(%s, class.oid, privilege.name)
        ELSE has_table_privilege(%s, class.oid, privilege.name) END
"""
_ON_TABLES = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"]
_ON_SEQUENCES = ["SELECT", "USAGE", "UPDATE"]
_COLUMNS = """
SELECT DISTINCT class.relname, 'SELECT of a column'
FROM pg_class AS class
JOIN pg_namespace AS namespace ON namespace.oid = class.relnamespace
WHERE class.relkind IN ('r', 'v', 'm', 'p', 'f') AND namespace.nspname !~ '^(pg_|information_schema)'
    AND NOT has_table_privilege(%s, class.oid, 'SELECT') AND has_any_column_privilege(%s, class.oid, 'SELECT')
"""


@dataclass(frozen=True, slots=True)
class Statements:
    """``grants`` need the tables' owner; ``settings`` may need an administrator and are a second safeguard only."""

    create: str
    grants: list[str]
    settings: list[str]

    def script(self) -> str:
        """For an administrator, to be run in the database itself."""
        lines = [self.create, *self.grants, *self.settings]
        password = f"-- Then give it a password, as RECORD_DATABASE_URL has it: \\password {role_name()}"
        return "\n".join([*(f"{line};" for line in lines), password])


def role_name() -> str:
    """The user of the connection ``record``; the usual name while it is the owner's own."""
    own, reader = (settings.DATABASES[alias].get("USER") or "" for alias in ("default", "record"))
    return reader if reader and reader != own else USUAL_NAME


def statements(connection: BaseDatabaseWrapper, role: str) -> Statements:
    """Everything that makes the role what it should be, whatever it was granted before. May be run again."""
    quoted = connection.ops.quote_name
    name, database = quoted(role), quoted(str(connection.settings_dict["NAME"]))
    literal = role.replace("'", "''")
    return Statements(
        create=f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{literal}') "
        f"THEN CREATE ROLE {name} LOGIN; END IF; END $$",
        grants=[
            f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}",
            f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {name}",
            f"REVOKE CREATE ON SCHEMA public FROM {name}",
            f"GRANT CONNECT ON DATABASE {database} TO {name}",
            f"GRANT USAGE ON SCHEMA public TO {name}",
            f"GRANT SELECT ON {', '.join(READABLE)} TO {name}",
        ],
        settings=[
            f"ALTER ROLE {name} IN DATABASE {database} SET statement_timeout = '{TIMEOUT}'",
            f"ALTER ROLE {name} IN DATABASE {database} SET default_transaction_read_only = on",
        ],
    )


def current(connection: BaseDatabaseWrapper) -> tuple[str, bool]:
    """Whom a connection acts as, and whether that is a superuser."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname, rolsuper FROM pg_roles WHERE rolname = current_user")
        name, is_superuser = cursor.fetchone()
    return name, is_superuser


def expected() -> set[tuple[str, str]]:
    return {(table, "SELECT") for table in READABLE}


def privileges(connection: BaseDatabaseWrapper, role: str) -> set[tuple[str, str]]:
    """What the role may do, by whatever way it was allowed (PUBLIC and other roles included)."""
    with connection.cursor() as cursor:
        cursor.execute(_PRIVILEGES, [_ON_TABLES, ["r", "v", "m", "p", "f"], role, role])
        held = set(cursor.fetchall())
        cursor.execute(_PRIVILEGES, [_ON_SEQUENCES, ["S"], role, role])
        held |= set(cursor.fetchall())
        cursor.execute(_COLUMNS, [role, role])
        return held | set(cursor.fetchall())
