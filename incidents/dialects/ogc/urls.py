"""Addresses below ``/ogc/``: without a slash at the end, as the standard's clients put them together."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from .collections import Collections, FeatureSchema, OneCollection, Properties, Queryables
from .definition import Definition
from .items import FeatureList, SingleFeature
from .landing import Conformance, Landing, OgcNotFound

app_name = "ogc"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", Landing.as_view(), name="landing"),
    path("api", Definition.as_view(), name="api"),
    path("conformance", Conformance.as_view(), name="conformance"),
    path("collections", Collections.as_view(), name="collections"),
    path("collections/<str:name>", OneCollection.as_view(), name="collection"),
    path("collections/<str:name>/queryables", Queryables.as_view(), name="queryables"),
    path("collections/<str:name>/schema", Properties.as_view(), name="schema"),
    path("collections/<str:name>/feature-schema", FeatureSchema.as_view(), name="feature-schema"),
    path("collections/<str:name>/items", FeatureList.as_view(), name="items"),
    path("collections/<str:name>/items/<str:public_id>", SingleFeature.as_view(), name="item"),
    re_path(r"^(?P<rest>.*)$", OgcNotFound.as_view(), name="missing"),
]
