"""Files and services as rows of text: delimited files, workbooks, JSON, archives, addresses.

Read ``sources`` first (opening whatever was named), then ``sheets`` (its kinds of table) and ``encodings`` (bytes to
text, never guessed silently).
"""
