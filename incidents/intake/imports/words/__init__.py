"""How cells are read, for every importer: one reader each for names, codes, identifiers, numbers, points and days.

Read ``cells`` first (the readers), then ``numbers``, ``days``, ``placeholders`` ("n/a", "unknown"), ``descriptions``
("civilians") and ``countries``.
"""
