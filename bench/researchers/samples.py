"""Values to ask for, out of the record itself: common ones and rare ones."""

from __future__ import annotations

from django.db import connection

_MOST = (
    "SELECT {column} FROM record_row WHERE {column} IS NOT NULL GROUP BY 1 ORDER BY count(*) {order} LIMIT 1"
)
_TERM = """
SELECT substr(term, {skip}) FROM (SELECT unnest(terms) AS term FROM record_entry LIMIT 20000) AS asked
WHERE term LIKE '{like}' GROUP BY term ORDER BY count(*) DESC LIMIT 1
"""
_WORD = """
SELECT word FROM ts_stat('SELECT words FROM record_entry WHERE subject = ''incident'' ORDER BY sequence LIMIT 20000')
WHERE word ~ '^[a-z]{{4,}}$' ORDER BY ndoc {order} LIMIT 1
"""
_PLACE = "SELECT lat, lon FROM record_row WHERE lat IS NOT NULL AND abs(lon) < 179 ORDER BY sequence LIMIT 1 OFFSET 777"
_OLD_WAR = """
SELECT country, min(lon), min(lat), max(lon), max(lat) FROM record_row WHERE country IS NOT NULL
GROUP BY country HAVING count(*) > (SELECT count(*) FROM record_row) / 100 ORDER BY avg(date_from - date '1970-01-01')
LIMIT 1
"""
"""The country that has its share of all incidents, most of them the longest ago, and the box around them."""


def samples() -> dict[str, str]:
    """By the names that questions use."""
    lat, lon = (float(str(part)) for part in _row(_PLACE))
    old_war, *sides = _row(_OLD_WAR)
    return {
        "common": _one(_WORD.format(order="DESC")),
        "rare": _one(_WORD.format(order="ASC")),
        "country": _one(_MOST.format(column="country", order="DESC")),
        "rare_country": _one(_MOST.format(column="country", order="ASC")),
        "event_type": _one(_MOST.format(column="event_type", order="DESC")),
        "sub_event_type": _one(_MOST.format(column="sub_event_type", order="DESC")),
        "admin1": _one(_MOST.format(column="admin1_id", order="DESC")),
        "location": _one(_MOST.format(column="location_id", order="DESC")),
        "actor": _one(_TERM.format(skip=7, like="actor:%%")),
        "source": _one(_TERM.format(skip=8, like="source:SRC-8%%")),  # made up: the real one is everywhere
        "origin": _one(_TERM.format(skip=8, like="origin:%%")),
        "since": _one("SELECT to_char(max(issued_at), 'YYYY-MM-DD') FROM record_row"),
        "earlier": _one("SELECT max(sequence) * 9 / 10 FROM record_edition"),
        "lately": _one("SELECT max(sequence) * 99 / 100 FROM record_edition"),
        "old_war": str(old_war),
        **dict(zip(("old_west", "old_south", "old_east", "old_north"), map(str, sides), strict=True)),
        "lat": str(lat),
        "lon": str(lon),
        **_around(lat, lon, 0.1, ""),
        **_around(lat, lon, 0.5, "1"),
        **_around(lat, lon, 2, "2"),
        **_around(lat, lon, 8, "4"),
    }


def _around(lat: float, lon: float, by: float, mark: str) -> dict[str, str]:
    """The sides of a box, by the names that questions use."""
    west, east = max(lon - by, -180.0), min(lon + by, 180.0)
    south, north = max(lat - by, -85.0), min(lat + by, 85.0)
    sides = {"west": west, "south": south, "east": east, "north": north}
    return {f"{side}{mark}": f"{degrees:.4f}" for side, degrees in sides.items()}


def _one(sql: str) -> str:
    return str(_row(sql)[0])


def _row(sql: str) -> tuple[object, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [])
        row: tuple[object, ...] = cursor.fetchone() or ("none",)
    return row
