"""OpenAPI parameters of an operation, drawn from the filter grammar that reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter

from ...record.filters.grammar import fields_of
from ...record.subjects import Subject


def query_parameters(subject: Subject, names: Iterable[str] | None = None) -> list[OpenApiParameter]:
    """Those of the subject's list, or only the named ones."""
    fields = fields_of(subject)
    return [_parameter(name, fields[name]) for name in (fields if names is None else names)]


def declared_parameters(fields: Mapping[str, Any]) -> list[OpenApiParameter]:
    """Those of an address that declares its own."""
    return [_parameter(name, field) for name, field in fields.items()]


def _parameter(name: str, field: Any) -> OpenApiParameter:
    several = field.several
    schema = dict(field.schema)
    # As an example Swagger UI would fill it in, and ask for everything at once.
    example = schema.pop("example", None)
    if several and schema.get("type") != "array":
        schema = {"type": "array", "items": schema}
    return OpenApiParameter(
        name=name,
        type=schema,
        location=OpenApiParameter.QUERY,
        description=f"{field.help_text} {_('For example')} `{example}`." if example else str(field.help_text),
        # Parted by commas rather than repeated, so that an address stays short.
        style="form" if several else None,
        explode=False if several else None,
    )


def path_parameters(subject: Subject | None, path: str) -> list[OpenApiParameter]:
    """Parameters in the path itself."""
    parameters = []
    if subject and "{public_id}" in path:
        pattern = rf"^{subject.prefix}-[0-9]{{6,12}}$"
        parameters.append(
            _in_path("public_id", {"type": "string", "pattern": pattern}, _("Id of the record."))
        )
    if "{number}" in path:
        parameters.append(
            _in_path("number", {"type": "integer", "minimum": 1}, _("Number of the edition, from 1."))
        )
    if "{name}" in path:
        text = _("Name of the vocabulary.") if "codebook" in path else _("Name of the release.")
        parameters.append(_in_path("name", {"type": "string"}, text))
    releases = [name for name in ("first", "second") if f"{{{name}}}" in path]
    parameters += [_in_path(name, {"type": "string"}, _("Name of a release.")) for name in releases]
    return parameters


def _in_path(name: str, schema: dict[str, Any], description: str) -> OpenApiParameter:
    return OpenApiParameter(
        name=name, type=schema, location=OpenApiParameter.PATH, description=description, required=True
    )


def response_headers() -> list[OpenApiParameter]:
    """Headers of every response."""
    texts = {
        "Record-Sequence": ({"type": "integer"}, _("State of the record in which this was answered.")),
        "Record-Head": (
            {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            _("Head of the hash chain in that state."),
        ),
        "Record-Horizon": (
            {"type": "string", "format": "date-time"},
            _("Newest instant for which as_of always gets the same answer; later ones may have to wait."),
        ),
        "Record-Poll-From": (
            {"type": "string", "format": "date-time"},
            _("Ask next with updated_since this instant, and nothing issued after this answer is missed."),
        ),
    }
    return [
        OpenApiParameter(
            name=name, type=schema, location=OpenApiParameter.HEADER, description=text, response=True
        )
        for name, (schema, text) in texts.items()
    ]
