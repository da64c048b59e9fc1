"""Keeping the index as the log says: after each append, when rebuilt, and when checked.

Read ``maintenance`` first (what one append changes), then ``reindexing`` and ``agreement``.
"""
