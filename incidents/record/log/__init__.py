"""The append-only, hash-chained log.

Read ``chain`` first (how entries are hashed), then ``drafts`` (what is to be appended), ``writing`` (append, withhold),
``verification`` (is it whole), ``following`` and ``withheld``.
"""
