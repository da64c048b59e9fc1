"""Other people's datasets, taken in row by row without a person typing.

A file or a service gives *rows*, kept word for word (``sources``). An importer codes each row, without looking at the
database (``coded``; ``ged`` for UCDP GED). What rows name is matched or entered once (``references``). Coded rows
are staged by COPY and written to the desk chunk by chunk, each chunk one transaction with the verdicts on its rows
and, if wanted, the publication of its incidents (``chunks``). ``running`` leads a run, ``undoing`` takes it back.
"""
