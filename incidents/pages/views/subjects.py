"""The page of one subject, its past editions, and what stands in its place when it is gone."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from ...record import document as d
from ...record.states import State, refuse_if_behind
from .. import addresses
from ..caching import public
from ..citing import reference_of
from ..history import History, PastEdition, history_of
from . import context

Context = dict[str, Any]
CONTEXTS: dict[type[d.Part], tuple[str, Callable[[Any, State], Context]]] = {
    d.IncidentDocument: ("pages/incident.html", context.incident),
    d.EpisodeDocument: ("pages/episode.html", context.episode),
    d.ActorDocument: ("pages/actor.html", context.actor),
    d.LocationDocument: ("pages/location.html", context.location),
    d.SourceDocument: ("pages/source.html", context.source),
    d.CoverageDocument: ("pages/coverage.html", context.coverage),
}


@public
def subject(request: HttpRequest, state: State, public_id: str) -> HttpResponse:
    """The edition in force. 410 with what became of it where there is none."""
    history = _history(public_id, state)
    if history.is_gone or history.latest.withheld:
        return _gone(request, history, history.latest)
    return _shown(request, history, history.latest)


@public
def edition(request: HttpRequest, state: State, public_id: str, number: int) -> HttpResponse:
    """One edition as it was issued, marked as past where another took its place."""
    history = _history(public_id, state)
    chosen = history.edition(number)
    if chosen is None:
        refuse_if_behind(state)
        raise Http404(f"{public_id} has no edition {number}")
    if chosen.document is None and not chosen.withheld:
        # Too far back to be read with the others.
        alone = history_of(public_id, state, only=number)
        assert alone is not None  # noqa: S101 - its row was just read, and rows are never deleted
        chosen = alone.latest
    if chosen.is_tombstone or chosen.withheld:
        return _gone(request, history, chosen)
    return _shown(request, history, chosen, past=True)


def _history(public_id: str, state: State) -> History:
    history = history_of(public_id, state)
    if history is None:
        raise Http404(f"nothing was published as {public_id}")
    return history


def _shown(
    request: HttpRequest, history: History, chosen: PastEdition, *, past: bool = False
) -> HttpResponse:
    document = chosen.document
    assert document is not None  # noqa: S101 - withheld editions and tombstones do not come here
    template, described = CONTEXTS[type(document)]
    values = {
        "document": document,
        "history": history,
        "edition": chosen,
        "past": past,
        "successor": history.successor(chosen),
        "reference": reference_of(document, chosen),
    }
    return render(request, template, values | described(document, history.state))


def _gone(request: HttpRequest, history: History, chosen: PastEdition) -> HttpResponse:
    values = {
        "history": history,
        "edition": chosen,
        "is_latest": chosen is history.latest,
        "json_address": addresses.json_of(history.public_id),
    }
    return render(request, "410.html", values, status=410)
