"""Check for contradictory parameters: each can be read, but the one excludes the other."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from ..errors import BadParameters, Problem


def refuse(values: Mapping[str, Any]) -> None:
    """Raises ``BadParameters`` that names both: an empty answer would be taken for a finding."""
    problems = []
    since, until = values.get("from"), values.get("to")
    if since and until and since[0] > until[1]:
        problems += [Problem("from", _("is later than “to”")), Problem("to", _("is earlier than “from”"))]
    least, most = values.get("killed_min"), values.get("killed_max")
    if least is not None and most is not None and least > most:
        problems += [
            Problem("killed_min", _("is more than “killed_max”")),
            Problem("killed_max", _("is less than “killed_min”")),
        ]
    if problems:
        raise BadParameters(problems)
