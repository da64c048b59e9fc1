"""Kinds of subject that the record is about, each with its prefix of public ids and its document format."""

import re
from enum import StrEnum

from . import document


class Subject(StrEnum):
    INCIDENT = "incident"
    EPISODE = "episode"
    ACTOR = "actor"
    LOCATION = "location"
    SOURCE = "source"
    COVERAGE = "coverage"

    @property
    def prefix(self) -> str:
        return PREFIXES[self]

    @property
    def folder(self) -> str:
        """First part of its addresses, the same for pages and in the API: ``incidents``."""
        return FOLDERS.get(self, f"{self.value}s")

    @property
    def document_format(self) -> str:
        """The format that documents of this subject are written in today."""
        return FORMATS[self]

    @property
    def keys(self) -> tuple[str, ...]:
        """Top-level keys of its documents, in their order."""
        return document.SHAPES[self.document_format].__struct_fields__


PREFIXES = {
    Subject.INCIDENT: "INC",
    Subject.EPISODE: "EPI",
    Subject.ACTOR: "ACT",
    Subject.LOCATION: "LOC",
    Subject.SOURCE: "SRC",
    Subject.COVERAGE: "COV",
}
FOLDERS = {Subject.COVERAGE: "coverage"}
"""Where the plural is not made with an s."""
FORMATS = {
    Subject.INCIDENT: document.INCIDENT_FORMAT,
    Subject.EPISODE: document.EPISODE_FORMAT,
    Subject.ACTOR: document.ACTOR_FORMAT,
    Subject.LOCATION: document.LOCATION_FORMAT,
    Subject.SOURCE: document.SOURCE_FORMAT,
    Subject.COVERAGE: document.COVERAGE_FORMAT,
}
_SUBJECTS = {prefix: subject for subject, prefix in PREFIXES.items()}
PUBLIC_ID = re.compile(r"(INC|EPI|ACT|LOC|SRC|COV)-[0-9]{6,12}")


def public_id(subject: Subject, number: int) -> str:
    """``INC-000042``: at least six digits, nothing of the country or the year in it."""
    return f"{subject.prefix}-{number:06d}"


def subject_of(identifier: str) -> Subject:
    """Which subject a public id belongs to. Raises ``ValueError`` for what is no public id."""
    match = PUBLIC_ID.fullmatch(identifier)
    if match is None:
        raise ValueError(f"{identifier!r} is not a public id such as INC-000042")
    return _SUBJECTS[match.group(1)]
