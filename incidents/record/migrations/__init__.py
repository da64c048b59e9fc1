"""The record's tables, one concern each: folding, log, index, rows, sums, releases. Written by hand, in this order.

0001 comes before the desk's first migration too, whose columns use its function and extensions.
"""
