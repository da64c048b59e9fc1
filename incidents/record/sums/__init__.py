"""Counting the record: aggregates and map cells, from sums that are kept or from the rows.

Read ``aggregates`` and ``cells`` for what is answered, ``summaries`` for how the kept sums follow the log.
"""
