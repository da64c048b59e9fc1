"""What may happen to a subject: entering, review, publishing, correcting, retracting, merging, withholding.

Every act is one atomic, keyword-only function with ``by=``; what it refuses it refuses with ``refusal.Refused``.
"""
