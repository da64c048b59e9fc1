"""The one filter grammar of API, pages, map, exports, feeds and dialects: from an address to rows.

Read ``grammar`` first (the parameters), then ``values`` and ``parameters`` (how each is read), ``conditions`` (what
they mean in SQL), ``query`` (a question in one state of the record), ``orders``, ``cursors`` and ``paging``.
"""
