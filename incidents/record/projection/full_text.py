"""The words of a document: what the full-text search looks through. Codes, hashes and addresses are no words."""

from collections.abc import Iterator
from itertools import chain
from typing import assert_never

from ...folding import fold, fold_name
from .. import document as d

LONGEST_TEXT = 200_000
"""Characters searched in one document. PostgreSQL refuses a search vector of more than 1 MB; words after this
length, some thirty thousand, are not found by ``q``, though the document holds them."""


def text_of(document: d.Document) -> str:
    """The folded words of a document, its public id among them; what is said twice in the same words, once."""
    texts = dict.fromkeys(_words(document))
    return " ".join(filter(None, (fold_name(text) for text in texts if text)))[:LONGEST_TEXT]


def name_of(document: d.Document) -> str:
    """Folded title or name: what a list by name is sorted by."""
    match document:
        case d.IncidentDocument() | d.EpisodeDocument():
            return fold(_first(document.title))[:200]
        case d.ActorDocument() | d.LocationDocument() | d.SourceDocument() | d.CoverageDocument():
            return fold(document.name)[:200]
        case d.Tombstone():
            return ""
        case _:
            assert_never(document)


def _first(text: d.Text) -> str:
    return text.get("en") or next(iter(text.values()), "")


def _words(document: d.Document) -> Iterator[str | None]:
    yield document.id
    match document:
        case d.IncidentDocument():
            yield from _incident(document)
        case d.EpisodeDocument():
            yield from chain(document.title.values(), document.summary.values())
            yield from (one.name for one in (*document.actors, *document.locations))
            yield from chain.from_iterable(_report(one) for one in document.reports)
        case d.ActorDocument():
            yield from chain((document.name,), document.description.values())
            yield from (one.text for one in document.names)
            yield from (one.value for one in document.external_ids)
        case d.LocationDocument():
            yield document.name
            yield from (one.text for one in document.names)
            yield from (one.name for one in document.within)
            yield from (one.value for one in document.external_ids)
        case d.SourceDocument():
            yield from (document.name, document.website)
            yield from (one.text for one in document.names)
        case d.CoverageDocument():
            yield from chain((document.name,), document.description.values(), document.backlog.values())
            yield from (one.location.name for one in document.areas)
            yield from (one.name for one in document.sources)
        case d.Tombstone():
            pass
        case _:
            assert_never(document)


def _incident(document: d.IncidentDocument) -> Iterator[str | None]:
    yield from chain(document.title.values(), document.summary.values(), document.tags)
    yield from chain.from_iterable(_place(one) for one in document.locations)
    yield from chain.from_iterable(_participant(one) for one in document.participants)
    yield from chain.from_iterable(_claim(one) for one in document.claims)
    yield from chain.from_iterable(_report(one) for one in document.reports)
    yield from (one.rationale for one in document.casualties)
    yield from (one.reason for one in document.grades)
    yield from (one.name for one in document.episodes)
    yield from (one.name for one in document.persons)
    yield from (one.value for one in document.external_ids)


def _place(place: d.Place) -> Iterator[str | None]:
    yield from (place.location.name, place.words, *place.aliases)
    yield from (one.name for one in place.within)


def _participant(participant: d.Participant) -> Iterator[str | None]:
    yield from (_called(participant.actor), participant.description, *participant.aliases)
    yield from (one.actor.name for one in participant.affiliations)


def _claim(claim: d.AnyClaim) -> Iterator[str | None]:
    who = claim.claimant
    yield from (_called(who.source), _called(who.actor), who.description, claim.wording)
    yield from (getattr(claim, name) for name in claim.WORDS)


def _report(report: d.ReportRef) -> Iterator[str | None]:
    yield from (report.title, report.byline, _called(report.source))


def _called(one: d.Ref | None) -> str | None:
    return one.name if one else None
