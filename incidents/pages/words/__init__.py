"""Documents in sentences: dates, figures, codes and claims as a reader would say them. No markup, no I/O."""
