"""Compatible APIs: addresses, parameters and columns of services that researchers have scripts for.

A dialect only translates. What is found, and in which state of the record, is decided by the one filter grammar.
"""
