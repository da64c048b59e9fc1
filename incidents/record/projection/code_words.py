"""Words of codes for full-text search: their labels in every language of the interface, and usual synonyms.

A pure function of the codebook and its translations: after a change of either the index is made anew
(``reindex_record``), as after any change of a projection.
"""

from collections.abc import Iterator
from functools import cache

from django.conf import settings
from django.utils.translation import override

from ...codebook import (
    ActorKind,
    EpisodeKind,
    EventType,
    Outcome,
    SourceKind,
    SubEventType,
    TargetKind,
    Weapon,
)
from ...codebook.base import Coded
from ...codebook.synonyms import SYNONYMS
from .. import document as d


def words_of_codes(document: d.Document) -> Iterator[str]:
    """What happened, with what, to whom, and what those named are; nothing of codes that say nothing."""
    match document:
        case d.IncidentDocument():
            yield from _words(EventType, document.event_type)
            yield from _words(SubEventType, document.sub_event_type)
            for figure in document.casualties:
                yield from _words(Outcome, figure.outcome)
            for participant in document.participants:
                yield from _words(ActorKind, participant.kind)
            for claim in document.claims:
                yield from _words_of_claim(claim)
        case d.EpisodeDocument():
            yield from _words(EpisodeKind, document.kind)
        case d.ActorDocument():
            yield from _words(ActorKind, document.kind)
        case d.SourceDocument():
            yield from _words(SourceKind, document.kind)
        case d.LocationDocument() | d.CoverageDocument() | d.Tombstone():
            pass


def _words_of_claim(claim: d.AnyClaim) -> Iterator[str]:
    match claim:
        case d.CasualtyClaim():
            yield from _words(Outcome, claim.outcome)
        case d.WeaponClaim():
            yield from _words(Weapon, claim.weapon)
        case d.TargetClaim():
            yield from _words(TargetKind, claim.target)
        case _:
            pass


@cache
def _words(codes: type[Coded], value: str | None) -> tuple[str, ...]:
    """The labels and synonyms of one code; none of a code that is empty or of an older codebook."""
    if value not in codes.values:
        return ()
    code = codes(value)
    synonyms = SYNONYMS[codes][code]
    return () if synonyms is None else (*_labels(code), synonyms)


def _labels(code: Coded) -> Iterator[str]:
    for language, _name in settings.LANGUAGES:
        with override(language):
            yield str(code.label)
