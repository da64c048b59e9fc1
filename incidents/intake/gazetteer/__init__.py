"""The gazetteer: what it is read from (GeoNames, OCHA's boundaries, our own tables), and its loading."""
