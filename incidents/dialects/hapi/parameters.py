"""The service's parameters, read into conditions on the record's index. What is unknown or malformed is refused."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from ...codebook import Extent, LocationType
from ...record import terms
from ...record.models import Entry
from ...record.reading import ALIAS, BadParameters, Problem, Query, State, Subject, parse
from ...record.values import known, nearest, span
from .cells import Kind
from .countries import countries

PCODE = "ocha-pcode"
"""Scheme of outside ids of locations."""

MOST_ROWS = 10_000
PINNING = ("as_of", "release")
NOT_HELD = ("has_hrp", "in_gho")
PASSED_OVER = ("app_identifier",)
"""Accepted, since clients of HAPI have to send it, and not looked at."""


@dataclass
class Asked:
    """What a request asks for; ``grammar`` are parameters of our own filter grammar."""

    state: State
    kinds: list[Kind] = field(default_factory=lambda: list(Kind))
    level: int | None = None
    limit: int = MOST_ROWS
    offset: int = 0
    csv: bool = False
    hxl: bool = False
    grammar: dict[str, str] = field(default_factory=dict)
    conditions: list[Q] = field(default_factory=list)

    def query(self) -> Query:
        return parse({"extent": Extent.SINGLE, **self.grammar}, at=self.state)


def read(params: QueryDict, newest: State) -> Asked:
    """Raises ``BadParameters`` that names every wrong parameter."""
    texts, problems = _texts(params)
    if not problems:
        asked = Asked(parse({name: texts[name] for name in PINNING if name in texts}, at=newest).state)
        for name, text in texts.items():
            try:
                if name in READERS:
                    READERS[name](asked, text)
            except ValidationError as error:
                problems.append(Problem(name, " ".join(error.messages)))
    if problems:
        raise BadParameters(problems)
    return asked


def _texts(params: QueryDict) -> tuple[dict[str, str], list[Problem]]:
    names = [*READERS, *PINNING, *PASSED_OVER]
    problems = []
    for name in params:
        if name in NOT_HELD:
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


def _kind(asked: Asked, text: str) -> None:
    asked.kinds = [Kind(known(text, [one.value for one in Kind]))]


def _level(asked: Asked, text: str) -> None:
    asked.level = int(known(text, ["0", "1", "2"]))


def _limit(asked: Asked, text: str) -> None:
    asked.limit = _whole(text, 1, MOST_ROWS)


def _offset(asked: Asked, text: str) -> None:
    asked.offset = _whole(text, 0, 10**9)


def _format(asked: Asked, text: str) -> None:
    asked.csv = known(text, ["json", "csv"]) == "csv"


def _hxl(asked: Asked, text: str) -> None:
    asked.hxl = known(text.lower(), ["true", "false"]) == "true"


def _start(asked: Asked, text: str) -> None:
    """Months that end on that day or later."""
    first = _days(text)[0].replace(day=1)
    asked.grammar["from"] = first.isoformat()
    asked.conditions.append(Q(row__date_from__gte=first))


def _end(asked: Asked, text: str) -> None:
    """Months that begin on that day or earlier."""
    day = _days(text)[1]
    last = day.replace(day=monthrange(day.year, day.month)[1])
    asked.grammar["to"] = last.isoformat()
    asked.conditions.append(Q(row__date_from__lte=last))


def _days(text: str) -> tuple[date, date]:
    """A year, a month, a day, or a day with a time, of which the day counts."""
    return span(text.partition("T")[0])


def _country(asked: Asked, found: list[str]) -> None:
    asked.conditions.append(
        Q(terms__overlap=[terms.country(one) for one in found], row__country__in=found)
        if found
        else Q(pk__in=[])
    )


def _location_code(asked: Asked, text: str) -> None:
    found = [one.code for one in countries().values() if one.iso3 == text.upper()]
    if not found:
        raise ValidationError(_("is not a three-letter country code (ISO 3166-1), such as SYR"))
    _country(asked, found)


def _location_name(asked: Asked, text: str) -> None:
    _country(asked, [one.code for one in countries().values() if text.lower() in one.name.lower()])


def _location_ref(asked: Asked, text: str) -> None:
    number = _whole(text, 0, 999)
    _country(asked, [one.code for one in countries().values() if one.number == number])


def _code(level: str) -> Callable[[Asked, str], None]:
    def read_code(asked: Asked, text: str) -> None:
        coded = Entry.objects.using(ALIAS).of(Subject.LOCATION).at(asked.state.sequence)
        wanted = [terms.code("kind", level), terms.external(PCODE, text.upper())]
        found = list(coded.filter(terms__contains=wanted).values_list("public_id", flat=True))
        _within(asked, level, found)

    return read_code


def _ref(level: str) -> Callable[[Asked, str], None]:
    def read_ref(asked: Asked, text: str) -> None:
        _within(asked, level, [f"{Subject.LOCATION.prefix}-{_whole(text, 0, 10**9):06d}"])

    return read_ref


def _name(level: str) -> Callable[[Asked, str], None]:
    def read_name(asked: Asked, text: str) -> None:
        asked.conditions.append(Q(**{f"row__{level}__icontains": text}))

    return read_name


def _within(asked: Asked, level: str, found: list[str]) -> None:
    narrowed = Q(terms__overlap=[terms.location(one) for one in found]) if found else Q(pk__in=[])
    asked.conditions.append(narrowed & Q(**{f"row__{level}_id__in": found}))


def _whole(text: str, least: int, most: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 12 and least <= int(text) <= most):
        raise ValidationError(
            _("is not a whole number from %(least)s to %(most)s") % {"least": least, "most": most}
        )
    return int(text)


FIRST, SECOND = LocationType.ADMIN1.value, LocationType.ADMIN2.value
READERS: dict[str, Callable[[Asked, str], None]] = {
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
