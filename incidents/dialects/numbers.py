"""Parsing of whole numbers in an address."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_DIGITS = re.compile(r"[0-9]{1,12}")


def whole(text: str, least: int, most: int) -> int:
    """The number from ``least`` to ``most``. Raises ``ValidationError``."""
    if not _DIGITS.fullmatch(text) or not least <= int(text) <= most:
        raise ValidationError(
            _("“%(text)s” is not a whole number from %(least)s to %(most)s")
            % {"text": text, "least": least, "most": most}
        )
    return int(text)
