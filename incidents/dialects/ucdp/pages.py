"""Pages of events by number, as the service counts them, without reading all that comes before.

A page leaves a mark where the next one begins, so that a client which reads them in their order costs what ours do.
Marks and counts are kept for a state of the record; a lost one only costs time.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from ...codebook import ViolenceType
from ...record import document as d
from ...record.filters.raw_rows import raw_rows
from ...record.models import EntrySet
from ...record.projection import terms
from ...record.reading import Query, State, bodies, parse
from ..page_marks import get_cached, key_of, set_cached
from .columns import GedEvent
from .events import event_of
from .parameters import GedRequest

_incident = msgspec.json.Decoder(d.IncidentDocument)
_actor = msgspec.json.Decoder(d.ActorDocument)


@dataclass(frozen=True, slots=True)
class GedPage:
    """Events of a page, how many there are in all, and how many other incidents answer to the request."""

    total: int
    left_out: int
    events: list[GedEvent]


def page_of(request: GedRequest, texts: dict[str, str], newest: State) -> GedPage:
    """At most six queries: the counts, the page, the actors of the page, and a mark read and left."""
    entries = matching_entries(request)
    filters = sorted((name, text) for name, text in texts.items() if name not in ("page", "as_of"))
    place = (request.state.epoch, request.state.sequence, filters)
    # Withholding reaches back into older states: a count may fall. A mark stays, so that who is reading misses nothing.
    total = _counted(entries, key_of("ucdp total", newest.digest.hex(), *place))
    answering = parse(request.grammar, at=request.state).apply().filter(*request.conditions)
    answers = _counted(answering, key_of("ucdp answers", newest.digest.hex(), *place))
    texts_of_page = _texts(entries, request, key_of("ucdp page", *place))
    return GedPage(total, answers - total, events(texts_of_page, request.state))


def _counted(entries: EntrySet, key: str) -> int:
    """Counted once while the cache keeps it."""
    number = get_cached(key)
    if number is None:
        number = entries.order_by().count()
        set_cached(key, number)
    return number


def matching_entries(request: GedRequest) -> EntrySet:
    """Violence in which somebody died, or may have: what GED calls an event."""
    query: Query = parse({"killed_min": "1", **request.grammar}, at=request.state)
    kinds = [terms.violence(kind) for kind in ViolenceType]
    return query.apply().filter(*request.conditions, terms__overlap=kinds)


def events(texts: list[bytes], state: State) -> list[GedEvent]:
    """With the documents of the actors that the texts name. One query."""
    documents = [_incident.decode(text) for text in texts]
    public_ids = {
        participant.actor.id
        for document in documents
        for participant in document.participants
        if participant.actor
    }
    actors = {public_id: _actor.decode(body) for public_id, body in bodies(public_ids, state).items()}
    return [event_of(document, actors) for document in documents]


def _texts(entries: EntrySet, request: GedRequest, key: str) -> list[bytes]:
    """The page in the order of the log, and one more, where the next begins."""
    ordered, first = entries.order_by("edition_id"), request.page * request.pagesize
    mark = get_cached(f"{key}:{request.page}")
    if mark is not None:
        ordered, first = ordered.filter(edition__gte=mark), 0
    rows = raw_rows(ordered.values_list("edition_id", "edition__body")[first : first + request.pagesize + 1])
    if len(rows) > request.pagesize:
        set_cached(f"{key}:{request.page + 1}", rows[-1][0])
    return [text for _sequence, text in rows[: request.pagesize]]
