"""Each promise of the threat model names a test, and that test is there."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest
from django.conf import settings

TEXT = (settings.BASE_DIR / "docs" / "threats.md").read_text(encoding="utf-8")
NAMED = re.findall(r"\| (tests/\S+)::(\w+) \|", TEXT)


@cache
def functions_of(path: str) -> set[str]:
    tree = ast.parse((settings.BASE_DIR / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize(("path", "test"), NAMED)
def test_the_test_of_a_promise_is_there(path: str, test: str):
    assert test.startswith("test_")
    assert test in functions_of(path)


def test_every_promise_names_one():
    rows = [row for row in TEXT.splitlines() if row.startswith("|") and set(row) - set("|- ")]
    promises = [row for row in rows if row != "| promise | test |"]
    assert len(promises) == len(NAMED) > 25
