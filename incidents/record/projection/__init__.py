"""Projection of documents to index rows: pure functions of the text, so that the index can be rebuilt and checked.

Read ``entries`` first, then ``terms`` (what filters look for), ``rows`` (an incident as a table's row), ``full_text``,
and the two rules that terms need: ``violence`` and ``opponents``.
"""
