"""Codebook endpoints: every code with its label and definition, in the language of the request."""

from __future__ import annotations

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
        vocabularies = VOCABULARIES.values()
        return self.answer(
            request, lambda: enveloped([entry(request, vocabulary) for vocabulary in vocabularies])
        )


class OneVocabulary(RecordView):
    """One vocabulary."""

    described_as = "codebook_vocabulary"

    def get(self, request: Request, name: str) -> HttpResponseBase:
        self.refuse_unknown_parameters(request)
        vocabulary = VOCABULARIES.get(name)
        if vocabulary is None:
            near = nearest(name, list(VOCABULARIES))
            message = _("There is no vocabulary of this name.")
            if near is not None:
                message = _("There is no vocabulary of this name; did you mean “%(near)s”?") % {"near": near}
            raise ProblemFound(not_found(message))
        return self.answer(request, lambda: msgspec.json.encode(entry(request, vocabulary)))


def entry(request: Request, vocabulary: Vocabulary) -> VocabularyEntry:
    return VocabularyEntry(
        name=vocabulary.name,
        title=str(vocabulary.title),
        purpose=str(vocabulary.purpose),
        url=reverse("api:vocabulary", args=[vocabulary.name], request=request),
        codes=[
            CodeEntry(
                value=code.value,
                label=str(code.label),
                definition=str(code.definition),
                within=EVENT_TYPE_OF.get(code),
                crosswalk=NearestCodes(acled=code.crosswalk.acled, ucdp=code.crosswalk.ucdp),
            )
            for code in vocabulary
        ],
    )
