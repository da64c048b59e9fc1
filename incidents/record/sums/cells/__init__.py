"""Incidents counted in the cells of a map: ``parameters`` reads the request, ``counting`` counts, ``maps`` answers."""
