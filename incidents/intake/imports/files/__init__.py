"""Files and services as rows of text: delimited files, workbooks, JSON, archives, addresses.

Read ``sources`` first (opening whatever was named), then ``sheets`` (its kinds of table), ``encodings`` (bytes to
text, never guessed silently) and ``cells`` (one cell's text).
"""
