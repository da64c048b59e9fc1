"""SQL expressions that Django's ORM lacks, each written once as a pattern."""

from typing import Any

from django.db.models.expressions import Func
from django.db.models.sql.compiler import SQLCompiler


class SqlPattern(Func):
    """An expression whose SQL is ``pattern`` with ``{0}``, ``{1}`` … for its arguments, each once and in order."""

    pattern = ""

    def as_sql(self, compiler: SQLCompiler, connection: Any, *args: Any, **extra: Any) -> tuple[str, Any]:
        compiled = [compiler.compile(expression) for expression in self.source_expressions]
        params = tuple(value for _, values in compiled for value in values)
        return self.pattern.format(*(sql for sql, _ in compiled)), params
