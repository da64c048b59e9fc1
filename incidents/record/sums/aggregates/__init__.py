"""Counting incidents by period, area, kind, actor and grade, without counting one twice unless asked to.

The rules are in docs/aggregates.md. ``asking`` reads the parameters, ``counting`` counts, ``covering`` and ``filling``
tell an empty cell from one where nobody looked, ``answers`` puts it together.
"""
