"""Incidents and episodes on the desk: the list with its search and filters, the form with its rows, the fast lane.

Read ``narrative`` first (what incidents and episodes share), then ``admin`` (the incident's list and form) with
``columns``, ``filters`` and ``search``, and ``fast_lane``.
"""
