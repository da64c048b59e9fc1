"""The codebook: every code with its label and definition, in the language that was asked for."""

from __future__ import annotations

from typing import Any

import msgspec
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.reverse import reverse

from ..codebook import SUB_EVENTS, VOCABULARIES, Vocabulary
from ..record.filters.values import nearest
from .lists import enveloped
from .problems import ProblemFound, not_found
from .shapes import CodeEntry, NearestCodes, VocabularyEntry
from .views import RecordView

EVENT_TYPE_OF = {sub_event: event for event, sub_events in SUB_EVENTS.items() for sub_event in sub_events}


class Codebook(RecordView):
    """All vocabularies with all their codes."""

    described_as = "codebook"

    def get(self, request: Request) -> HttpResponseBase:
        self.refuse_unknown_parameters(request)
        return self.answer(request, lambda: enveloped([entry(request, one) for one in VOCABULARIES.values()]))


class OneVocabulary(RecordView):
    """One vocabulary."""

    described_as = "codebook_vocabulary"

    def get(self, request: Request, name: str) -> HttpResponseBase:
        self.refuse_unknown_parameters(request)
        vocabulary = VOCABULARIES.get(name)
        if vocabulary is None:
            raise ProblemFound(not_found(_unknown(name)))
        return self.answer(request, lambda: msgspec.json.encode(entry(request, vocabulary)))


def _unknown(name: str) -> str:
    near = nearest(name, list(VOCABULARIES))
    if near is None:
        return _("There is no vocabulary of this name.")
    return _("There is no vocabulary of this name; did you mean “%(near)s”?") % {"near": near}


def entry(request: Request, vocabulary: Vocabulary) -> VocabularyEntry:
    return VocabularyEntry(
        name=vocabulary.name,
        title=str(vocabulary.title),
        purpose=str(vocabulary.purpose),
        url=reverse("api:vocabulary", args=[vocabulary.name], request=request),
        codes=[_code(one) for one in vocabulary],
    )


def _code(one: Any) -> CodeEntry:
    return CodeEntry(
        value=one.value,
        label=str(one.label),
        definition=str(one.definition),
        within=EVENT_TYPE_OF.get(one),
        crosswalk=NearestCodes(acled=one.crosswalk.acled, ucdp=one.crosswalk.ucdp),
    )
