"""How an export is described in OpenAPI: by what it is, in the grammar's own words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse

from ..api.openapi import RecordSchema
from .formats import FORMATS, Format


class ExportSchema(RecordSchema):
    """Of one format of one collection; see ``views.Export``."""

    @property
    def _format(self) -> Format:
        format: Format = getattr(self.view, "format", FORMATS[0])
        return format

    def get_operation_id(self) -> str:
        name = self._format.suffix.replace(".", "_")
        return f"{super().get_operation_id()}_{name}"

    def get_summary(self) -> str:
        return _("All rows as %(format)s") % {"format": self._format.name}

    def get_description(self) -> str:  # type: ignore[override]  # drf-spectacular's own signature
        return _(
            "Every row that the filters find, in one state of the record, in the log's order unless `order` says "
            "otherwise. With `digest=true` the number of rows and the SHA-256 of the file; the file's `Link` header "
            "has that address."
        )

    def get_response_serializers(self) -> Any:
        serializers = dict(super().get_response_serializers())
        serializers.pop(200)
        media_type = self._format.media_type.split(";")[0]
        return {
            (200, media_type): OpenApiResponse(OpenApiTypes.BINARY, description=_("The file.")),
            (200, "application/json"): OpenApiResponse(self._answer(), description=_("With digest=true.")),
            **serializers,
        }
