"""Numbers of people in words. Unknown is not none, and an open end is said."""

from django.utils.translation import gettext as _

from ..document import Figure, Total

Number = int | None


def spread(low: Number, best: Number, high: Number) -> str:
    """“1”, “4 (3–6)”, “0 to 6, best estimate 0”, “at least 3”, “none”, “unknown”.

    “None” is said only where nothing above nought is possible: a best estimate of 0 under a higher or an unknown end
    is no “none”. A low end of 0 alone says nothing, and reads “unknown”.
    """
    if high == 0:
        return _("none")
    if not best:
        return _around_nought(low, high) if best == 0 else _bounds(low, high)
    if low == best == high or (not low and high is None):
        return str(best)
    return f"{best} ({_bounds(low, high)})"


def of_figure(figure: Figure | Total) -> str:
    return spread(figure.low, figure.best, figure.high)


def claimed(minimum: Number, best: Number, maximum: Number) -> str:
    """As a claimant gives it; a lower bound alone reads “at least”, and a bare 0 is the claimant's “none”."""
    if (minimum, best, maximum) == (None, 0, None):
        return _("none")
    if best is None and maximum is None and not minimum:
        return _("a number not given")
    return spread(minimum, best, maximum)


def cell(number: Number) -> str:
    """One number in a table: a question mark is explained in the table's caption."""
    return "?" if number is None else str(number)


def _around_nought(low: Number, high: Number) -> str:
    if high is None:
        return _("best estimate 0, no upper end known")
    if low is None:
        return _("at most %(high)s, best estimate 0") % {"high": high}
    return _("%(low)s to %(high)s, best estimate 0") % {"low": low, "high": high}


def _bounds(low: Number, high: Number) -> str:
    if high is None:
        return _("at least %(number)s") % {"number": low} if low else _("unknown")
    if low is None:
        return _("at most %(number)s") % {"number": high}
    return str(low) if low == high else f"{low}–{high}"
