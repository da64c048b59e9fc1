"""Parsing of the service's parameters into conditions on the record's index.

Names may be written in any case, as there. Unlike there, what is unknown or malformed is refused and not ignored: a
misspelt filter would answer a question that nobody asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from ...codebook import HELD, IN_THE_ACT, Side, ViolenceType
from ...countries import by_state_number
from ...record.filters.values import nearest, span
from ...record.models import Entry
from ...record.projection import terms
from ...record.projection.violence import side_in_act
from ...record.reading import ALIAS, BadParameters, Problem, State, Subject
from ..numbers import whole
from .numbers import ACTOR, CIVILIANS, DYAD, EVENT, LARGEST, OURS, public_id_of

PAGE_SIZE, LARGEST_PAGE = 100, 1000
LAST_PAGE = 10_000_000
MAX_VALUES = 1000
PAGING = ("pagesize", "page", "as_of")
IGNORED = ("Key",)
"""A way to send UCDP a token, says its OpenAPI document. Nothing here is kept from anybody."""

_DEGREES = r"(-?\d{1,3}(?:\.\d{1,15})?)"
_CORNERS = re.compile(rf"\s*{_DEGREES}\s+{_DEGREES}\s*,\s*{_DEGREES}\s+{_DEGREES}\s*")
_ON_A_SIDE = [(role, side) for role in IN_THE_ACT for side in Side if side_in_act(role, side)]
"""Parts that put an actor on one of the two sides."""


@dataclass
class GedRequest:
    """A parsed request. ``grammar`` are parameters of our own filter grammar, ``conditions`` what it has no
    word for."""

    state: State
    page: int = 0
    pagesize: int = PAGE_SIZE
    grammar: dict[str, str] = field(default_factory=dict)
    conditions: list[Q] = field(default_factory=list)
    numbers: list[tuple[str, int]] = field(default_factory=list)
    """Numbers of events, dyads and actors that were asked for, with their parameter: they may mean nothing here."""


def texts_of(params: QueryDict) -> dict[str, str]:
    """One text for each parameter, by the service's own spelling of its name. Raises ``BadParameters``."""
    spellings = {name.lower(): name for name in (*PAGING, *IGNORED, *READERS)}
    texts: dict[str, str] = {}
    problems = []
    for written in params:
        name = spellings.get(written.lower())
        values = [value for value in params.getlist(written) if value.strip()]
        if name is None:
            near = nearest(written, list(spellings.values()))
            problems.append(Problem(written, _("is no parameter here"), near))
        elif name in IGNORED:
            continue
        elif len(values) > 1 or (values and name in texts):
            problems.append(Problem(written, _("is given more than once; part several values by commas")))
        elif values:
            texts[name] = values[0]
    if problems:
        raise BadParameters(problems)
    return texts


def read_request(texts: dict[str, str], state: State) -> GedRequest:
    """Everything but ``as_of``, which has become ``state``. Raises ``BadParameters`` that names every wrong one."""
    request = GedRequest(state)
    problems = []
    for name, text in texts.items():
        try:
            if name == "pagesize":
                request.pagesize = whole(text, 1, LARGEST_PAGE)
            elif name == "page":
                request.page = whole(text, 0, LAST_PAGE)
            elif name in READERS:
                READERS[name](request, text)
        except ValidationError as error:
            problems.append(Problem(name, " ".join(error.messages)))
    if not problems and request.grammar.get("from", "") > request.grammar.get("to", "9999-12-31"):
        problems = [Problem("StartDate", _("is later than EndDate"))]
    if problems:
        raise BadParameters(problems)
    return request


def _ids(request: GedRequest, text: str) -> None:
    numbers = _numbers(text)
    request.numbers += [("Id", number) for number in numbers]
    ours = [public_id_of(number, Subject.INCIDENT.prefix) for number in numbers if number > OURS]
    theirs = [terms.external(EVENT, str(number)) for number in numbers]
    request.conditions.append(Q(public_id__in=ours) | Q(terms__overlap=theirs))


