"""Measures: incidents, and people by what happened to them.

Unknown is not zero. The low end adds up what is known for certain, so that an incident without a figure adds nothing to
it; the best and the high figure are sums over those incidents that have one. For each there is said how many have no
figure at all, no best one, and no upper end.
"""

HARMS = ("killed", "wounded", "killed_civilians", "wounded_civilians")
INCIDENTS = "incidents"
MEASURES = (INCIDENTS, *HARMS)

_PARTS = {
    "low": "coalesce(flat.{harm}_low, 0)",
    "best": "coalesce(flat.{harm}_best, 0)",
    "high": "coalesce(flat.{harm}_high, 0)",
    "figures": "(num_nonnulls(flat.{harm}_low, flat.{harm}_best, flat.{harm}_high) > 0)::int",
    "bests": "(flat.{harm}_best IS NOT NULL)::int",
    "highs": "(flat.{harm}_high IS NOT NULL)::int",
}
PARTS = tuple(_PARTS)
"""Sums of a harm: the three ends, and how many incidents have any figure, a best one and an upper end."""


def columns_of(measure: str) -> tuple[str, ...]:
    """Columns of the summaries that hold a measure."""
    return (INCIDENTS,) if measure == INCIDENTS else tuple(f"{measure}_{part}" for part in PARTS)


SQL: dict[str, str] = {INCIDENTS: "1"} | {
    f"{harm}_{part}": sql.format(harm=harm) for harm in HARMS for part, sql in _PARTS.items()
}
"""By column, as an expression over one row of ``record_row AS flat``."""
