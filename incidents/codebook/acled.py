"""ACLED's own codebook: columns in their order, and numbers for kinds of actors and for who met whom.

Names and order are those of its exports and its service (ACLED codebook, 2024); an importer reads them and a dialect
writes them.
"""

from functools import cache

from .actors import ActorKind

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type",
    "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting",
    "iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision",
    "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip

UNIDENTIFIED = 3
"""ACLED counts armed groups that nobody could name among the political militias."""
RIOTERS, PROTESTERS, CIVILIANS = 5, 6, 7

INTER = {
    1: "State forces",
    2: "Rebel group",
    3: "Political militia",
    4: "Identity militia",
    5: "Rioters",
    6: "Protesters",
    7: "Civilians",
    8: "External/Other forces",
}
"""Kinds of actors, by number."""


@cache
def inter(kind: str | None) -> int:
    """The number of an actor's kind; 0 where it has none."""
    return int(ActorKind(kind).crosswalk.acled or 0) if kind else 0


def interaction(first: int, second: int | None) -> int:
    """Both numbers as one, the lower first: 13 for state forces and a militia, 10 for state forces alone (``None``).

    0 where the kind of one of them is not known: that would read as nobody.
    """
    if second is None:
        return first * 10
    low, high = sorted((first, second))
    return low * 10 + high if low else 0


def inter_name(code: int) -> str:
    return INTER.get(code, "")


def interaction_name(code: int) -> str:
    first, second = divmod(code, 10)
    if not first:
        return ""
    return f"{INTER[first]}-{INTER[second]}" if second else f"{INTER[first]} only"


INTERACTIONS = (
    0,
    *(first * 10 + second for first in INTER for second in (0, *INTER) if not 0 < second < first),
)
"""Every number that ``interaction`` gives."""
