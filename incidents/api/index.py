"""API root, redirect to the newest version, and 404."""

from __future__ import annotations

import msgspec
from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.http import escape_leading_slashes
from rest_framework.request import Request
from rest_framework.reverse import reverse

from ..record.reading import Subject
from .addresses import resolves_beyond
from .changes import state_entry
from .shapes import IndexEntry
from .views import RecordView

VERSION = "v1"


class ApiRoot(RecordView):
    """Where things are, and how far the record has got."""

    described_as = "index"

    def get(self, request: Request) -> HttpResponseBase:
        self.refuse_unknown_parameters(request)
        return self.answer(request, lambda: msgspec.json.encode(self._entry(request)))

    def _entry(self, request: Request) -> IndexEntry:
        names = {subject.folder: f"api:{subject}-list" for subject in Subject}
        names |= {
            name: f"api:{name}" for name in ("aggregate", "map", "changes", "codebook", "schema", "docs")
        }
        # Of the exports' room, whose addresses stand beside these.
        names |= {name: f"api-{name}" for name in ("cite", "releases")}
        return IndexEntry(
            name=settings.SITE_NAME,
            version=VERSION,
            record=state_entry(self.newest),
            addresses={name: reverse(view, request=request) for name, view in names.items()},
        )


class NewestVersion(RecordView):
    """Redirect from ``/api/`` to the newest version."""

    schema = None

    def get(self, request: Request) -> HttpResponse:
        return HttpResponseRedirect(reverse("api:index"))


class Missing(RecordView):
    """404 for every address below ``/api/`` that means nothing: a problem document, not the site's error page."""

    schema = None

    def get(self, request: Request, rest: str = "") -> HttpResponse:
        """Adds a forgotten slash. Django would too, but without the headers that other sites need to follow."""
        if not rest.endswith("/") and resolves_beyond(f"{request.path_info}/", Missing):
            return HttpResponsePermanentRedirect(
                escape_leading_slashes(request._request.get_full_path(force_append_slash=True))
            )
        raise Http404
