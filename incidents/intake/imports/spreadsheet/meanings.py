"""The meanings that the page offers for a column, and what each stands for in a mapping.

A meaning is a word such as ``place.lat``. For a field that stands once in a mapping it is the field's key.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from incidents.codebook import Role, Side

KIND, DETAIL, COUNTRY = "event_type", "sub_event_type", "place.country"
"""Words for the kind stand for a type, or for a type and a sub-event type: ``battle/armed_clash``."""

MEANINGS: list[tuple[Any, list[tuple[str, Any]]]] = [
    (_("What"), [
        ("id", _("Identifier of the row")), ("title", _("Title")), ("summary", _("Summary")),
        (KIND, _("Kind of event")), ("sub_event_type", _("Kind in detail")), ("extent", _("Extent")),
        ("civilian_harm", _("Harm to civilians")), ("tags", _("Tags")),
    ]),
    (_("When"), [
        ("dates.first", _("Day, or first day")), ("dates.last", _("Last day")),
        ("dates.precision", _("Precision of the days")),
    ]),
    (_("Where"), [
        ("place.country", _("Country")), ("place.admin1", _("First division, such as a governorate")),
        ("place.admin2", _("Second division, such as a district")), ("place.admin3", _("Third division")),
        ("place.name", _("City, town or village")), ("place.words", _("The report's words for the place")),
        ("place.lat", _("Latitude")), ("place.lon", _("Longitude")),
        ("place.precision", _("Precision of the place")), ("place.radius_km", _("Radius in km")),
    ]),
    (_("Who"), [
        ("actor.a", _("Actor of side A")), ("actor.b", _("Actor of side B")),
        ("actor.attacker", _("Attacker")), ("actor.target", _("Target")), ("actor.other", _("Other actor")),
    ]),
    (_("How many"), [
        ("killed.low", _("Killed, at least")), ("killed.best", _("Killed")), ("killed.high", _("Killed, at most")),
        ("killed_civilian.best", _("Civilians among the killed")),
        ("killed_combatant.best", _("Combatants among the killed")),
        ("wounded.low", _("Wounded, at least")), ("wounded.best", _("Wounded")),
        ("wounded.high", _("Wounded, at most")),
        ("wounded_civilian.best", _("Civilians among the wounded")),
    ]),
    (_("Report"), [
        ("report.source", _("Source")), ("report.title", _("Title of the report")), ("report.url", _("Address")),
        ("report.published", _("Day of publication")),
    ]),
]  # fmt: skip

TITLES: dict[str, Any] = dict(choice for _group, choices in MEANINGS for choice in choices)

CODED = (KIND, DETAIL, "extent", "civilian_harm", "dates.precision", "place.precision")
"""Meanings whose words have to be translated into codes."""

ACTORS = {
    "actor.a": (Role.BELLIGERENT, Side.A),
    "actor.b": (Role.BELLIGERENT, Side.B),
    "actor.attacker": (Role.ATTACKER, Side.A),
    "actor.target": (Role.TARGET, Side.B),
    "actor.other": (Role.BELLIGERENT, Side.OTHER),
}
"""The role and side that each meaning stands for; several columns may name actors."""

COUNTS = (
    ("killed", "killed", "unknown"),
    ("killed_civilian", "killed", "civilian"),
    ("killed_combatant", "killed", "combatant"),
    ("wounded", "wounded", "unknown"),
    ("wounded_civilian", "wounded", "civilian"),
)
"""Prefix of the meanings, outcome and status of each count of people that the page asks for."""
