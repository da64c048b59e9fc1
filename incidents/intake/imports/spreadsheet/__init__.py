"""Anybody's spreadsheet, read through a mapping that says what its columns and words mean.

Read ``mapping`` first (what can be said), then ``guess`` (a first proposal), ``checks`` (what is wrong with one),
``coder`` with ``values`` and ``figures`` (a row through a mapping), ``choices`` and ``from_mapping`` (the same as
questions of the page), ``saved`` and ``uploads`` (what is kept between two steps).
"""
