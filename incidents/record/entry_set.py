"""Reading the index: which entries are of a subject, and which were in force at a point of the log."""

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from .models import Entry  # noqa: F401
    from .subjects import Subject


class EntrySet(models.QuerySet["Entry"]):
    def of(self, subject: "Subject") -> Self:
        return self.filter(subject=subject.value)

    def at(self, sequence: int) -> Self:
        """In force right after the edition with that sequence was issued."""
        return self.filter(edition__lte=sequence, until__gt=sequence)
