"""Views of the features: a page of a collection, or one by its id."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rest_framework.request import Request

from ...api.documents import gone
from ...api.problems import ProblemFound, not_found
from ...record.instants import instant
from ...record.log.drafts import TOMBSTONES
from ...record.models import Entry
from ...record.reading import ALIAS, PINNING, State, in_force, parse, subject_of
from ...record.subjects import PUBLIC_ID
from .collections import LayerView
from .features import feature, rows_of
from .formats import GEOJSON, JSON
from .layers import Layer
from .links import Link, link
from .pages import FeaturePage, read_page
from .parameters import CRS84, MAX_LIMIT, FeaturesRequest, check_crs, read_request
from .views import Document

FEATURES_PER_UNIT = 500
CONTENT_CRS = {"Content-Crs": f"<{CRS84}>"}


class FeatureView(LayerView):
    json_type = GEOJSON


class FeatureList(FeatureView):
    template = "ogc/items.html"

    def cost(self, request: Request) -> int:
        """One unit, and one more for each five hundred features, which are a tenth as long as documents."""
        limit = request.query_params.get("limit", "")
        size = int(limit) if limit.isascii() and limit.isdigit() and len(limit) < 10 else 0
        return 1 + min(size, MAX_LIMIT) // FEATURES_PER_UNIT

    def get(self, request: Request, name: str) -> HttpResponseBase:
        layer = self.layer(name)
        features_request = read_request(request.query_params, layer)
        self.reads(features_request.query)
        return self.reply(request, lambda: self._document(layer, features_request), headers=CONTENT_CRS)

    def _document(self, layer: Layer, features_request: FeaturesRequest) -> Document:
        features_page = read_page(features_request, self.addresses)
        document: Document = {
            "type": "FeatureCollection",
            "links": [
                *self.addresses.both(self.shown, GEOJSON),
                *self._page_links(layer, features_page),
                *self._links_to_unplaced(features_page),
            ],
            "timeStamp": instant(datetime.now(UTC)),
            "numberReturned": len(features_page.features),
        }
        if features_page.matched is not None:
            document["numberMatched"] = features_page.matched
        return document | {"features": features_page.features}

    def _page_links(self, layer: Layer, page: FeaturePage) -> list[Link]:
        kind = self.content_type.partition(";")[0]
        ways = [("next", page.next, _("Next page")), ("prev", page.previous, _("Previous page"))]
        links = [
            link(self.addresses.here(cursor=cursor, f=self.shown.value), rel, kind, title)
            for rel, cursor, title in ways
            if cursor
        ]
        here = self.addresses.collection(layer.name)
        return [*links, link(here, "collection", JSON, str(layer.title))]

    def _links_to_unplaced(self, page: FeaturePage) -> list[Link]:
        """To what no box holds; the title says how many there are, in the field that clients show."""
        if not page.unplaced:
            return []
        note = ngettext(
            "%(number)s more answers to the rest and has no point, so that no bbox holds it",
            "%(number)s more answer to the rest and have no point, so that no bbox holds them",
            page.unplaced,
        ) % {"number": page.unplaced}
        self.notes.append(f"{note}.")
        here = self.addresses.here(bbox=None, certain=None, cursor=None, f=self.shown.value)
        return [link(here, "related", self.content_type.partition(";")[0], note)]

    def page(self, document: Document) -> dict[str, Any]:
        turns = {link["rel"]: link["href"] for link in document["links"] if link["rel"] in ("next", "prev")}
        unplaced = next((link for link in document["links"] if link["rel"] == "related"), None)
        return {**super().page(document), "turns": turns, "unplaced": unplaced}


class SingleFeature(FeatureView):
    template = "ogc/item.html"
    parameters = ("f", "crs", "as_of", "release")

    def get(self, request: Request, name: str, public_id: str) -> HttpResponseBase:
        """410 with the tombstone for what was retracted, merged or withheld, as in the API."""
        layer = self.layer(name)
        self.refuse_unknown_parameters(request)
        check_crs(request.query_params)
        pinned = {name: request.query_params[name] for name in PINNING & request.query_params.keys()}
        query = parse(pinned, layer.subject)
        self.reads(query)
        make = lambda: self._document(request, layer, public_id, query.state)  # noqa: E731
        return self.reply(request, make, may_be_missing=True, headers=CONTENT_CRS)

    def _document(self, request: Request, layer: Layer, public_id: str, state: State) -> Document:
        if not PUBLIC_ID.fullmatch(public_id) or subject_of(public_id) != layer.subject:
            example = f"{layer.subject.prefix}-000042"
            raise ProblemFound(not_found(_("Ids here look like %(example)s.") % {"example": example}))
        entries = Entry.objects.using(ALIAS).of(layer.subject).at(state.sequence).filter(public_id=public_id)
        rows = rows_of(entries, layer.subject, ())
        if not rows:
            raise _absent(request, public_id, state)
        links = [
            *self.addresses.both(self.shown, GEOJSON),
            link(self.addresses.collection(layer.name), "collection", JSON, str(layer.title)),
        ]
        return {**feature(layer.subject, rows[0][1], self.addresses), "links": links}

    def page(self, document: Document) -> dict[str, Any]:
        """With the titles of its properties."""
        titles = {column.name: column.title for column in self.layer(self.kwargs["name"]).properties}
        shown = [(titles[name], value) for name, value in document["properties"].items() if value != ""]
        return {**super().page(document), "shown": shown}


def _absent(request: Request, public_id: str, state: State) -> ProblemFound:
    edition = in_force(public_id, state)
    if edition and (edition.kind in TOMBSTONES or edition.body is None):
        return ProblemFound(gone(request, edition))
    return ProblemFound(not_found(_("Nothing is in force under this id.")))
