"""The addresses of the pages for spreadsheets, each step below the name of its upload."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path, re_path

from .encoding import Letters
from .frame import ImportView
from .mapping import Columns, Facts, MappingFile, Start, Values
from .running import Preview


def urls(model_admin: Any) -> list[URLPattern]:
    view = model_admin.admin_site.admin_view
    begin = "(?P<token>[0-9a-f]{32})"

    def one(kind: type[ImportView]) -> Any:
        return view(kind.as_view(model_admin=model_admin))

    return [
        path("spreadsheet/", one(Start), name="incidents_import_start"),
        *(
            re_path(rf"^spreadsheet/{begin}/{name}/$", one(kind), name=f"incidents_import_{name}")
            for name, kind in (
                ("letters", Letters),
                ("facts", Facts),
                ("columns", Columns),
                ("values", Values),
                ("preview", Preview),
            )
        ),
        re_path(rf"^spreadsheet/{begin}/mapping\.json$", one(MappingFile), name="incidents_import_mapping"),
    ]
