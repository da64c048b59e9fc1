"""Vocabularies of dates and places: precision of dates, types of location, their part in an incident."""

from django.utils.translation import gettext_lazy as _

from .base import Coded
from .base import Crosswalk as X
from .decisions import selected


class DatePrecision(Coded):
    DAY = (
        "day",
        _("On these days, from the first to the last that is reported; for one day both are the same."),
        X("1", "1"),
        _("Exact days"),
    )
    DAYS = ("days", _("Some time within two to six days."), X("2", "2"), _("Within a few days"))
    WEEK = ("week", _("Some time within about a week."), X("2", "3"), _("Within a week"))
    MONTH = ("month", _("Some time within about a month."), X("3", "4"), _("Within a month"))
    YEAR = ("year", _("Some time within about a year."), X("3", "5"), _("Within a year"))
    PERIOD = (
        "period",
        _("Within a longer or irregular period, as given by the first and last day."),
        X("3", "5"),
        _("Within a period"),
    )
    UNKNOWN = (
        "unknown",
        _("The days are given without a word on how exact they are, as in tables that leave precision out."),
        X(),
        _("Exactness not stated"),
    )


class TimeOfDay(Coded):
    NIGHT = ("night", _("From dusk to dawn, hour not given."), X("", ""), _("Night"))
    EARLY = ("early_hours", _("After midnight and before dawn."), X("", ""), _("Early hours"))
    MORNING = ("morning", _("From dawn to noon."), X("", ""), _("Morning"))
    AFTERNOON = ("afternoon", _("From noon to dusk."), X("", ""), _("Afternoon"))
    EVENING = ("evening", _("About dusk and after, before midnight."), X("", ""), _("Evening"))
    UNKNOWN = ("unknown", _("Not stated."), X("", ""), _("Unknown"))


class LocationType(Coded):
    COUNTRY = ("country", _("A country."), X("3", "6"), _("Country"))
    ADMIN1 = (
        "admin1",
        _("First division of a country, such as a governorate."),
        X("3", "4"),
        _("Governorate"),
    )
    ADMIN2 = ("admin2", _("Second division, such as a district."), X("2", "3"), _("District"))
    ADMIN3 = ("admin3", _("Third division, such as a subdistrict."), X("2", "3"), _("Subdistrict"))
    LOCALITY = ("locality", _("A city, town or village."), X("1", "1"), _("City, town or village"))
    SITE = (
        "site",
        _("A point within or near a locality: a roundabout, a checkpoint."),
        X("1", "1"),
        _("Site"),
    )


LOCATION_ORDER = tuple(LocationType.values)
"""From the widest to the narrowest: a location's parent is always of an earlier type."""

DIVISIONS = selected(
    LocationType,
    {LocationType.ADMIN1, LocationType.ADMIN2, LocationType.ADMIN3},
    others={LocationType.COUNTRY, LocationType.LOCALITY, LocationType.SITE},
)
"""Parts of a country, the widest first."""

POINTS = selected(
    LocationType,
    {LocationType.LOCALITY, LocationType.SITE},
    others={LocationType.COUNTRY, *DIVISIONS},
)
"""What a single point stands for; the others are areas."""


class PlaceRole(Coded):
    SCENE = ("scene", _("Where it happened."), X(), _("Scene"))
    ORIGIN = ("origin", _("Where the fire or the attackers came from."), X(), _("Origin of the attack"))
    FOUND = ("found", _("Where bodies or people were found."), X(), _("Found at"))
    TAKEN_TO = ("taken_to", _("Where people were taken."), X(), _("Taken to"))


class MatchKind(Coded):
    SAME = ("same", _("Exactly the same thing."), X(), _("Same"))
    PART_OF = ("part_of", _("Ours is a part of theirs."), X(), _("Part of"))
    CONTAINS = ("contains", _("Theirs is a part of ours."), X(), _("Contains"))
