"""Data entry beside the forms: imports, the gazetteer, the fast lane, the demo, and readers of what people type.

Read ``fast_lane`` first (one report and one event at once) with ``casualty_lines``, ``claimants`` and ``date_words``,
then ``gazetteer`` with ``geonames``, ``imports`` and ``demo``.
"""
