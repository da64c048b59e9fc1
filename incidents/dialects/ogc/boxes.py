"""Parsing of ``bbox``, and the condition that a point lies in it."""

from __future__ import annotations

import math
import re
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext as _

from ...geo import Box
from .errors import ParameterError

_NUMBER = re.compile(r"\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?\s*")


def read_box(text: str) -> Box:
    """Four or six numbers; heights are passed over, since nothing here has one."""
    parts = text.split(",")
    if len(parts) not in (4, 6) or not all(_NUMBER.fullmatch(part) for part in parts):
        raise ParameterError(_("is four numbers west,south,east,north, or six with heights"))
    numbers = [float(part) for part in parts]
    west, south, east, north = numbers if len(numbers) == 4 else (*numbers[:2], *numbers[3:5])
    if not all(math.isfinite(number) for number in numbers) or max(map(abs, (west, east))) > 540:
        raise ParameterError(_("is not on the earth"))
    if south > north:
        raise ParameterError(_("has its south above its north"))
    if south > 90 or north < -90:
        raise ParameterError(_("is not on the earth"))
    # Clients that let one pan around the globe count on beyond 180 degrees.
    west, east = (-180.0, 180.0) if east - west >= 360 else (_wrapped(west), _wrapped(east))
    return Box(west, max(south, -90.0), east, min(north, 90.0))


def _wrapped(degrees: float) -> float:
    return degrees if -180 <= degrees <= 180 else (degrees + 180) % 360 - 180


def bbox_text(box: Box) -> str:
    """The box for the record's grammar, which knows no exponents. Points have five decimals, so that six lose none."""
    return ",".join(f"{edge:.6f}" for edge in (box.west, box.south, box.east, box.north))


def inside(box: Box, path: str = "") -> Q:
    """Condition on the table whose ``lat`` and ``lon`` stand below the path."""
    spans = (Q(**{f"{path}lon__range": span}) for span in box.spans())
    return Q(**{f"{path}lat__range": (box.south, box.north)}) & reduce(or_, spans)
