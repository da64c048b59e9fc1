"""Editorial actions from a subject's form: buttons, their pages, the preview, and the front page's queues.

Read ``admin`` first (what every published subject's form has), then ``transitions`` (one page for each action)
and ``outline``.
"""
