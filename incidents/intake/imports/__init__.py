"""Other people's datasets, taken in row by row without a person typing.

Read in this order: ``files`` (a file or a service gives rows, kept word for word), ``words`` (how countries, days and
"unknown" are read), ``ged``, ``acled`` and ``spreadsheet`` (each codes a row without looking at the database),
``engine`` (matches, stages and writes coded rows, chunk by chunk) and ``undo`` (takes an import back).
"""
