"""URLs of the API. Each collection has the same four."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, URLResolver, include, path, re_path

from ..record.subjects import Subject
from .aggregate import Aggregate, AggregateTable
from .changes import Changes
from .codebook import Codebook, OneVocabulary
from .description import Docs, Schema
from .documents import DocumentInForce, OneEdition
from .editions import Editions
from .index import ApiRoot, Missing, NewestVersion
from .lists import RecordList
from .map import MapCells

app_name = "api"


def _collection(subject: Subject) -> list[URLPattern]:
    folder = subject.folder

    def view(kind: Any) -> Any:
        return kind.as_view(subject=subject)

    return [
        path(f"{folder}/", view(RecordList), name=f"{subject}-list"),
        path(f"{folder}/<str:public_id>/", view(DocumentInForce), name=f"{subject}-detail"),
        path(f"{folder}/<str:public_id>/editions/", view(Editions), name=f"{subject}-editions"),
        path(f"{folder}/<str:public_id>/editions/<int:number>/", view(OneEdition), name=f"{subject}-edition"),
    ]


v1: list[URLPattern | URLResolver] = [
    path("", ApiRoot.as_view(), name="index"),
    *(address for subject in Subject for address in _collection(subject)),
    path("aggregate/", Aggregate.as_view(), name="aggregate"),
    path("aggregate.csv", AggregateTable.as_view(), name="aggregate-table"),
    path("changes/", Changes.as_view(), name="changes"),
    path("codebook/", Codebook.as_view(), name="codebook"),
    path("codebook/<str:name>/", OneVocabulary.as_view(), name="vocabulary"),
    path("map/", MapCells.as_view(), name="map"),
    path("schema/", Schema.as_view(), name="schema"),
    path("docs/", Docs.as_view(), name="docs"),
]

urlpatterns = [
    path("", NewestVersion.as_view()),
    path("v1/", include(v1)),
    re_path(r"^(?P<rest>.*)$", Missing.as_view(), name="missing"),
]
