"""The analysts' interface: Django's admin with our templates and a base class of our own.

Importing the package registers every model of the desk.
"""

from . import actors, coverage, datasets, editions, jobs, locations, persons, reports, sources
from .claims import admin as claims_admin
from .imports import runs
from .incidents import admin as incidents_admin
from .incidents import episodes

__all__ = [
    "actors",
    "claims_admin",
    "coverage",
    "datasets",
    "editions",
    "episodes",
    "incidents_admin",
    "jobs",
    "locations",
    "persons",
    "reports",
    "runs",
    "sources",
]
