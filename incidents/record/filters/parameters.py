"""Parsing the query string by the fields that declare its parameters: every wrong one is named at once."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from ..errors import BadParameters, Problem
from .values import Field, nearest

NOT_TEXT = "\ufffd"
"""What Django puts in the place of bytes that it cannot read; nobody writes it."""


class ParsedParameters(NamedTuple):
    """Parameters as they were written, and as they were read. Those left empty are in neither."""

    texts: dict[str, str]
    values: dict[str, Any]


def read(
    params: QueryDict | Mapping[str, str], fields: Mapping[str, Field], *, besides: Collection[str] = ()
) -> ParsedParameters:
    """Read the parameters. Raises ``BadParameters`` that names each one that is unknown, repeated or malformed.

    ``besides`` are parameters that the caller reads itself, such as ``format``.
    """
    texts, problems = _texts(params, fields, besides)
    values: dict[str, Any] = {}
    for name, text in texts.items():
        try:
            value = fields[name].clean(text)
        except ValidationError as error:
            near = (getattr(error, "params", None) or {}).get("nearest")
            problems.append(Problem(name, " ".join(error.messages), near))
        else:
            if value is not None:
                values[name] = value
    if problems:
        raise BadParameters(problems)
    return ParsedParameters(texts, values)


def _texts(
    params: QueryDict | Mapping[str, str], fields: Mapping[str, Field], besides: Collection[str]
) -> tuple[dict[str, str], list[Problem]]:
    """One text for each parameter; empty ones, as HTML forms send them, are left out."""
    texts: dict[str, str] = {}
    problems = []
    for name in params:
        if name in besides:
            continue
        all_values = params.getlist(name) if isinstance(params, QueryDict) else [params[name]]
        values = [str(value) for value in all_values if str(value).strip()]
        if name not in fields:
            problems.append(Problem(name, _("is no parameter here"), nearest(name, [*fields, *besides])))
        elif any("\0" in value for value in values):
            problems.append(Problem(name, _("holds a character that no text has")))
        elif any(NOT_TEXT in value for value in values):
            problems.append(Problem(name, _("holds bytes that are not UTF-8; escape the text as UTF-8")))
        elif len(values) > 1 and not fields[name].several:
            problems.append(Problem(name, _("is given more than once")))
        elif values:
            texts[name] = ",".join(values)
    return texts, problems
