"""Incidents counted in the cells of a map: ``asking`` reads what is wanted, ``maps`` answers."""
