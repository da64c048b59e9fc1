"""Properties of features: of incidents the columns of their row, of locations what their document says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from ...codebook import vocabulary
from ...codebook.base import Words
from ...record import document as d
from ...record.models import Row
from ...record.projection.sources import notation_of_column

INTERVAL = {"date_from": "primary-interval-start", "date_to": "primary-interval-end"}
"""Roles of part 5: the two ends of the time that ``datetime`` is compared with."""

LEFT_OUT = {
    "entry",  # given as ``sequence``
    "public_id",  # the feature's id
    # GDAL hands every comparison with an instant to ``datetime``, which is about when things happened.
    "issued_at",
}


@dataclass(frozen=True)
class Property:
    """One property: ``kind`` is a type of JSON Schema, ``format`` its closer description.

    ``notation`` is that of the key in the document, where its values are coded, days or identifiers.
    """

    name: str
    title: Words
    description: Words
    kind: str = "string"
    format: str | None = None
    required: bool = False
    notation: d.Notation | None = None

    @property
    def codes(self) -> list[str]:
        """Its codes, where it takes them from a vocabulary."""
        if self.notation is None or self.notation.vocabulary is None:
            return []
        return list(vocabulary(self.notation.vocabulary).codes.values)

    def schema(self) -> dict[str, Any]:
        """As JSON Schema; the role as part 5 has it."""
        schema: dict[str, Any] = {
            "title": str(self.title),
            "description": str(self.description),
            "type": self.kind,
        }
        if self.format:
            schema["format"] = self.format
        if self.codes:
            schema["enum"] = self.codes
        if self.name in INTERVAL:
            schema["x-ogc-role"] = INTERVAL[self.name]
        return schema


SEQUENCE = Property(
    "sequence", _("sequence"), _("Position of this edition in the log of the record."), "integer", None, True
)
URL = Property("url", _("page"), _("Address of the readers' page."), "string", "uri", True)


def _of_rows() -> Iterator[Property]:
    for column in Row._meta.fields:
        if column.name not in LEFT_OUT:
            kind, form = "string", None
            if isinstance(column, models.IntegerField):
                kind = "integer"
            elif isinstance(column, models.FloatField):
                kind = "number"
            elif isinstance(column, models.DateField):
                form = "date"
            yield Property(
                column.name,
                column.verbose_name,
                column.help_text,
                kind,
                form,
                required=not column.null,
                notation=notation_of_column(column.name),
            )


ROW_COLUMNS = tuple(column.name for column in Row._meta.fields if column.name not in LEFT_OUT)
OF_INCIDENTS = (*_of_rows(), SEQUENCE, URL)
OF_LOCATIONS = (
    Property("name", _("name"), _("Its usual name."), required=True),
    Property("names", _("names"), _("All its names, in every script."), required=True),
    Property(
        "type",
        _("type"),
        _("Level of the gazetteer."),
        required=True,
        notation=d.notation_of(d.LocationDocument, "type"),
    ),
    Property("country", _("country"), _("Two-letter code (ISO 3166-1)."), required=True),
    Property("within", _("within"), _("What it lies in, the nearest first."), required=True),
    Property("lat", _("latitude"), _("Degrees, WGS 84: the circle's centre."), "number"),
    Property("lon", _("longitude"), _("Degrees, WGS 84: the circle's centre."), "number"),
    Property("radius_km", _("radius in km"), _("How far around its point it reaches."), "integer"),
    Property("external_ids", _("outside ids"), _("Other people's ids, scheme:value."), required=True),
    SEQUENCE,
    URL,
)
