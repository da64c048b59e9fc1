"""The rules of who may import whom leave no room out, and no module imports itself by way of others."""

from __future__ import annotations

import tomllib
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from grimp import ImportGraph, build_graph

ROOT = Path(__file__).resolve().parent.parent.parent
# They may import anything, and nothing imports them; for the worker a rule says so.
OUTSIDE = {"incidents.migrations", "incidents.management", "incidents.work"}


def test_every_room_is_named_in_a_rule():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    named = {
        module
        for contract in contracts
        for key in ("source_modules", "modules")
        for module in contract.get(key, ())
    }
    rooms = {f"incidents.{path.parent.name}" for path in (ROOT / "incidents").glob("*/__init__.py")}
    assert rooms - OUTSIDE <= named


def order_of_imports(graph: ImportGraph) -> list[str]:
    """All modules, each after those that it imports, inside functions too. Raises ``CycleError``."""
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    return list(TopologicalSorter(imports).static_order())


def test_no_module_imports_itself_by_way_of_others():
    graph = build_graph("accounts", "config", "incidents", cache_dir=None)
    order = order_of_imports(graph)
    assert order.index("incidents.record.filters.query") < order.index("incidents.record.filters.paging")

    graph.add_import(importer="incidents.record.filters.query", imported="incidents.record.filters.paging")
    with pytest.raises(CycleError):
        order_of_imports(graph)
