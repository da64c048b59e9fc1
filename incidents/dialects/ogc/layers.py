"""Collections: incidents and the places of the gazetteer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from ...codebook.base import Words
from ...record.filters.grammar import fields_of
from ...record.filters.values import Field
from ...record.reading import Subject
from .properties import OF_INCIDENTS, OF_LOCATIONS, Property

REPLACED = {"bbox", "from", "to", "limit", "order", "fields", "count", "cursor"}
"""Parameters of the record's grammar for which the standard has words of its own, or that change the shape."""

NOT_A_PROPERTY = {
    "q", "certain", "near", "killed_min", "killed_max", "as_of", "release", "updated_since",
}  # fmt: skip
"""Filters that compare otherwise than "this property has that value", so that they are no queryables."""

STANDARD_PARAMETERS = ("f", "bbox", "bbox-crs", "datetime", "limit", "crs", "cursor")


@dataclass(frozen=True)
class Layer:
    """One collection. ``filters`` are the record's own, under their own names."""

    subject: Subject
    title: Words
    description: Words
    properties: tuple[Property, ...]
    dated: bool

    @property
    def name(self) -> str:
        return self.subject.folder

    @cached_property
    def filters(self) -> dict[str, Field]:
        fields = fields_of(self.subject)
        return {name: field for name, field in fields.items() if name not in REPLACED}

    @property
    def queryables(self) -> dict[str, Field]:
        return {name: field for name, field in self.filters.items() if name not in NOT_A_PROPERTY}

    @property
    def parameters(self) -> tuple[str, ...]:
        return (*STANDARD_PARAMETERS, *self.filters)


LAYERS = {
    layer.name: layer
    for layer in (
        Layer(
            Subject.INCIDENT,
            _("Incidents"),
            _(
                "Who did what to whom, where and when: one feature for each incident in force. The point is the "
                "centre of the circle of uncertainty (radius_km) of its main place; series, aggregates and what "
                "has no known place have no geometry. Unknown figures are null, none is 0."
            ),
            OF_INCIDENTS,
            dated=True,
        ),
        Layer(
            Subject.LOCATION,
            _("Places"),
            _("Countries, governorates, districts, localities and sites that incidents happened in."),
            OF_LOCATIONS,
            dated=False,
        ),
    )
}
