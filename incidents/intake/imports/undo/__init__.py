"""Taking an import back: rows it entered leave the desk, rows it changed become what they were.

Read ``runs`` first (leads it, chunk by chunk), then ``rows`` (one chunk) and ``history`` (what was there before).
"""
