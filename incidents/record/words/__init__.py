"""Documents in words, for readers and the desk alike: dates, figures, codes, claims, whole values. No markup, no I/O.

Read ``codes``, ``dates`` and ``figures`` first, then ``origins`` and ``claims``; ``keys`` says what a key is called,
``values`` says anything that may stand at one.
"""
