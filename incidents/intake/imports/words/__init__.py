"""How cells are read that every importer meets: text, numbers, points, countries, days, and placeholders such as "n/a".

Read ``cells`` first, then ``placeholders``, ``countries`` and ``days``.
"""
