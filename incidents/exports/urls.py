"""Addresses of the exports, beside the lists they are taken from."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from ..record.subjects import Subject
from .cite_view import Cite
from .formats import Format
from .release import addresses  # noqa: F401 - how names of releases are written in addresses
from .release import views as releases
from .release.changes_file import ReleaseChangesFile
from .views import Export, UnknownFormat, formats_of


def _export(subject: Subject, format: Format) -> URLPattern:
    view = Export.as_view(subject=subject, format=format)
    return path(f"{subject.folder}.{format.suffix}", view, name=f"api-{subject}-{format.suffix}")


urlpatterns: list[URLPattern | URLResolver] = [
    path("cite/", Cite.as_view(), name="api-cite"),
    path("releases/", releases.Releases.as_view(), name="api-releases"),
    path("releases/<release:name>/", releases.OneRelease.as_view(), name="api-release"),
    path("releases/<release:name>/files/<path:path>", releases.OneFile.as_view(), name="api-release-file"),
    path(
        "releases/<release:first>...<release:second>/",
        releases.ReleaseDifferences.as_view(),
        name="api-release-differences",
    ),
    path(
        "releases/<release:first>...<release:second>/changes.csv",
        ReleaseChangesFile.as_view(),
        name="api-release-changes",
    ),
    *(_export(subject, format) for subject in Subject for format in formats_of(subject)),
    re_path(
        rf"^(?P<folder>{'|'.join(subject.folder for subject in Subject)})\.[a-z.]+$", UnknownFormat.as_view()
    ),
]
