"""Tables with more than one row for an incident: its actors, its locations, its claims."""

from __future__ import annotations

from . import actors, claims, locations
from .table import Table

TABLES: dict[str, Table] = {
    "actor": actors.TABLE,
    "location": locations.TABLE,
    "claim": claims.TABLE,
}

__all__ = ["TABLES", "Table"]
