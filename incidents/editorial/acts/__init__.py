"""Editorial actions, one module each: review, publish, correct, retract, merge, withhold, erase, refresh.

Each is one atomic function with ``by=`` (and ``note=`` once something is published). Read ``editing`` and ``review``
first (before publication), then ``publish`` and ``correct``; the others follow the same course.
"""
