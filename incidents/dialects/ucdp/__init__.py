"""UCDP's service of its Georeferenced Event Dataset (GED) over the record: addresses, parameters, envelope, columns.

Columns and their meaning: Högbladh, Stina (2019), "UCDP GED Codebook version 19.1", Uppsala University. What differs
is told to researchers in docs/dialects-ucdp.md.
"""
