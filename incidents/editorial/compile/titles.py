"""Title of an incident: the desk's own, or one built in each language that has a name for the place and everybody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from incidents.codebook import HELD, NameKind, PlaceRole, Role, Side, ViolenceType
from incidents.models import ActorName, IncidentLocation, LocationName, Participation
from incidents.record import document as d
from incidents.titles import LANGUAGES, TitleParts, label_of, scope_of, title_in

from .claims import Context
from .conversion import texts

IN_WATERS = "in-international-waters"
"""Tag of what took place off a coast or in the air beyond it: the country named is only the nearest."""
_MAIN_LANGUAGE = "en"
"""The language of main names, by which the record calls a place or an actor."""
_TAGS = {language: (language,) for language in LANGUAGES} | {"kmr": ("kmr", "ku")}
"""Tags of names in a language; Kurmanji is often tagged as Kurdish."""
_KINDS = (NameKind.MAIN, NameKind.ALIAS, NameKind.ACRONYM)
"""Kinds of names that a title may use, the best first."""


def titles(context: Context) -> d.Text:
    """By language. A built title gives way to one that somebody here has written."""
    incident = context.incident
    if not (incident.title_is_built and "title" in incident.coded_fields):
        return texts(incident, "title")
    parts = {language: _parts(context, language) for language in LANGUAGES}
    built = {language: title_in(language, known) for language, known in parts.items() if known}
    built |= {row.language: row.title for row in incident.translations.all()}
    return {language: title for language, title in sorted(built.items()) if title}


def _parts(context: Context, language: str) -> TitleParts | None:
    """Nothing where the place or somebody has no name in the language. Who is only alleged stands in no title."""
    incident = context.incident
    one_sided = incident.violence_type == ViolenceType.ONE_SIDED
    rows = [
        row for row in incident.participations.all() if row.standing in HELD and row.role != Role.MENTIONED
    ]
    sides = {
        side: [_participant(row, context, language) for row in rows if row.side == side]
        for side in ((Side.A,) if one_sided else Side)
    }
    scene = _scene(list(incident.places.all()))
    location = context.gazetteer.shown(scene.location_id) if scene else None
    place = (
        "" if location is None else _in(language, location.name, context.gazetteer.names.get(location.pk, ()))
    )
    if place is None or any(None in names for names in sides.values()):
        return None
    a, b, others = (tuple(filter(None, sides.get(side, ()))) for side in (Side.A, Side.B, Side.OTHER))
    radius_km = scene.radius_km if scene and location and location.pk == scene.location_id else None
    return TitleParts(
        place=place,
        scope="near"
        if IN_WATERS in incident.tags or location is None
        else scope_of(location.type, radius_km),
        earliest=incident.occurred_earliest,
        latest=incident.occurred_latest,
        precision=incident.occurred_precision,
        extent=incident.extent,
        side_a=a,
        side_b=b,
        others=others,
        violence=incident.violence_type,
        label=label_of(incident.event_type, incident.sub_event_type) if language == _MAIN_LANGUAGE else "",
    )


def _scene(places: Sequence[IncidentLocation]) -> IncidentLocation | None:
    """The first place where it happened, else the first that is named."""
    return next((row for row in places if row.role == PlaceRole.SCENE), places[0] if places else None)


def _participant(row: Participation, context: Context, language: str) -> str | None:
    if row.actor_id is None:
        return row.description if language == context.incident.language else None
    directory = context.directory
    return _in(language, directory.actors[row.actor_id].name, directory.names.get(row.actor_id, ()))


def _in(language: str, main: str, names: Iterable[ActorName | LocationName]) -> str | None:
    """The name in a language: the main one in the record's own, else the best that bears the language's tag."""
    if language == _MAIN_LANGUAGE:
        return main
    tagged = [name for name in names if name.language in _TAGS[language] and name.kind in _KINDS]
    best = min(tagged, key=lambda name: _KINDS.index(NameKind(name.kind)), default=None)
    return best.name if best else None
