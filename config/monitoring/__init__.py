"""What those who run a site see of it: probes, metrics and the log. Nothing in here names a reader, a row or a text.

Read ``probes`` (is it alive, is it ready), then ``requests`` (number, log entry and metrics of each request), ``logs``,
and ``exposition`` (what Prometheus is shown: ``metrics`` of the processes, and ``site_metrics``).
"""
