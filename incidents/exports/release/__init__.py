"""Dataset releases: one state of the record as files that anybody can keep, compare and cite.

``making`` writes a bundle, ``contents`` says what is in it, ``shelf`` is where bundles stand and whether they may be
handed out, ``differences`` compares two releases.
"""
