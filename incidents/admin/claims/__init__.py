"""Claims on the desk: a form for each kind, the compact list on the incident, and the picker for what rests on them.

Read ``forms`` first (the fields of each kind), then ``admin`` (how a form is reached), ``list`` and ``picker``.
"""
