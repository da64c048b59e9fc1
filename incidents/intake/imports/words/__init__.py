"""How cells are read that every importer meets: countries, days, and placeholders such as "unknown" or "n/a"."""
