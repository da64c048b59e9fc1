"""Actors, locations, sources and episodes as flat tables: one row for each, their names joined."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ...record import document as d
from ...record.reading import State, Subject, parse
from ..columns import Column
from ..reader import Reader
from ..selection import BODIES_AT_ONCE, Selection
from ..tables.table import code, day, decimal, joined, whole, words

Values = tuple[Any, ...]


@dataclass(frozen=True)
class SubjectTable:
    """The columns of a subject's table, and the values of one document."""

    columns: list[Column]
    values: Callable[[Any], Values]

    def rows(self, subject: Subject, state: State, reader: Reader) -> Iterator[Values]:
        """By id."""
        selection = Selection(parse({"as_of": f"sequence:{state.sequence}"}, subject))
        for (body,) in reader.rows(selection.bodies_sql(), at_once=BODIES_AT_ONCE, as_bytes=True):
            yield self.values(d.decode(body))


ID = code("public_id", "The permanent id.")
EDITION = whole("edition", "Number of the edition.")
NAMES = words("names", "All names, in any script.")
EXTERNAL_IDS = words("external_ids", "Other people's ids, scheme:value.")


def _actor(document: d.ActorDocument) -> Values:
    return (
        document.id,
        document.edition.number,
        document.name,
        document.kind,
        document.country,
        document.active.start,
        document.active.end,
        joined(name.text for name in document.names),
        joined(
            f"{relation.kind} {relation.direction} {relation.actor.id}" for relation in document.relations
        ),
        _codes(document.external_ids),
    )


def _location(document: d.LocationDocument) -> Values:
    point = document.point
    return (
        document.id,
        document.edition.number,
        document.name,
        document.type,
        document.country,
        document.within[0].id if document.within else None,
        joined(area.name for area in document.within),
        point.lat if point else None,
        point.lon if point else None,
        document.radius_km,
        joined(name.text for name in document.names),
        _codes(document.external_ids),
    )


def _source(document: d.SourceDocument) -> Values:
    return (
        document.id,
        document.edition.number,
        document.name,
        document.kind,
        document.country,
        joined(document.languages),
        document.website,
        joined(name.text for name in document.names),
        joined(f"{affiliation.kind} {affiliation.actor.id}" for affiliation in document.affiliations),
    )


def _episode(document: d.EpisodeDocument) -> Values:
    title = document.title.get("en") or next(iter(document.title.values()), "")
    return (
        document.id,
        document.edition.number,
        title,
        document.kind,
        document.occurred.earliest,
        document.occurred.latest,
        document.occurred.precision,
        joined(actor.id for actor in document.actors),
        joined(location.id for location in document.locations),
        _codes(document.external_ids),
    )


TABLES: dict[Subject, SubjectTable] = {
    Subject.ACTOR: SubjectTable(
        [
            ID,
            EDITION,
            words("name", "The usual name."),
            code("kind", "What kind of actor it is; see actor_kind in the codebook."),
            code("country", "Two-letter code (ISO 3166-1); empty where it belongs to none."),
            day("active_from", "The first day it is known to have been active."),
            day("active_to", "The last one."),
            NAMES,
            words("relations", "Kind, direction and id of each tie to another actor, of any time."),
            EXTERNAL_IDS,
        ],
        _actor,
    ),
    Subject.LOCATION: SubjectTable(
        [
            ID,
            EDITION,
            words("name", "The usual name."),
            code("type", "How narrow it is; see location_type in the codebook."),
            code("country", "Two-letter code (ISO 3166-1)."),
            code("within_id", "Id of the place it lies in, the nearest."),
            words("within", "Names of the places it lies in, nearest first."),
            decimal("lat", "Degrees, WGS 84: the circle's centre."),
            decimal("lon", "Degrees, WGS 84: the circle's centre."),
            whole("radius_km", "Radius of the circle that holds it, in km."),
            NAMES,
            EXTERNAL_IDS,
        ],
        _location,
    ),
    Subject.SOURCE: SubjectTable(
        [
            ID,
            EDITION,
            words("name", "The usual name."),
            code("kind", "What kind of source it is; see source_kind in the codebook."),
            code("country", "Two-letter code (ISO 3166-1)."),
            words("languages", "Codes of the languages it publishes in."),
            words("website", "Its address."),
            NAMES,
            words("affiliations", "Kind and actor's id of each tie to a party, of any time."),
        ],
        _source,
    ),
    Subject.EPISODE: SubjectTable(
        [
            ID,
            EDITION,
            words("title", "In English or, without it, another language."),
            code("kind", "What kind of episode it is; see episode_kind in the codebook."),
            day("date_from", "The earliest day it may have begun."),
            day("date_to", "The latest day it may have ended."),
            code("date_precision", "How to read the two days."),
            words("actors", "Ids of its main actors."),
            words("locations", "Ids of its places."),
            EXTERNAL_IDS,
        ],
        _episode,
    ),
}


def _codes(codes: list[d.Code]) -> str:
    return joined(f"{code.scheme}:{code.value}" for code in codes)
