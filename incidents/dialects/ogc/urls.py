"""Addresses below ``/ogc/``: without a slash at the end, as the standard's clients put them together."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from .collections import CollectionList, FeatureSchema, PropertySchema, QueryableSchema, SingleCollection
from .definition import ApiDefinition
from .items import FeatureList, SingleFeature
from .landing import Conformance, Landing, OgcNotFound

app_name = "ogc"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", Landing.as_view(), name="landing"),
    path("api", ApiDefinition.as_view(), name="api"),
    path("conformance", Conformance.as_view(), name="conformance"),
    path("collections", CollectionList.as_view(), name="collections"),
    path("collections/<str:name>", SingleCollection.as_view(), name="collection"),
    path("collections/<str:name>/queryables", QueryableSchema.as_view(), name="queryables"),
    path("collections/<str:name>/schema", PropertySchema.as_view(), name="schema"),
    path("collections/<str:name>/feature-schema", FeatureSchema.as_view(), name="feature-schema"),
    path("collections/<str:name>/items", FeatureList.as_view(), name="items"),
    path("collections/<str:name>/items/<str:public_id>", SingleFeature.as_view(), name="item"),
    re_path(r"^(?P<rest>.*)$", OgcNotFound.as_view(), name="missing"),
]