def _countries(request: GedRequest, text: str) -> None:
    """Of the main place, as the column has it; the term finds the entries, the row decides."""
    codes = []
    for number in _numbers(text):
        countries = by_state_number(number)
        if not countries:
            raise ValidationError(
                _("%(number)s is no Gleditsch-Ward number of a state of today, such as 652 for Syria")
                % {"number": number}
            )
        codes += [country.code for country in countries]
    request.conditions.append(
        Q(terms__overlap=[terms.country(code) for code in codes], row__country__in=codes)
    )


def _box(request: GedRequest, text: str) -> None:
    """The grammar's box finds every circle that touches it; the event's own point decides."""
    match = _CORNERS.fullmatch(text)
    if match is None:
        raise ValidationError(_("is written lat lon,lat lon: the lower left and the upper right corner"))
    south, west, north, east = (float(part) for part in match.groups())
    if not (-90 <= south <= north <= 90 and -180 <= west <= 180 and -180 <= east <= 180):
        raise ValidationError(_("is no box on the earth: lower left first, latitude before longitude"))
    request.grammar["bbox"] = f"{west:f},{south:f},{east:f},{north:f}"
    across = Q(row__lon__gte=west) | Q(row__lon__lte=east)
    within = across if west > east else Q(row__lon__range=(west, east))
    request.conditions.append(within & Q(row__lat__range=(south, north)))


def _start(request: GedRequest, text: str) -> None:
    """Both dates are compared with ``date_end``. To end on a day or later is to overlap what begins with it."""
    request.grammar["from"] = span(text)[0].isoformat()


def _end(request: GedRequest, text: str) -> None:
    last = span(text)[1]
    request.grammar["to"] = last.isoformat()
    request.conditions.append(Q(row__date_to__lte=last))


def _types(request: GedRequest, text: str) -> None:
    by_number = {kind.crosswalk.ucdp: kind for kind in ViolenceType if kind.crosswalk.ucdp}
    numbers = [str(number) for number in _numbers(text)]
    if not set(numbers) <= set(by_number):
        raise ValidationError(_("is 1 (state-based), 2 (non-state) or 3 (one-sided)"))
    request.conditions.append(_any_of(terms.violence(by_number[number]) for number in numbers))


def _dyads(request: GedRequest, text: str) -> None:
    numbers = _numbers(text)
    request.numbers += [("Dyad", number) for number in numbers]
    request.conditions.append(_any_of(terms.external(DYAD, str(number)) for number in numbers))


def _actors(request: GedRequest, text: str) -> None:
    """Established on one of the sides; members of the actor on that day too, as everywhere in the record."""
    numbers = _numbers(text)
    request.numbers += [("Actor", number) for number in numbers if number != CIVILIANS]
    ours = [public_id_of(number, Subject.ACTOR.prefix) for number in numbers if number > OURS]
    theirs = [terms.external(ACTOR, str(number)) for number in numbers]
    actors = Entry.objects.using(ALIAS).of(Subject.ACTOR).at(request.state.sequence)
    known = actors.filter(terms__overlap=theirs).values_list("public_id", flat=True)
    parts = [
        terms.part(actor, role, side, standing)
        for actor in (*ours, *known)
        for role, side in _ON_A_SIDE
        for standing in HELD
    ]
    parts += [terms.violence(ViolenceType.ONE_SIDED)] if CIVILIANS in numbers else []
    request.conditions.append(_any_of(parts))


def _any_of(alternatives: Iterable[str]) -> Q:
    alternatives = list(alternatives)
    return Q(terms__overlap=alternatives) if alternatives else Q(pk__in=[])


def _numbers(text: str) -> list[int]:
    parts = text.split(",")
    if len(parts) > MAX_VALUES:
        raise ValidationError(_("has more than %(most)s values") % {"most": MAX_VALUES})
    return [whole(part.strip(), 0, LARGEST) for part in parts]


READERS: dict[str, Callable[[GedRequest, str], None]] = {
    "Id": _ids,
    "Country": _countries,
    "Geography": _box,
    "StartDate": _start,
    "EndDate": _end,
    "TypeOfViolence": _types,
    "Dyad": _dyads,
    "Actor": _actors,
}
