"""Dataset releases: names for states of the record, with the files that were written of them.

A release is never changed or deleted: whoever cited its name has to find the same state. What is withheld later
leaves its files (``incidents.exports.release`` writes them again), not this table.
"""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

NAME_PATTERN = r"^[a-z0-9]+([.-][a-z0-9]+)*$"
"""Fit for an address and a folder: no slash, no leading dot, no two dots in a row."""
RESERVED = ("current", "latest")
"""Names that mean "the newest" to the clients of other services."""

_FINAL = """
    RAISE EXCEPTION 'releases are never changed or deleted'
        USING ERRCODE = 'integrity_constraint_violation', TABLE = TG_TABLE_NAME;
"""


class Release(models.Model):
    """One dataset release: the record right after the edition ``sequence``, under a name that is cited."""

    name = models.TextField(
        _("name"), primary_key=True, db_collation="C", help_text=_("As it is cited, such as 2026.1.")
    )
    sequence = models.BigIntegerField(
        _("sequence"), help_text=_("The last edition of the log that the release has.")
    )
    digest = models.BinaryField(_("digest"), help_text=_("Head digest of the log at that sequence."))
    issued_at = models.DateTimeField(_("issued at"), help_text=_("When that last edition was issued."))
    epoch = models.UUIDField(_("epoch"), help_text=_("The log's epoch when the release was made."))
    made_at = models.DateTimeField(
        _("made at"), db_default=Now(), help_text=_("When the release was made; in none of its files.")
    )
    note = models.TextField(_("note"), null=True, help_text=_("What is new, for the public."))
    files = models.JSONField(
        _("files"), help_text=_("Path, bytes and SHA-256 of each file as it was first written.")
    )

    class Meta:
        app_label = "record"
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(name__regex=NAME_PATTERN) & ~Q(name__in=RESERVED), name="release_name"
            ),
            models.CheckConstraint(condition=Q(sequence__gte=1), name="release_sequence_from_one"),
            models.CheckConstraint(condition=~Q(note=""), name="release_note_not_empty"),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="final",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=_FINAL,
            ),
            pgtrigger.Trigger(
                name="never_emptied",
                when=pgtrigger.Before,
                level=pgtrigger.Statement,
                operation=pgtrigger.Truncate,
                func=_FINAL,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} (sequence {self.sequence})"
