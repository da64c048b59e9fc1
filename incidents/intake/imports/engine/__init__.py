"""What every import runs through, whoever coded the rows.

Read ``coded`` and ``coding`` first (a coded row; the importer's side), then ``running`` (leads a run), ``references``
(what rows name is matched or entered once), ``staging`` (COPY), ``chunks`` (one transaction each, with verdicts and
publication), ``desk`` and ``writing`` (the statements).
"""
