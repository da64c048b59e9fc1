"""What every import runs through, whoever coded the rows.

Read ``coded`` and ``coding`` first (a coded row; the importer's side), then ``running`` (leads a run), ``references``
(what rows name is matched or entered once) and ``publishing`` (it goes public first), ``staging`` (COPY), ``workers``
and ``chunks`` (one transaction each, see ``batches``), ``judging`` (verdicts), ``desk`` and ``writing`` (statements).
"""
