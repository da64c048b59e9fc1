"""The deploy check of the public side's role, and what its command says when it may not grant."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.checks import registry
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection

from incidents.record.access import checks, role

pytestmark = pytest.mark.django_db


def ids() -> list[str | None]:
    return [problem.id for problem in checks.the_reader_reads_the_record_only(None)]


def test_it_runs_on_deployment_and_only_then():
    assert checks.the_reader_reads_the_record_only in registry.registry.deployment_checks
    assert checks.the_reader_reads_the_record_only not in registry.registry.registered_checks


def privileges(monkeypatch: pytest.MonkeyPatch, held: set[tuple[str, str]]) -> None:
    monkeypatch.setattr(role, "current", lambda *of: ("attest_reader", False))
    monkeypatch.setattr(role, "privileges", lambda *of: held)


def test_exactly_the_right_privileges_are_no_problem(monkeypatch: pytest.MonkeyPatch):
    privileges(monkeypatch, role.expected())
    assert ids() == []


def test_too_many_are_named(monkeypatch: pytest.MonkeyPatch):
    more = {(f"incidents_{n}", "SELECT") for n in range(9)}
    privileges(monkeypatch, role.expected() | more)
    (problem,) = checks.the_reader_reads_the_record_only(None)
    assert problem.id == "record.E003"
    assert "SELECT on incidents_0" in problem.msg
    assert "and 4 more" in problem.msg
    assert "record_role" in str(problem.hint)


def test_too_few_are_named(monkeypatch: pytest.MonkeyPatch):
    privileges(monkeypatch, role.expected() - {("record_head", "SELECT")})
    (problem,) = checks.the_reader_reads_the_record_only(None)
    assert (problem.id, "SELECT on record_head" in problem.msg) == ("record.E004", True)


def _failing(*args: Any) -> Any:
    raise DatabaseError("permission denied to create role\n")


def test_a_record_that_cannot_be_read_is_an_error_and_no_silence(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(role, "current", _failing)
    assert ids() == ["record.E001"]


def test_a_superuser_is_no_reader(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(role, "current", lambda *of: ("anybody", True))
    assert ids() == ["record.E002"]


def test_a_command_that_may_not_grant_says_who_may(monkeypatch: pytest.MonkeyPatch):
    broken = role.Statements(
        create="SELECT 1", grants=["GRANT SELECT ON no_such_table TO nobody_at_all"], settings=[]
    )
    monkeypatch.setattr(role, "statements", lambda *of: broken)
    with pytest.raises(CommandError, match="administrator"):
        call_command("record_role")


def test_limits_that_may_not_be_set_are_left_to_the_administrator(monkeypatch: pytest.MonkeyPatch):
    usual = role.statements(connection, role.role_name())
    broken = role.Statements(
        create=usual.create, grants=usual.grants, settings=["ALTER ROLE nobody_at_all SET x = 1"]
    )
    monkeypatch.setattr(role, "statements", lambda *of: broken)
    out, errors = StringIO(), StringIO()
    call_command("record_role", stdout=out, stderr=errors)
    assert "Left to the administrator" in errors.getvalue()
    assert "may read record_edition" in out.getvalue()
