"""Form fields that parse the values of parameters, one for each way of writing a value in an address.

Several values are parted by commas and mean "any of these".
"""

import re
from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from difflib import get_close_matches
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from ...countries import closest, countries
from ...geo import Box
from ..subjects import PUBLIC_ID, Subject, subject_of

_SEVERAL = re.compile(r"\s*,\s*")
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
MOST_VALUES = 50
LONGEST_VALUE = 2_000
NEAR = 0.7
"""How alike (``difflib``'s ratio) a name must be to be named as the one that may have been meant: “order” and “grade”,
at 0.6, only have letters in common."""


class Field(forms.Field):
    """``several`` marks parameters that may be repeated or hold commas; ``kind`` is the type shown in the API docs."""

    several = False
    schema: dict[str, Any] = {"type": "string"}

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        text = (value or "").strip()
        if len(text) > LONGEST_VALUE:
            raise ValidationError(_("is too long"))
        return self.read(text) if text else None

    def read(self, text: str) -> Any:
        """The value in a text that is not empty. Raises ``ValidationError``; ``params`` may hold the nearest."""
        return text


class SeveralField(Field):
    several = True

    def read(self, text: str) -> list[Any]:
        texts = _SEVERAL.split(text)
        if not all(texts):
            raise ValidationError(_("has a comma with no value before or after it"))
        if len(texts) > MOST_VALUES:
            raise ValidationError(_("has more than %(most)s values") % {"most": MOST_VALUES})
        return [self.read_one(value) for value in texts]

    def read_one(self, text: str) -> Any:
        return text


class CodesField(SeveralField):
    """Codes of one vocabulary."""

    def __init__(self, *, codes: Collection[str], **options: Any) -> None:
        super().__init__(**options)
        self.codes = list(codes)
        self.schema = {"type": "array", "items": {"type": "string", "enum": self.codes}}

    def read_one(self, text: str) -> str:
        return known(text, self.codes)


class CountriesField(SeveralField):
    def read_one(self, text: str) -> str:
        if text.upper() in countries():
            return text.upper()
        meant = closest(text)
        if meant is None:
            raise ValidationError(
                _("“%(text)s” is not the two-letter code (ISO 3166-1) of a country, such as SY"),
                params={"text": text},
            )
        raise ValidationError(
            _("“%(text)s” is not a two-letter country code (ISO 3166-1); did you mean “%(nearest)s”?"),
            params={"text": text, "nearest": meant.code},
        )


class IdsField(SeveralField):
    """Public ids of one subject, or whole names in any script, which are looked up in the record."""

    def __init__(self, *, subject: Subject, **options: Any) -> None:
        super().__init__(**options)
        self.subject = subject

    def read_one(self, text: str) -> str:
        if not PUBLIC_ID.fullmatch(text.upper()):
            if re.fullmatch(r"[A-Za-z]{3}-?\d+", text):
                raise ValidationError(
                    _("“%(text)s” is not an id such as %(prefix)s-000042")
                    % {"text": text, "prefix": self.subject.prefix}
                )
            return text
        if subject_of(text.upper()) != self.subject:
            raise ValidationError(
                _("“%(text)s” is the id of something else; ids here begin with %(prefix)s-")
                % {"text": text, "prefix": self.subject.prefix}
            )
        return text.upper()


class GradesField(SeveralField):
    """``confirmed`` (of the occurrence) or ``casualties:confirmed``."""

    def __init__(self, *, about: Collection[str], grades: Collection[str], **options: Any) -> None:
        super().__init__(**options)
        self.about, self.grades = list(about), list(grades)

    def read_one(self, text: str) -> tuple[str, str]:
        about, colon, grade = text.rpartition(":")
        return known(about, self.about) if colon else self.about[0], known(grade, self.grades)


class ExternalField(SeveralField):
    """``scheme:value``."""

    def read_one(self, text: str) -> tuple[str, str]:
        scheme, colon, value = text.partition(":")
        if not (scheme and colon and value):
            raise ValidationError(_("is written scheme:value, such as ucdp_ged:224543"))
        return scheme, value


