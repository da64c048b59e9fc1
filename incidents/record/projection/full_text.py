"""Text for full-text search: the folded words of a document, with those of its codes; hashes are no words."""

from collections.abc import Iterator
from itertools import chain
from typing import assert_never

from ...folding import fold, fold_name
from .. import document as d
from .code_words import words_of_codes

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
            return fold(in_one_language(document.title))[:200]
        case d.ActorDocument() | d.LocationDocument() | d.SourceDocument() | d.CoverageDocument():
            return fold(document.name)[:200]
        case d.Tombstone():
            return ""
        case _:
            assert_never(document)


def in_one_language(text: d.Text) -> str:
    """In English or, where there is none, in the first language."""
    return text.get("en") or next(iter(text.values()), "")


def _words(document: d.Document) -> Iterator[str | None]:
    yield document.id
    names: list[d.OtherNames] = getattr(document, "other_names", [])
    yield from chain.from_iterable(mentioned.aliases for mentioned in names)
    yield from words_of_codes(document)
    match document:
        case d.IncidentDocument():
            yield from _incident_words(document)
        case d.EpisodeDocument():
            yield from chain(document.title.values(), document.summary.values())
            yield from (ref.name for ref in (*document.actors, *document.locations))
            yield from chain.from_iterable(_report_words(report) for report in document.reports)
        case d.ActorDocument():
            yield from chain((document.name,), document.description.values())
            yield from (name.text for name in document.names)
            yield from (code.value for code in document.external_ids)
        case d.LocationDocument():
            yield document.name
            yield from (name.text for name in document.names)
            yield from (area.name for area in document.within)
            yield from (code.value for code in document.external_ids)
        case d.SourceDocument():
            yield from (document.name, document.website)
            yield from (name.text for name in document.names)
        case d.CoverageDocument():
            yield from chain((document.name,), document.description.values(), document.backlog.values())
            yield from (area.location.name for area in document.areas)
            yield from (source.name for source in document.sources)
        case d.Tombstone():
            pass
        case _:
            assert_never(document)


def _incident_words(document: d.IncidentDocument) -> Iterator[str | None]:
    yield from chain(document.title.values(), document.summary.values(), document.tags)
    for place in document.locations:
        yield from (place.location.name, place.words, *place.aliases)
        yield from (area.name for area in place.within)
    for participant in document.participants:
        yield from (_name_of(participant.actor), participant.description, *participant.aliases)
        yield from (affiliation.actor.name for affiliation in participant.affiliations)
    yield from chain.from_iterable(_claim_words(claim) for claim in document.claims)
    named = document.origin.sources_named if document.origin else []
    yield from chain.from_iterable(_claimant_words(claimant) for claimant in named)
    yield from chain.from_iterable(_report_words(report) for report in document.reports)
    yield from (figure.rationale for figure in document.casualties)
    yield from (grade.reason for grade in document.grades)
    yield from (episode.name for episode in document.episodes)
    yield from (person.name for person in document.persons)
    yield from (code.value for code in document.external_ids)


def _claim_words(claim: d.AnyClaim) -> Iterator[str | None]:
    yield from _claimant_words(claim.claimant)
    yield claim.wording
    yield from (getattr(claim, name) for name in claim.WORDS)


def _claimant_words(who: d.Claimant) -> Iterator[str | None]:
    yield from (_name_of(who.source), _name_of(who.actor), who.description)


def _report_words(report: d.ReportRef) -> Iterator[str | None]:
    yield from (report.title, report.byline, _name_of(report.source))


def _name_of(ref: d.Ref | None) -> str | None:
    return ref.name if ref else None
