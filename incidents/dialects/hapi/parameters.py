"""Parsing of the service's parameters into conditions on the sums. What is unknown or malformed is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL
from django.http import QueryDict
from django.utils.translation import gettext as _

from ...codebook import LocationType
from ...countries import by_iso3, by_number, closest, countries
from ...folding import fold
from ...record.filters.values import known, nearest, span
from ...record.models import Entry, EntrySet
from ...record.models.division_sums import ConflictKind
from ...record.projection import terms
from ...record.reading import ALIAS, BadParameters, Problem, State, Subject, parse, refuse_if_behind
from ..numbers import whole

_BEARS = """EXISTS (
    SELECT FROM unnest(record_entry.terms) AS term WHERE starts_with(term, 'name:') AND strpos(substr(term, 6), %s) > 0
)"""
PCODE = "ocha-pcode"
"""Scheme of outside ids of locations."""

MOST_ROWS = 10_000
PINNING = ("as_of", "release")
NOT_KNOWN = ("has_hrp", "in_gho")
IGNORED = ("app_identifier",)
"""Accepted, since clients of HAPI have to send it, and not looked at."""


@dataclass
class HapiRequest:
    """A parsed request. ``keys`` are the values that a column may have; months are named by their first day."""

    state: State
    keys: dict[str, list[str]] = field(default_factory=dict)
    earliest: date | None = None
    latest: date | None = None
    level: int | None = None
    limit: int = MOST_ROWS
    offset: int = 0
    csv: bool = False
    hxl: bool = False

    def narrow(self, column: str, values: Iterable[str]) -> None:
        """Only these values, of those that another parameter has left."""
        left = self.keys.get(column)
        self.keys[column] = [value for value in values if left is None or value in left]


def read_request(params: QueryDict, newest: State) -> HapiRequest:
    """Raises ``BadParameters`` that names every wrong parameter."""
    texts, problems = _texts(params)
    if not problems:
        request = HapiRequest(
            parse({name: texts[name] for name in PINNING if name in texts}, at=newest).state
        )
        for name, text in texts.items():
            try:
                if name in READERS:
                    READERS[name](request, text)
            except ValidationError as error:
                problems.append(Problem(name, " ".join(error.messages)))
    if problems:
        raise BadParameters(problems)
    return request


def _texts(params: QueryDict) -> tuple[dict[str, str], list[Problem]]:
    names = [*READERS, *PINNING, *IGNORED]
    problems = []
    for name in params:
        if name in NOT_KNOWN:
            problems.append(
                Problem(name, _("is not known of any country here, so that it cannot be asked for"))
            )
        elif name not in names:
            problems.append(Problem(name, _("is no parameter here"), nearest(name, names)))
        elif len(params.getlist(name)) > 1:
            problems.append(Problem(name, _("is given more than once")))
        elif "\0" in str(params[name]):
            problems.append(Problem(name, _("holds a character that no text has")))
    return {name: str(params[name]).strip() for name in params if str(params[name]).strip()}, problems


def _kind(request: HapiRequest, text: str) -> None:
    request.narrow("kind", [known(text, [kind.value for kind in ConflictKind])])


def _level(request: HapiRequest, text: str) -> None:
    request.level = int(known(text, ["0", "1", "2"]))


def _limit(request: HapiRequest, text: str) -> None:
    request.limit = whole(text, 1, MOST_ROWS)


def _offset(request: HapiRequest, text: str) -> None:
    request.offset = whole(text, 0, 10**9)


def _format(request: HapiRequest, text: str) -> None:
    request.csv = known(text, ["json", "csv"]) == "csv"


def _hxl(request: HapiRequest, text: str) -> None:
    request.hxl = known(text.lower(), ["true", "false"]) == "true"


def _start(request: HapiRequest, text: str) -> None:
    """Months that end on that day or later."""
    request.earliest = _days(text)[0].replace(day=1)


def _end(request: HapiRequest, text: str) -> None:
    """Months that begin on that day or earlier."""
    request.latest = _days(text)[1].replace(day=1)


def _days(text: str) -> tuple[date, date]:
    """A year, a month, a day, or a day with a time, of which the day counts."""
    return span(text.partition("T")[0])


def _location_code(request: HapiRequest, text: str) -> None:
    country = by_iso3(text)
    if country is None:
        raise ValidationError(_("is not a three-letter country code (ISO 3166-1), such as SYR"))
    request.narrow("country", [country.code])


def _location_name(request: HapiRequest, text: str) -> None:
    named = [country.code for country in countries().values() if fold(text) in fold(country.name)]
    if not named:
        meant = closest(text)
        raise ValidationError(
            _("is in no country's name; did you mean %(name)s?") % {"name": meant.name}
            if meant
            else _("is in no country's name")
        )
    request.narrow("country", named)


def _location_ref(request: HapiRequest, text: str) -> None:
    country = by_number(whole(text, 0, 999))
    if country is None:
        raise ValidationError(_("is no country's number (ISO 3166-1), such as 760"))
    request.narrow("country", [country.code])


def _code(level: str) -> Callable[[HapiRequest, str], None]:
    def read_code(request: HapiRequest, text: str) -> None:
        coded = _divisions(request, level).filter(terms__contains=[terms.external(PCODE, text.upper())])
        _narrow_to(request, level, coded, _("is the place code of no division in the record"))

    return read_code


def _ref(level: str) -> Callable[[HapiRequest, str], None]:
    def read_ref(request: HapiRequest, text: str) -> None:
        public_id = f"{Subject.LOCATION.prefix}-{whole(text, 0, 10**9):06d}"
        numbered = _divisions(request, level).filter(public_id=public_id)
        _narrow_to(request, level, numbered, _("is the number of no division of this level in the record"))

    return read_ref


def _name(level: str) -> Callable[[HapiRequest, str], None]:
    """Part of any name, folded as the index folds it: without accents and case, in any script."""

    def read_name(request: HapiRequest, text: str) -> None:
        bears = RawSQL(_BEARS, (fold(text),), output_field=BooleanField())  # noqa: S611  # the text is ours
        named = _divisions(request, level).annotate(bears=bears).filter(bears=True)
        _narrow_to(request, level, named, _("is in the name of no division of this level in the record"))

    return read_name


def _narrow_to(request: HapiRequest, level: str, divisions: EntrySet, none: str) -> None:
    """Only these divisions. Raises ``ValidationError`` for none: an empty answer would read like peace.

    On a copy that lags ``BehindError``: it may lack the division itself.
    """
    public_ids = list(divisions.values_list("public_id", flat=True))
    if not public_ids:
        refuse_if_behind(request.state)
        raise ValidationError(none)
    request.narrow(level, public_ids)


def _divisions(request: HapiRequest, level: str) -> EntrySet:
    locations = Entry.objects.using(ALIAS).of(Subject.LOCATION).at(request.state.sequence)
    return locations.filter(terms__contains=[terms.code("kind", level)])


FIRST, SECOND = LocationType.ADMIN1.value, LocationType.ADMIN2.value
READERS: dict[str, Callable[[HapiRequest, str], None]] = {
    "event_type": _kind,
    "location_code": _location_code,
    "location_name": _location_name,
    "location_ref": _location_ref,
    "admin1_code": _code(FIRST),
    "admin1_name": _name(FIRST),
    "admin1_ref": _ref(FIRST),
    "provider_admin1_name": _name(FIRST),
    "admin2_code": _code(SECOND),
    "admin2_name": _name(SECOND),
    "admin2_ref": _ref(SECOND),
    "provider_admin2_name": _name(SECOND),
    "admin_level": _level,
    "start_date": _start,
    "end_date": _end,
    "limit": _limit,
    "offset": _offset,
    "output_format": _format,
    "hxl": _hxl,
}
