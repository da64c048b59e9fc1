"""Work that takes longer than a request: the worker, its kinds of jobs, and what it does every so often.

Read ``running`` first: how a process takes up a job, says how far it is and gives it up. ``kinds`` and ``periodic`` are
the tables of what there is to do. Jobs are enqueued with ``Job.objects.enqueue`` (``incidents.models.jobs``), which
every room may do; this one may call every room, and none calls it.
"""
