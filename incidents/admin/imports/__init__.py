"""Pages that import a spreadsheet: upload, facts, columns, words, preview, run, and what became of each row.

Read ``urls`` first (the steps in order), then ``frame`` (what they share), ``mapping`` and ``forms``, ``preview``,
``running``, and ``runs`` (imports that were made, and taking one back).
"""
