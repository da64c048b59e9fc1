"""ACLED's events: from its columns to coded rows, which stay on the desk.

Read ``coder`` first (one row, top to bottom), then ``codes``, ``actors`` and ``places``. The rules are those of the
ACLED codebook.
"""
