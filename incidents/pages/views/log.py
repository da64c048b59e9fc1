"""Pages about the record itself: its corrections, its head, and how to check it."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from ...record import document as d
from ...record.reading import Change, amendments, bodies
from ...record.states import State
from ..caching import public
from ..words.texts import Said, chosen

PAGE_LENGTH = 50


@dataclass(frozen=True)
class Amendment:
    """A correction, retraction, merge or withholding; ``title`` only where a document is in force."""

    change: Change
    title: Said | None


@public
def corrections(request: HttpRequest, state: State) -> HttpResponse:
    """Newest first; the next page begins before a sequence."""
    found = amendments(state, limit=PAGE_LENGTH + 1, before=_before(request))
    texts = bodies({one.public_id for one in found}, state)
    rows = [Amendment(one, _title(texts.get(one.public_id))) for one in found[:PAGE_LENGTH]]
    more = rows[-1].change.sequence if len(found) > PAGE_LENGTH else None
    return render(request, "pages/corrections.html", {"rows": rows, "more": more})


@public
def record(request: HttpRequest, state: State) -> HttpResponse:
    issued: datetime | None = state.issued_at
    return render(
        request, "pages/record.html", {"state": state, "digest": state.digest.hex(), "issued": issued}
    )


def _before(request: HttpRequest) -> int | None:
    given = request.GET.get("before")
    if given is None:
        return None
    if not (given.isascii() and given.isdigit() and len(given) < 19):
        raise Http404("not a position in the log")
    return int(given)


def _title(body: str | None) -> Said | None:
    if body is None:
        return None
    document = d.decode(body)
    if isinstance(document, d.IncidentDocument | d.EpisodeDocument):
        return chosen(document.title)
    return None if isinstance(document, d.Tombstone) else Said(document.name, "")
