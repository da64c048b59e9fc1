"""Numbers of people in words. Unknown is not none, and an open end is said."""

from django.utils.translation import gettext as _

from ..document import Figure, Total

Number = int | None


def spread(low: Number, best: Number, high: Number) -> str:
    """“1”, “4 (3–6)”, “at least 3”, “none”, “unknown”."""
    if low is None and best is None and high is None:
        return _("unknown")
    if best is None:
        return _bounds(low, high)
    if low == best == high:
        return _number(best)
    if low is None and high is None:
        return _number(best)
    around = f"{low}–{high}" if low is not None and high is not None else _bounds(low, high)
    return f"{_number(best)} ({around})"


def of_figure(figure: Figure | Total) -> str:
    return spread(figure.low, figure.best, figure.high)


def claimed(minimum: Number, best: Number, maximum: Number) -> str:
    """As a claimant gives it; a lower bound alone reads “at least”."""
    if best is not None:
        return spread(minimum, best, maximum) if (minimum, maximum) != (None, None) else _number(best)
    if minimum is None and maximum is None:
        return _("a number not given")
    return _bounds(minimum, maximum)


def cell(number: Number) -> str:
    """One number in a table: a question mark is explained in the table's caption."""
    return "?" if number is None else str(number)


def _bounds(low: Number, high: Number) -> str:
    if high is None:
        return _("at least %(number)s") % {"number": low}
    if low is None:
        return _("at most %(number)s") % {"number": high}
    return _number(low) if low == high else f"{low}–{high}"


def _number(number: int) -> str:
    return str(number) if number else _("none")
