"""The record: an append-only log of published documents, the index made from it, and everything that reads them.

Its floors, from the ground up: ``document`` (the formats), ``projection`` (what the index takes from a document),
``models``, ``filters`` (lists), ``sums`` (counts), ``index``, ``log``; ``reading`` is what the public rooms call.
"""
