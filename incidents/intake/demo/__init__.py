"""The demo: the report that the project started from, coded by hand as two incidents and the episode that holds them.

Facts are the report's; words are ours. Everything is entered, reviewed and published as analysts would do it.
"""
