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
    changes = amendments(state, limit=PAGE_LENGTH + 1, before=_before(request))
    texts = bodies({change.public_id for change in changes}, state)
    rows = [Amendment(change, _title(texts.get(change.public_id))) for change in changes[:PAGE_LENGTH]]
    more = rows[-1].change.sequence if len(changes) > PAGE_LENGTH else None
    return render(request, "pages/corrections.html", {"rows": rows, "more": more})


@public
def record(request: HttpRequest, state: State) -> HttpResponse:
    issued: datetime | None = state.issued_at
    return render(
        request, "pages/record.html", {"state": state, "digest": state.digest.hex(), "issued": issued}
    )


def _before(request: HttpRequest) -> int | None:
    text = request.GET.get("before")
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Http404("not a position in the log")
    return int(text)


def _title(body: str | None) -> Said | None:
    if body is None:
        return None
    document = d.decode(body)
    if isinstance(document, d.IncidentDocument | d.EpisodeDocument):
        return chosen(document.title)
    return None if isinstance(document, d.Tombstone) else Said(document.name, "")
