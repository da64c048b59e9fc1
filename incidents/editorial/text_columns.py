"""Every text column of the database, read from its own catalogue, so that none is forgotten."""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps
from django.db import connection, models

from incidents.folding import APOSTROPHES
from incidents.record.access.role import READABLE

ELSEWHERE = frozenset(READABLE) - {"record_release"}
"""The record forgets in its own way: see ``protecting``. The note of a release is no document: it is changed here."""

ACCOUNTS = ("account_", "accounts_", "auth_", "mfa_", "django_")
"""Beginnings of tables that hold nothing of what is worked on: accounts and Django's own bookkeeping."""

_WORKED_ON = frozenset({"django_admin_log", "accounts_apitoken"})
"""Exceptions to these: what people write there is their own words, such as what a token is used for."""

_IDENTIFYING = ("public_id", "sha256", "pgh_label", "object_id", "prefix", "scopes")
"""Fields that hold identifiers and codes without choices."""

_CATALOGUE = """
SELECT class.relname, attribute.attname, type.typname,
       CASE WHEN type.typname = 'varchar' AND attribute.atttypmod > 4 THEN attribute.atttypmod - 4 END,
       (SELECT key.attname FROM pg_index JOIN pg_attribute key
            ON key.attrelid = class.oid AND key.attnum = pg_index.indkey[0]
        WHERE pg_index.indrelid = class.oid AND pg_index.indisprimary)
FROM pg_class class
JOIN pg_namespace namespace ON namespace.oid = class.relnamespace
JOIN pg_attribute attribute ON attribute.attrelid = class.oid
JOIN pg_type type ON type.oid = attribute.atttypid
WHERE namespace.nspname = 'public' AND class.relkind IN ('r', 'p')
  AND attribute.attnum > 0 AND NOT attribute.attisdropped AND attribute.attgenerated = ''
  AND type.typname IN ('text', 'varchar', '_text', '_varchar', 'jsonb')
ORDER BY class.relname, attribute.attnum
"""


def folded_both_ways(text: str) -> str:
    """An expression in SQL, folded with its apostrophes dropped and again with them as spaces (Zeki'nin)."""
    apart = f"translate({text}, '{APOSTROPHES.replace(chr(39), chr(39) * 2)}', '{' ' * len(APOSTROPHES)}')"
    return f"(attest_fold({text}) || ' | ' || attest_fold({apart}))"


@dataclass(frozen=True, slots=True)
class TextColumn:
    """One column whose names come from the catalogue, never from outside, so that they may stand in SQL as they are.

    ``longest`` is the greatest number of characters, where there is one; ``address`` says that it holds a URL.
    """

    table: str
    name: str
    type: str
    longest: int | None
    key: str
    address: bool

    @property
    def as_text(self) -> str:
        """The column as one text in SQL."""
        if self.type.startswith("_"):
            return f"array_to_string({self.quoted}, ' | ')"
        # Line feeds and tabs are written as \n and \t in JSON; a backslash alone would glue the n to the word.
        return (
            f"regexp_replace({self.quoted}::text, '\\\\[ntr]', ' ', 'g')"
            if self.type == "jsonb"
            else self.quoted
        )

    @property
    def matching(self) -> str:
        """Keys and values of the rows whose folded text meets a regular expression, or whose text another."""
        return (
            f'SELECT "{self.key}", {self.quoted} FROM "{self.table}" '  # noqa: S608
            f"WHERE {folded_both_ways(self.as_text)} ~ %s OR {self.as_text} ~ %s"
        )

    @property
    def writing(self) -> str:
        return f'UPDATE "{self.table}" SET {self.quoted} = %s WHERE "{self.key}" = %s'  # noqa: S608

    @property
    def quoted(self) -> str:
        return f'"{self.name}"'


REPORT_TEXTS = (
    TextColumn("incidents_reporttext", "text", "text", None, "id", address=False),
    TextColumn("incidents_reporttextevent", "text", "text", None, "pgh_id", address=False),
)
"""Texts in which passages are counted off by characters, with a digest of their own."""


def text_columns() -> list[TextColumn]:
    """Columns of the desk, of its history and of the log of admin actions. Codes and identifiers are left out."""
    with connection.cursor() as cursor:
        cursor.execute(_CATALOGUE)
        rows = cursor.fetchall()
    fields = {
        (model._meta.db_table, field.column): field
        for model in apps.get_models()
        if not model._meta.proxy
        for field in model._meta.concrete_fields
    }
    columns = []
    for table, name, kind, longest, key in rows:
        # A column of the history is like the one of the table it follows.
        field = fields.get((table.removesuffix("event"), name))
        coded = field is not None and bool(field.choices or field.name in _IDENTIFYING)
        worked_on = table in _WORKED_ON or not table.startswith(ACCOUNTS)
        if key and worked_on and table not in ELSEWHERE and not coded:
            columns.append(TextColumn(table, name, kind, longest, key, isinstance(field, models.URLField)))
    return columns
