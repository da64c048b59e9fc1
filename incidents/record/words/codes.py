"""Codes as the codebook names them. A code that this version does not know is shown as it is."""

from ...codebook import Coded, vocabulary


def label(code: str | None, vocabulary_name: str) -> str:
    """“Armed clash” for ``armed_clash`` of ``sub_event_type``; empty for no code."""
    member = _member(code, vocabulary_name)
    return str(member.label) if member else (code or "")


def lower(code: str | None, vocabulary_name: str) -> str:
    """The label inside a sentence: only the first letter is made small, and not that of an acronym."""
    text = label(code, vocabulary_name)
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def definition(code: str | None, vocabulary_name: str) -> str:
    member = _member(code, vocabulary_name)
    return str(member.definition) if member else ""


def _member(code: str | None, vocabulary_name: str) -> Coded | None:
    codes = vocabulary(vocabulary_name).codes
    return codes(code) if code in codes.values else None
