"""OpenAPI operations of the views. Views hold no documentation of their own: what they are decides what is said."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from ...record import document
from ...record.subjects import Subject
from .. import shapes
from ..problems import MEDIA_TYPE
from .parameters import declared_parameters, path_parameters, query_parameters, response_headers
from .shapes import JsonSchema


class RecordSchema(AutoSchema):
    """Describes a ``RecordView`` by its ``described_as``: list, document, editions, edition, codebook or index."""

    @property
    def _what(self) -> str:
        what: str = getattr(self.view, "described_as", "")
        return what

    @property
    def _subject(self) -> Subject | None:
        return getattr(self.view, "subject", None)

    def get_operation_id(self) -> str:
        subject = self._subject
        return f"{self._what}_{subject.folder}" if subject else self._what

    def get_tags(self) -> list[str]:
        subject = self._subject
        kind = self._what.split("_")[0]
        return [subject.folder if subject else {"release": "releases"}.get(kind, kind)]

    def get_summary(self) -> str:
        """The view's own, as those outside of this room have it, or what its kind is called."""
        if summary := getattr(self.view, "summary", ""):
            return str(summary)
        return {
            "list": _("What is in force: filtered, in pages"),
            "document": _("One document, as it is in force"),
            "editions": _("Its editions"),
            "edition": _("One edition, as it was issued"),
            "codebook": _("The whole codebook"),
            "codebook_vocabulary": _("One vocabulary"),
            "index": _("Where things are"),
            "changes": _("The log itself, to keep a copy by"),
        }[self._what]

    def get_description(self) -> str:  # type: ignore[override]  # drf-spectacular's own signature
        return {
            "document": _("With `fields`, only these keys of it (and its id)."),
            "editions": _("Newest first, without their texts; of what is gone as well."),
            "changes": _(
                "Entries after a sequence, in their order, texts included. Follow `next`; when it is null, ask again "
                "later after the sequence of `head`. A page may hold fewer entries than its limit, and none at all."
            ),
        }.get(self._what, "")

    def get_override_parameters(self) -> list[Any]:
        return [*path_parameters(self._subject, self.path), *self._query_parameters(), *response_headers()]

    def _query_parameters(self) -> list[OpenApiParameter]:
        if fields := getattr(self.view, "fields", None):
            return declared_parameters(fields)
        if self._subject is None:
            return []
        return query_parameters(
            self._subject, None if self._what == "list" else getattr(self.view, "parameters", ())
        )

    def get_response_serializers(self) -> Any:
        answer = OpenApiResponse(self._answer(), description=_("The answer."))
        unchanged = OpenApiResponse(description=_("Unchanged: you have it already."))
        return {200: answer, 304: unchanged} | self._problems()

    def _answer(self) -> JsonSchema:
        if shape := getattr(self.view, "answer_shape", None):
            return self._reference(shape)
        match self._what, self._subject:
            case "list", Subject() as subject:
                return self._envelope(self._document(subject), paged=True)
            case "document", Subject() as subject:
                return self._document(subject)
            case "edition", Subject() as subject:
                stone = self._reference(document.Tombstone)
                return {"anyOf": [self._document(subject), stone]}
            case "editions", _subject:
                return self._envelope(self._reference(shapes.EditionEntry))
            case "codebook", _subject:
                return self._envelope(self._reference(shapes.VocabularyEntry))
            case "changes", _subject:
                return self._log_page()
            case "codebook_vocabulary", _subject:
                return self._reference(shapes.VocabularyEntry)
            case _:
                return self._reference(shapes.IndexEntry)

    def _envelope(self, item: JsonSchema, *, paged: bool = False) -> JsonSchema:
        address = (
            {"anyOf": [{"type": "string", "format": "uri"}, {"type": "null"}]} if paged else {"type": "null"}
        )
        properties: JsonSchema = {"next": address, "previous": address}
        if paged:
            properties["count"] = self._reference(shapes.NumberFound)
        properties["results"] = {"type": "array", "items": item}
        return {"type": "object", "properties": properties, "required": ["next", "previous", "results"]}

    def _log_page(self) -> JsonSchema:
        """The page's own shape, and in each entry a document of any kind; msgspec does not describe raw text."""
        documents = [self._reference(document.SHAPES[name]) for name in document.SHAPES]
        either = {"anyOf": [*documents, {"type": "null"}]}
        entry = {"type": "object", "properties": {"document": either}}
        results = {"results": {"type": "array", "items": entry}}
        return {"allOf": [self._reference(shapes.LogPage), {"type": "object", "properties": results}]}

    def _problems(self) -> dict[tuple[str, str], OpenApiResponse]:
        texts = {
            "400": _("A parameter is unknown or malformed."),
            "401": _("The token is not accepted."),
            "406": _("Only JSON is spoken here."),
            "429": _("Too much in one minute; see Retry-After."),
            "503": _("Not available at the moment; see Retry-After."),
        }
        if "{" in self.path:
            texts["404"] = _("There is nothing under this id, name or number.")
        if self._what == "changes":
            texts["409"] = _("The record was restored since; start again.")
        if self._what in {"document", "edition"}:
            texts["410"] = _("It was retracted, merged or withheld.")
        return {
            (status, MEDIA_TYPE): OpenApiResponse(self._reference(shapes.ProblemEntry), description=text)
            for status, text in sorted(texts.items())
        }

    def _document(self, subject: Subject) -> JsonSchema:
        return self._reference(document.SHAPES[subject.document_format])

    def _reference(self, struct: Any) -> JsonSchema:
        """A reference to the struct's schema, which is registered on the way."""
        reference: JsonSchema = self.resolve_serializer(struct, "response").ref
        return reference
