"""Counting incidents by period, area, kind, actor and grade, without counting one twice unless asked to.

The rules are in docs/aggregates.md. ``parameters`` reads the request, ``counting`` counts (``precomputed`` finds the
kept sums that can answer), ``coverage`` and ``zero_cells`` tell an empty cell from one where nobody looked, ``answers``
puts it together; ``totals`` counts lists.
"""