class DaysField(Field):
    """A day, a month or a year as the days it spans."""

    schema = {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$", "example": "2021-04"}

    def read(self, text: str) -> tuple[date, date]:
        return span(text)


class InstantField(Field):
    """An instant with its offset from UTC; a day alone stands for its end (``end``; today for now) or beginning."""

    schema = {"type": "string", "example": "2021-04-21T08:00:00Z"}

    def __init__(self, *, end: bool, **options: Any) -> None:
        super().__init__(**options)
        self.end = end

    def read(self, text: str) -> datetime:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            day, now = span(text)[0], datetime.now(UTC)
            if self.end and day == now.date():
                return now
            return datetime.combine(day, time.max if self.end else time.min, UTC)
        moment = _instant(text)
        if moment is None:
            raise ValidationError(_("is not a day or an instant with its zone, such as 2021-04-21T08:00:00Z"))
        return moment


class StateField(InstantField):
    """An instant, or ``sequence:1234`` for a position in the log, as citations have it."""

    def read(self, text: str) -> datetime | int:  # type: ignore[override]
        match = re.fullmatch(r"sequence:(\d{1,18})", text)
        return int(match.group(1)) if match else super().read(text)


class NumberField(Field):
    def __init__(self, *, least: int = 0, most: int = 2**31 - 1, **options: Any) -> None:
        super().__init__(**options)
        self.least, self.most = least, most
        self.schema = {"type": "integer", "minimum": least, "maximum": most}

    def read(self, text: str) -> int:
        if not re.fullmatch(r"-?[0-9]{1,12}", text) or not self.least <= int(text) <= self.most:
            raise ValidationError(
                _("is not a whole number from %(least)s to %(most)s")
                % {"least": self.least, "most": self.most}
            )
        return int(text)


class FlagField(Field):
    schema = {"type": "boolean"}

    def read(self, text: str) -> bool:
        if text.lower() not in {"true", "1", "false", "0"}:
            raise ValidationError(_("is either true or false"))
        return text.lower() in {"true", "1"}


class ChoiceField(Field):
    def __init__(self, *, codes: Collection[str], **options: Any) -> None:
        super().__init__(**options)
        self.codes = list(codes)
        self.schema = {"type": "string", "enum": self.codes}

    def read(self, text: str) -> str:
        return known(text, self.codes)


@dataclass(frozen=True, slots=True)
class Circle:
    lat: float
    lon: float
    km: float


class NearField(Field):
    """``lat,lon,km``."""

    schema = {"type": "string", "example": "37.05,41.22,25"}
    most_km = 2_000

    def read(self, text: str) -> Circle:
        lat, lon, km = _floats(text, 3, _("is written lat,lon,km, such as 37.05,41.22,25"))
        _check_point(lat, lon)
        if not 0 < km <= self.most_km:
            raise ValidationError(
                _("has a distance that is not between 0 and %(most)s km") % {"most": self.most_km}
            )
        return Circle(lat, lon, km)


class BoxField(Field):
    """``west,south,east,north``; west is greater than east across the antimeridian."""

    schema = {"type": "string", "example": "35.7,32.3,42.4,37.3"}

    def read(self, text: str) -> Box:
        west, south, east, north = _floats(
            text, 4, _("is written west,south,east,north in degrees, such as 35.7,32.3,42.4,37.3")
        )
        _check_point(south, west)
        _check_point(north, east)
        if south > north:
            raise ValidationError(_("has its south above its north"))
        return Box(west, south, east, north)


def known(text: str, codes: Collection[str]) -> str:
    """The code, if it is one of the codes. Raises ``ValidationError`` that names the nearest."""
    if text in codes:
        return text
    near = nearest(text, codes)
    # Filled in once, by the error itself: a percent sign in the text would be read as a format the second time.
    values = {"text": text, "codes": ", ".join(codes), "nearest": near}
    if near is None:
        raise ValidationError(_("“%(text)s” is not known; known are %(codes)s"), params=values)
    raise ValidationError(_("“%(text)s” is not known; did you mean “%(nearest)s”?"), params=values)


def nearest(text: str, names: Collection[str]) -> str | None:
    """The one name most like the text; a shared beginning counts, so that ``place`` is near to ``place_and_time``."""
    close = get_close_matches(text.lower(), list(names), n=1, cutoff=NEAR)
    begun = [name for name in names if len(text) > 2 and name.startswith(text.lower())]
    return next(iter(close or begun), None)


def span(text: str) -> tuple[date, date]:
    """First and last day of ``2021``, ``2021-04`` or ``2021-04-20``. Raises ``ValidationError``."""
    match = _DAY.fullmatch(text)
    try:
        if match is None:
            raise ValueError(text)
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None  # noqa: S101  # the expression has no match without it
        last_month = month or 12
        last_day = day or monthrange(year, last_month)[1]
        return date(year, month or 1, day or 1), date(year, last_month, last_day)
    except ValueError:
        raise ValidationError(_("is not a day, month or year such as 2021-04-20, 2021-04 or 2021")) from None


def _instant(text: str) -> datetime | None:
    try:
        # A plus sign in an address is read as a space unless it was escaped.
        moment = parse_datetime(text.replace(" ", "+") if "T" in text else text)
        # At the ends of the calendar an offset leads out of it.
        return moment.astimezone(UTC) if moment and moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _floats(text: str, count: int, message: Any) -> list[float]:
    parts = text.split(",")
    if len(parts) != count or not all(re.fullmatch(r"\s*-?\d{1,5}(\.\d{1,15})?\s*", part) for part in parts):
        raise ValidationError(message)
    return [float(part) for part in parts]


def _check_point(lat: float, lon: float) -> None:
    if not -90 <= lat <= 90 or not -180 <= lon <= 180:
        raise ValidationError(_("is not on the earth: latitudes reach from -90 to 90, longitudes to 180"))
