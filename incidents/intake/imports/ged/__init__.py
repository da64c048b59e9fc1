"""UCDP's Georeferenced Event Dataset: from its columns to coded rows.

Read ``coder`` first (one row, top to bottom), then ``figures``, ``places`` and ``sources``. The rules are those of the
UCDP GED codebook.
"""
