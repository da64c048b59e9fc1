"""Entry of rows as the admin does it, and of claims with the passage each rests on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import pghistory
from django.db import models

from accounts.models import User
from incidents.codebook import ClaimKind
from incidents.editorial.acts.editing import begin_edit, finish_edit
from incidents.editorial.subjects import DeskSubject
from incidents.models import Claim, Incident, Passage, ReportText

M = TypeVar("M", bound=models.Model)


@contextmanager
def editing(subject: DeskSubject, by: User) -> Iterator[None]:
    """Around the saves of one form: locked, counted, and told to the history as this person's."""
    with pghistory.context(user=by.pk):
        begin_edit(subject=subject, by=by, expected_revision=subject.revision)
        yield
        finish_edit(subject=subject, by=by)


def checked(row: M) -> M:
    """Save a row whose fields are valid. Its constraints are left to the database: asking for each costs a query."""
    row.clean_fields()
    row.save()
    return row


class ClaimSheet:
    """The claims of one incident, as one report carries them."""

    def __init__(self, incident: Incident, text: ReportText) -> None:
        self.incident = incident
        self.text = text

    def add(self, kind: ClaimKind, *, passage: str, words: str = "", **fields: Any) -> Claim:
        """A claim that rests on ``passage``, which our paraphrase holds once.

        ``words`` are the report's own, shown in quotation marks: a few at most, and empty where ours would stand.
        """
        claim = Claim(incident=self.incident, kind=kind, report=self.text.report, wording=words, **fields)
        checked(claim)
        start = self.text.text.index(passage)
        checked(Passage(claim=claim, text=self.text, start=start, end=start + len(passage)))
        return claim
