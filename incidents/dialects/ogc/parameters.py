"""Parsing of the standard's parameters, and their translation into the record's own filter grammar."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from django.http import QueryDict
from django.utils.translation import gettext as _

from ...codebook import Extent
from ...geo import Box
from ...record.filters.probes import capped
from ...record.filters.values import nearest
from ...record.models import Entry, EntryPlace, EntrySet, Row
from ...record.reading import ALIAS, BadParameters, Problem, Query, Subject, parse
from .boxes import bbox_text, inside, read_box
from .days import merge_halves, read_days
from .errors import ParameterError
from .layers import Layer

DEFAULT_LIMIT, MAX_LIMIT = 100, 10_000
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
CRS84H = "http://www.opengis.net/def/crs/OGC/0/CRS84h"


@dataclass(frozen=True)
class FeaturesRequest:
    """A parsed request for a page of features."""

    query: Query
    limit: int
    box: Box | None

    @cached_property
    def few(self) -> list[int] | None:
        """The entries with a point in the box, or ``None`` where they are many (see record/filters/probes.py)."""
        if self.box is None:
            return None
        return _points(self.query.subject, self.box)

    @property
    def is_crowded(self) -> bool:
        """Whether a box was asked for that holds too many to be listed, or to be counted in passing."""
        return self.box is not None and self.few is None

    def unplaced(self) -> EntrySet:
        """Incidents that answer to all but the box and have no point on the map; none where no box was asked for."""
        values = {name: value for name, value in self.query.values.items() if name != "bbox"}
        if self.box is None or self.query.subject is not Subject.INCIDENT:
            return Entry.objects.using(ALIAS).none()
        entries = replace(self.query, values=values).apply()
        return entries.exclude(row__extent=Extent.SINGLE, row__lat__isnull=False)

    def entries(self) -> EntrySet:
        """All that is asked for, in no order. Few are listed; many are met soon by walking along the order."""
        entries = self.query.apply()
        if self.few is not None:
            return entries.filter(edition__in=self.few)
        if self.box is None:
            return entries
        return entries.filter(inside(self.box, "row__"), row__extent=Extent.SINGLE)


def read_request(parameters: QueryDict, layer: Layer) -> FeaturesRequest:
    """Raises ``BadParameters`` that names every parameter that is wrong."""
    problems = [
        Problem(name, _("is no parameter here"), nearest(name, layer.parameters))
        for name in parameters
        if name not in layer.parameters
    ]
    native = {name: parameters.getlist(name) for name in parameters if name in layer.filters}
    limit, box, days = DEFAULT_LIMIT, None, {}
    for name, text in _standard_texts(parameters, problems):
        try:
            match name:
                case "limit":
                    if not re.fullmatch(r"[0-9]{1,18}", text) or int(text) == 0:
                        raise ParameterError(
                            _("is not a whole number from 1 to %(most)s") % {"most": MAX_LIMIT}
                        )
                    # What is too much is not refused: the page is simply no longer than the longest.
                    limit = min(int(text), MAX_LIMIT)
                case "bbox":
                    box = read_box(text)
                case "datetime":
                    days = read_days(text)
                case "bbox-crs" | "crs":
                    _check_crs(text, with_height=name == "bbox-crs")
        except ParameterError as wrong:
            problems.append(Problem(name, str(wrong)))
    if box is not None:
        native["bbox"] = [bbox_text(box)]
    if layer.dated:
        native |= {name: [day] for name, day in days.items()}
    if parameters.get("cursor"):
        native["cursor"] = parameters.getlist("cursor")
    return FeaturesRequest(_without_box(_parsed(native, layer, problems)), limit, box)


def check_crs(parameters: QueryDict) -> None:
    """Raises ``BadParameters`` where another reference system is asked for than the one there is."""
    try:
        for text in parameters.getlist("crs"):
            _check_crs(text, with_height=False)
    except ParameterError as wrong:
        raise BadParameters([Problem("crs", str(wrong))]) from None


def _standard_texts(parameters: QueryDict, problems: list[Problem]) -> Iterator[tuple[str, str]]:
    """Each once, but for ``datetime`` as GDAL repeats it."""
    for name in ("limit", "bbox", "datetime", "bbox-crs", "crs"):
        texts = parameters.getlist(name)
        if name == "datetime" and len(texts) == 2:
            texts = merge_halves(*texts)
        if len(texts) > 1:
            problems.append(Problem(name, _("is given more than once")))
        elif texts:
            yield name, texts[0]


def _parsed(native: Mapping[str, list[str]], layer: Layer, problems: list[Problem]) -> Query:
    """The query; what the record finds wrong is told together with what was found wrong before."""
    translated = QueryDict(mutable=True)
    for name, values in native.items():
        translated.setlist(name, values)
    try:
        query = parse(translated, layer.subject)
    except BadParameters as bad:
        raise BadParameters(problems + bad.problems) from None
    if problems:
        raise BadParameters(problems)
    return query


def _check_crs(text: str, *, with_height: bool) -> None:
    supported = {CRS84, CRS84H} if with_height else {CRS84}
    if text.replace("https://", "http://", 1) not in supported:
        raise ParameterError(_("can only be %(known)s") % {"known": CRS84})


def _without_box(query: Query) -> Query:
    """The record's box finds circles that touch it; here the point itself must lie inside, as the standard has it.

    It stays among the parameters, so that a cursor belongs to it; and, ``certain``, also among the conditions: then
    the whole circle must lie inside.
    """
    if query.values.get("certain"):
        return query
    return replace(query, values={name: value for name, value in query.values.items() if name != "bbox"})


def _points(subject: Subject, box: Box) -> list[int] | None:
    if subject is Subject.LOCATION:
        # There are some thousands of them at most.
        places = EntryPlace.objects.using(ALIAS).filter(inside(box), entry__subject=subject.value)
        return list(places.values_list("entry_id", flat=True))
    points = Row.objects.using(ALIAS).filter(inside(box), extent=Extent.SINGLE)
    return capped(points.order_by().values_list("entry_id", flat=True))
