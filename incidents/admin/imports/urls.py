"""URLs of the pages that import a spreadsheet, each step below the name of its upload."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path, re_path

from .encoding import EncodingView
from .frame import ENCODING, ImportView
from .mapping import ColumnsView, FactsView, MappingFileView, StartView, WordsView
from .names import NamesView
from .running import CheckReportView, PreviewView


def urls(model_admin: Any) -> list[URLPattern]:
    admin_view = model_admin.admin_site.admin_view
    begin = "(?P<token>[0-9a-f]{32})"

    def view(view_class: type[ImportView]) -> Any:
        return admin_view(view_class.as_view(model_admin=model_admin))

    steps: dict[str, type[ImportView]] = {
        ENCODING: EncodingView,
        "facts": FactsView,
        "columns": ColumnsView,
        "values": WordsView,
        "names": NamesView,
        "preview": PreviewView,
    }
    return [
        path("spreadsheet/", view(StartView), name="incidents_import_start"),
        *(
            re_path(rf"^spreadsheet/{begin}/{step}/$", view(view_class), name=f"incidents_import_{step}")
            for step, view_class in steps.items()
        ),
        re_path(
            rf"^spreadsheet/{begin}/check\.csv$", view(CheckReportView), name="incidents_import_check_report"
        ),
        re_path(
            rf"^spreadsheet/{begin}/mapping\.json$", view(MappingFileView), name="incidents_import_mapping"
        ),
    ]
