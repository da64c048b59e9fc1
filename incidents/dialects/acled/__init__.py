"""The record as ACLED's service speaks it, for scripts that were written for that service.

Sources: ACLED's API documentation and codebook of 2024 and 2025, and how the ``acled`` package calls the service.
What differs is in docs/dialects-acled.md; a test holds the two together.
"""
