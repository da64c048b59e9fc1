"""Real events that broke simpler models, built from their facts (UCDP GED, CC BY 4.0, Sundberg and Melander 2013).

Each has to be held without bending a field, and to come out in the public document as it was meant.
"""
