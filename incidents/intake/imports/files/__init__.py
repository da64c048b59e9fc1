"""Files and services as rows of text: delimited files, workbooks, JSON, archives, addresses.

Read ``sources`` first (opening whatever was named), then ``tables`` (records as rows under a heading) with
``delimited`` and ``workbooks`` (files as records), ``kinds`` (what is refused, with a remedy), ``encodings`` (bytes to
text, never guessed silently) and ``characters`` (what nobody sees, and letters that were broken).
"""
