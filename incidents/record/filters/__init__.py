"""Filtering, ordering and paging of lists, in one grammar for API, pages, map, exports, feeds and dialects.

Read ``grammar`` first (the parameters), then ``values`` and ``parameters`` (how each is read), ``conditions`` (what
they mean in SQL), ``query`` (a filtered list in one state of the record), ``orders``, ``cursors`` and ``paging``.
"""
