"""Actors, locations, sources and episodes as flat tables: one row for each, their names joined."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ...record import document as d
from ...record.reading import State, Subject, parse
from ...record.rows import BETWEEN
from ..columns import Column, Kind
from ..reader import Reader
from ..selection import BODIES_AT_ONCE, Selection

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


def _words(name: str, meaning: str) -> Column:
    return Column(name, Kind.WORDS, meaning, "")


def _code(name: str, meaning: str) -> Column:
    return Column(name, Kind.CODE, meaning, "")


def _day(name: str, meaning: str) -> Column:
    return Column(name, Kind.DAY, meaning, "")


ID = _code("public_id", "The permanent id.")
EDITION = Column("edition", Kind.WHOLE, "Number of the edition.", "")
NAMES = _words("names", "All names, in any script.")
EXTERNAL_IDS = _words("external_ids", "Other people's ids, scheme:value.")


def _actor(document: d.ActorDocument) -> Values:
    return (
        document.id,
        document.edition.number,
        document.name,
        document.kind,
        document.country,
        document.active.start,
        document.active.end,
        _joined(one.text for one in document.names),
        _joined(f"{one.kind} {one.direction} {one.actor.id}" for one in document.relations),
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
        _joined(one.name for one in document.within),
        point.lat if point else None,
        point.lon if point else None,
        document.radius_km,
        _joined(one.text for one in document.names),
        _codes(document.external_ids),
    )


def _source(document: d.SourceDocument) -> Values:
    return (
        document.id,
        document.edition.number,
        document.name,
        document.kind,
        document.country,
        _joined(document.languages),
        document.website,
        _joined(one.text for one in document.names),
        _joined(f"{one.kind} {one.actor.id}" for one in document.affiliations),
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
        _joined(one.id for one in document.actors),
        _joined(one.id for one in document.locations),
        _codes(document.external_ids),
    )


TABLES: dict[Subject, SubjectTable] = {
    Subject.ACTOR: SubjectTable(
        [
            ID,
            EDITION,
            _words("name", "The usual name."),
            _code("kind", "What kind of actor it is; see actor_kind in the codebook."),
            _code("country", "Two-letter code (ISO 3166-1); empty where it belongs to none."),
            _day("active_from", "The first day it is known to have been active."),
            _day("active_to", "The last one."),
            NAMES,
            _words("relations", "Kind, direction and id of each tie to another actor, of any time."),
            EXTERNAL_IDS,
        ],
        _actor,
    ),
    Subject.LOCATION: SubjectTable(
        [
            ID,
            EDITION,
            _words("name", "The usual name."),
            _code("type", "How narrow it is; see location_type in the codebook."),
            _code("country", "Two-letter code (ISO 3166-1)."),
            _code("within_id", "Id of the place it lies in, the nearest."),
            _words("within", "Names of the places it lies in, nearest first."),
            Column("lat", Kind.DECIMAL, "Degrees, WGS 84: the circle's centre.", ""),
            Column("lon", Kind.DECIMAL, "Degrees, WGS 84: the circle's centre.", ""),
            Column("radius_km", Kind.WHOLE, "Radius of the circle that holds it, in km.", ""),
            NAMES,
            EXTERNAL_IDS,
        ],
        _location,
    ),
    Subject.SOURCE: SubjectTable(
        [
            ID,
            EDITION,
            _words("name", "The usual name."),
            _code("kind", "What kind of source it is; see source_kind in the codebook."),
            _code("country", "Two-letter code (ISO 3166-1)."),
            _words("languages", "Codes of the languages it publishes in."),
            _words("website", "Its address."),
            NAMES,
            _words("affiliations", "Kind and actor's id of each tie to a party, of any time."),
        ],
        _source,
    ),
    Subject.EPISODE: SubjectTable(
        [
            ID,
            EDITION,
            _words("title", "In English or, without it, another language."),
            _code("kind", "What kind of episode it is; see episode_kind in the codebook."),
            _day("date_from", "The earliest day it may have begun."),
            _day("date_to", "The latest day it may have ended."),
            _code("date_precision", "How to read the two days."),
            _words("actors", "Ids of its main actors."),
            _words("locations", "Ids of its places."),
            EXTERNAL_IDS,
        ],
        _episode,
    ),
}


def _codes(codes: list[d.Code]) -> str:
    return _joined(f"{one.scheme}:{one.value}" for one in codes)


def _joined(texts: Iterable[str]) -> str:
    return BETWEEN.join(texts)
