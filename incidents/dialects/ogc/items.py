"""The features: a page of a collection, or one by its id."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework.request import Request

from ...api.documents import gone
from ...api.problems import ProblemFound, not_found
from ...record.log.chain import instant
from ...record.log.drafts import TOMBSTONES
from ...record.models import Entry
from ...record.reading import ALIAS, PINNING, Query, State, in_force, parse, subject_of
from ...record.subjects import PUBLIC_ID
from .collections import LayerView
from .features import feature, rows_of
from .formats import GEOJSON, JSON
from .layers import Layer
from .links import Link, link
from .pages import FeaturePage, page
from .parameters import CRS84, MOST, FeaturesRequest, check_crs, read_request
from .views import Document

FEATURES_A_UNIT = 500
CONTENT_CRS = {"Content-Crs": f"<{CRS84}>"}


class FeatureView(LayerView):
    json_type = GEOJSON


class FeatureList(FeatureView):
    template = "ogc/items.html"

    def cost(self, request: Request) -> int:
        """One unit, and one more for each five hundred features, which are a tenth as long as documents."""
        limit = request.query_params.get("limit", "")
        asked_for = int(limit) if limit.isascii() and limit.isdigit() and len(limit) < 10 else 0
        return 1 + min(asked_for, MOST) // FEATURES_A_UNIT

    def get(self, request: Request, name: str) -> HttpResponseBase:
        layer = self.layer(name)
        features_request = read_request(request.query_params, layer)
        self.reads(features_request.query)
        return self.reply(request, lambda: self._document(layer, features_request), headers=CONTENT_CRS)

    def _document(self, layer: Layer, features_request: FeaturesRequest) -> Document:
        found = page(features_request, self.addresses)
        document: Document = {
            "type": "FeatureCollection",
            "links": [*self.addresses.both(self.shown, GEOJSON), *self._around(layer, found)],
            "timeStamp": instant(datetime.now(UTC)),
            "numberReturned": len(found.features),
        }
        if found.matched is not None:
            document["numberMatched"] = found.matched
        return document | {"features": found.features}

    def _around(self, layer: Layer, found: FeaturePage) -> list[Link]:
        kind = self.content_type.partition(";")[0]
        ways = [("next", found.next, _("Next page")), ("prev", found.previous, _("Previous page"))]
        links = [
            link(self.addresses.here(cursor=cursor, f=self.shown.value), rel, kind, title)
            for rel, cursor, title in ways
            if cursor
        ]
        here = self.addresses.collection(layer.name)
        return [*links, link(here, "collection", JSON, str(layer.title))]

    def page(self, document: Document) -> dict[str, Any]:
        turns = {link["rel"]: link["href"] for link in document["links"] if link["rel"] in ("next", "prev")}
        return {**super().page(document), "turns": turns}


class SingleFeature(FeatureView):
    template = "ogc/item.html"
    parameters = ("f", "crs", "as_of", "release")

    def get(self, request: Request, name: str, public_id: str) -> HttpResponseBase:
        """410 with the tombstone for what was retracted, merged or withheld, as in the API."""
        layer = self.layer(name)
        self.refuse_unknown_parameters(request)
        query = _pinned(request, layer)
        self.reads(query)
        make = lambda: self._document(request, layer, public_id, query.state)  # noqa: E731
        return self.reply(request, make, may_be_missing=True, headers=CONTENT_CRS)

    def _document(self, request: Request, layer: Layer, public_id: str, state: State) -> Document:
        _check_id(public_id, layer)
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
        titles = {prop.name: prop.title for prop in self.layer(self.kwargs["name"]).properties}
        shown = [(titles[name], value) for name, value in document["properties"].items() if value != ""]
        return {**super().page(document), "shown": shown}


def _pinned(request: Request, layer: Layer) -> Query:
    check_crs(request.query_params)
    return parse(
        {name: request.query_params[name] for name in PINNING & request.query_params.keys()}, layer.subject
    )


def _check_id(public_id: str, layer: Layer) -> None:
    """Raises a 404 for what is no id of this collection."""
    if not PUBLIC_ID.fullmatch(public_id) or subject_of(public_id) != layer.subject:
        example = f"{layer.subject.prefix}-000042"
        raise ProblemFound(not_found(_("Ids here look like %(example)s.") % {"example": example}))


def _absent(request: Request, public_id: str, state: State) -> ProblemFound:
    found = in_force(public_id, state)
    if found and (found.kind in TOMBSTONES or found.body is None):
        return ProblemFound(gone(request, found))
    return ProblemFound(not_found(_("Nothing is in force under this id.")))
