"""OCHA's Humanitarian API (HDX HAPI, version 2) over the record: conflict events counted by month and division.

Columns and parameters: hdx-hapi.readthedocs.io, "Coordination & Context, Conflict Events". What differs is told in
docs/dialects-hapi.md.
"""
