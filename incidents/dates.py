"""Imprecise dates: an interval of days and how to read it."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, time, timedelta

from .codebook import DatePrecision, TimeOfDay, decided


@dataclass(frozen=True)
class ImpreciseDate:
    """``earliest`` to ``latest``, both included; ``precision`` says whether it lasted or is only bounded by them.
    ``clock`` is local time, where it is said.

    Raises ``ValueError`` when the ends are the wrong way round.
    """

    earliest: date
    latest: date
    precision: DatePrecision = DatePrecision.DAY
    time_of_day: TimeOfDay = TimeOfDay.UNKNOWN
    clock: time | None = None

    def __post_init__(self) -> None:
        if self.latest < self.earliest:
            raise ValueError(f"{self.latest} is before {self.earliest}")

    @property
    def days(self) -> int:
        """Length of the interval in days, one or more."""
        return (self.latest - self.earliest).days + 1

    @classmethod
    def day(cls, day: date) -> "ImpreciseDate":
        return cls(day, day)

    @classmethod
    def month(cls, year: int, month: int) -> "ImpreciseDate":
        return cls(date(year, month, 1), date(year, month, monthrange(year, month)[1]), DatePrecision.MONTH)

    @classmethod
    def year(cls, year: int) -> "ImpreciseDate":
        return cls(date(year, 1, 1), date(year, 12, 31), DatePrecision.YEAR)


LONGEST: dict[DatePrecision, timedelta | None] = decided(
    DatePrecision,
    {
        DatePrecision.DAY: None,
        DatePrecision.DAYS: timedelta(days=7),
        DatePrecision.WEEK: timedelta(days=10),
        DatePrecision.MONTH: timedelta(days=35),
        DatePrecision.YEAR: timedelta(days=370),
        DatePrecision.PERIOD: None,
        DatePrecision.UNKNOWN: None,
    },
)
"""The longest interval each precision allows: a bound against slips of the pen, with room for unsharp edges."""


def fits(earliest: date, latest: date, precision: str) -> bool:
    """Whether an interval is short enough for the precision it carries."""
    longest = LONGEST[DatePrecision(precision)]
    return longest is None or latest - earliest <= longest
