"""Questions that can be asked in several rooms, each in the room's own words, and whom they should find there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from incidents.record import document as d
from tests.record.oracle import matches

from .facts import main_place, point

Choice = Callable[[d.IncidentDocument], bool]
Words = dict[str, str]


def everything(_document: d.IncidentDocument) -> bool:
    return True


@dataclass(frozen=True)
class Question:
    """``own`` are the record's own filters, understood by lists, files, counts, maps and citations.

    ``None`` where a room has no words for it. Rooms with one point or day to an incident look at that alone.
    """

    name: str
    own: Words
    layer: Words | None = None
    layer_finds: Choice | None = None
    ucdp: Words | None = None
    ucdp_finds: Choice = everything
    acled: Words | None = None
    acled_finds: Choice = everything
    hapi: Words | None = None
    hapi_finds: Choice = everything
    pinned: Words = field(default_factory=dict)
    """``as_of`` or ``release``, which every room understands."""

    def finds(self, document: d.IncidentDocument) -> bool:
        return matches(document, self.own)

    @property
    def of_layer(self) -> Choice:
        return self.layer_finds or self.finds


def mainly_in(country: str) -> Choice:
    def finds(document: d.IncidentDocument) -> bool:
        place = main_place(document)
        return place is not None and place.country == country

    return finds


def ends_within(first: str, last: str) -> Choice:
    return lambda document: first <= document.occurred.latest <= last


def begins_within(first: str, last: str) -> Choice:
    return lambda document: first <= document.occurred.earliest <= last


def around_the_antimeridian(document: d.IncidentDocument) -> bool:
    at = point(main_place(document))
    return at is not None and -20 <= at[0] <= -15 and not -179 < at[1] < 179.5


def single_ones(document: d.IncidentDocument) -> bool:
    return document.extent == "single"


ACROSS = "179.5,-20,-179,-15"
FEBRUARY = ("2021-02-01", "2021-02-28")

QUESTIONS = [
    Question("everything", {}, layer={}, ucdp={}, acled={}, hapi={}),
    Question(
        "a country",
        {"country": "FJ"},
        layer={"country": "FJ"},
        ucdp={"Country": "950"},
        ucdp_finds=mainly_in("FJ"),
        acled={"country": "Fiji"},
        acled_finds=mainly_in("FJ"),
        hapi={"location_code": "FJI"},
        hapi_finds=mainly_in("FJ"),
    ),
    Question(
        "a month",
        {"from": "2021-02", "to": "2021-02"},
        layer={"datetime": "/".join(FEBRUARY)},
        ucdp={"StartDate": FEBRUARY[0], "EndDate": FEBRUARY[1]},
        ucdp_finds=ends_within(*FEBRUARY),
        acled={"event_date": "|".join(FEBRUARY), "event_date_where": "BETWEEN"},
        acled_finds=begins_within(*FEBRUARY),
        hapi={"start_date": FEBRUARY[0], "end_date": FEBRUARY[1]},
        hapi_finds=begins_within(*FEBRUARY),
    ),
    Question(
        "across the antimeridian",
        {"bbox": ACROSS},
        layer={"bbox": ACROSS},
        layer_finds=lambda document: single_ones(document) and around_the_antimeridian(document),
        ucdp={"Geography": "-20 179.5,-15 -179"},
        ucdp_finds=around_the_antimeridian,
    ),
    Question("certainly in February", {"from": "2021-02", "to": "2021-02", "certain": "true"}),
    Question("many dead", {"killed_min": "3"}, layer={"killed_min": "3"}),
    Question(
        "an alleged attacker",
        {"role": "attacker", "standing": "alleged"},
        layer={"role": "attacker", "standing": "alleged"},
    ),
    Question("sums", {"extent": "series,aggregate"}, layer={"extent": "series,aggregate"}),
    Question(
        "nothing at all",
        {"country": "NZ"},
        layer={"country": "NZ"},
        ucdp={"Country": "920"},
        ucdp_finds=mainly_in("NZ"),
        acled={"country": "New Zealand"},
        acled_finds=mainly_in("NZ"),
        hapi={"location_code": "NZL"},
        hapi_finds=mainly_in("NZ"),
    ),
]
