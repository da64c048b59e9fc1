"""A class name means one thing in the whole application."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import incidents

SOURCE = Path(incidents.__file__).parent
BY_CONVENTION = {"Meta", "Media", "Command"}
"""Names that Django gives a meaning wherever they stand."""


def classes() -> Iterator[tuple[str, str]]:
    """The name and the module of every class, classes within classes too."""
    for path in sorted(SOURCE.rglob("*.py")):
        module = path.relative_to(SOURCE).as_posix()
        if "migrations/" not in module:
            yield from (
                (node.name, module)
                for node in ast.walk(ast.parse(path.read_text()))
                if isinstance(node, ast.ClassDef)
            )


def is_desk_model_and_its_document(modules: list[str]) -> bool:
    """The one deliberate pair: a row of the desk, and the part of a public document that is made of it."""
    rooms = sorted("/".join(module.split("/")[:2]) for module in modules)
    return len(modules) == 2 and rooms[0].startswith("models/") and rooms[1] == "record/document"


def test_a_class_name_means_one_thing():
    where = defaultdict(list)
    for name, module in classes():
        if name not in BY_CONVENTION:
            where[name].append(module)
    shared = {name: modules for name, modules in where.items() if len(modules) > 1}
    assert {
        name: modules for name, modules in shared.items() if not is_desk_model_and_its_document(modules)
    } == {}
