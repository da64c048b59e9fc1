"""Anybody's spreadsheet, read through a mapping that says what its columns and words mean.

Read ``mapping`` first (what can be said), then ``checks`` (what is wrong with one) and ``coder`` with ``values`` and
``figures`` (a row through a mapping). The page edits a ``draft`` of a mapping: ``facts``, ``columns`` with ``meanings``
and ``words`` are its questions, ``guess`` suggests answers; ``uploads`` and ``saved`` keep files and mappings.
"""
