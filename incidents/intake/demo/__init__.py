"""Demo data: the report that the project started from, coded by hand as two incidents and their episode.

Facts are the report's; words are ours. Everything is entered, reviewed and published as analysts would do it.
Read ``loading`` first, then ``material`` (actors, places, sources), ``february``, ``april`` and ``episode``.
"""
