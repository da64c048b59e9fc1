"""Documents in words, for readers and the desk alike: dates, figures, codes, claims, origins. No markup, no I/O."""
