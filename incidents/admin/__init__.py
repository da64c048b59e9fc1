"""The analysts' interface: Django's admin with our templates and a base class of our own.

Importing the package registers every model of the desk.
"""

from . import (
    actors,
    claims,
    coverage,
    datasets,
    episodes,
    import_runs,
    incidents,
    locations,
    persons,
    record,
    reports,
    sources,
)

__all__ = [
    "actors",
    "claims",
    "coverage",
    "datasets",
    "episodes",
    "import_runs",
    "incidents",
    "locations",
    "persons",
    "record",
    "reports",
    "sources",
]
