"""Models of the log: one row for each edition, and the head that every writer locks."""

from typing import ClassVar
from uuid import uuid4

import pgtrigger
from django.db import connection, models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ...codebook import EditionKind, Purpose
from ..errors import LogError
from ..subjects import Subject

WRITING = "1096046592, 1"
"""Keys of the advisory lock that is held by whoever is about to issue editions, from before the clock is read until the
commit; ours alone as long as nobody else in this database uses them."""

SUBJECTS = [(subject.value, subject.value) for subject in Subject]
WITHHELD_TEXT = Q(body=None, note=None, salt=None)

_ONLY_ADDED = """
    IF TG_OP = 'UPDATE' THEN
        IF OLD.body IS NOT NULL AND NEW.body IS NULL AND NEW.note IS NULL AND NEW.salt IS NULL
            AND (to_jsonb(OLD) - '{body,note,salt}'::text[]) = (to_jsonb(NEW) - '{body,note,salt}'::text[])
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'editions are never changed or deleted; only text and salt may be withheld, once'
        USING ERRCODE = 'integrity_constraint_violation', TABLE = TG_TABLE_NAME;
"""


class Edition(models.Model):
    """One entry of the log: a public document as it was issued, linked to all before it."""

    sequence = models.BigIntegerField(
        _("sequence"), primary_key=True, help_text=_("Position in the log; without gaps, in commit order.")
    )
    subject = models.TextField(_("subject"), choices=SUBJECTS, help_text=_("What the document is about."))
    public_id = models.TextField(
        _("public id"), db_collation="C", help_text=_("Given at first publication and never again.")
    )
    number = models.IntegerField(_("number"), help_text=_("1 for the first edition of this id."))
    kind = models.TextField(
        _("kind"), choices=EditionKind.choices, help_text=_("Why the edition was issued.")
    )
    purpose = models.TextField(
        _("purpose"), null=True, choices=Purpose.choices, help_text=_("What a correction was for.")
    )
    into = models.TextField(
        _("into"), null=True, db_collation="C", help_text=_("The id that speaks for a merged one.")
    )
    issued_at = models.DateTimeField(_("issued at"), unique=True, help_text=_("Strictly increasing."))
    note = models.TextField(_("note"), null=True, help_text=_("What changed, for the public."))
    body = models.TextField(
        _("body"), null=True, help_text=_("The document's canonical text; empty once withheld.")
    )
    salt = models.BinaryField(_("salt"), null=True, help_text=_("32 random bytes; empty once withheld."))
    commitment = models.BinaryField(_("commitment"), help_text=_("Hash of salt, body and note."))
    digest = models.BinaryField(_("digest"), help_text=_("Hash of the previous digest and this entry."))

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["public_id", "number"], name="edition_number_once"),
            models.CheckConstraint(condition=Q(sequence__gte=1), name="edition_sequence_from_one"),
            models.CheckConstraint(condition=Q(number__gte=1), name="edition_number_from_one"),
            models.CheckConstraint(
                condition=WITHHELD_TEXT | Q(body__isnull=False, salt__isnull=False),
                name="edition_withheld_whole",
            ),
            models.CheckConstraint(
                condition=Q(kind=EditionKind.MERGED, into__isnull=False)
                | (~Q(kind=EditionKind.MERGED) & Q(into=None)),
                name="edition_merged_names_survivor",
            ),
            models.CheckConstraint(
                condition=Q(kind=EditionKind.CORRECTED) | Q(purpose=None),
                name="edition_purpose_of_correction",
            ),
            models.CheckConstraint(condition=~Q(note=""), name="edition_note_not_empty"),
        ]
        indexes: ClassVar = [
            # The page of corrections: a few thousand among a million.
            models.Index(
                fields=["-sequence"],
                name="edition_amends",
                condition=~Q(kind__in=[EditionKind.PUBLISHED, EditionKind.REFRESHED]),
            ),
            # What was withheld: a handful, asked for whenever a release's file is fetched.
            models.Index(fields=["sequence"], name="edition_emptied", condition=Q(body=None)),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="only_added",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=_ONLY_ADDED,
            ),
            pgtrigger.Trigger(
                name="never_emptied",
                when=pgtrigger.Before,
                level=pgtrigger.Statement,
                operation=pgtrigger.Truncate,
                func=_ONLY_ADDED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} edition {self.number} (sequence {self.sequence})"


class Head(models.Model):
    """The log's one end. Its row is what publishers wait for, so that sequence and commit order agree."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    sequence = models.BigIntegerField(_("sequence"), default=0)
    digest = models.BinaryField(_("digest"), default=bytes(32))
    issued_at = models.DateTimeField(_("issued at"), null=True)
    horizon = models.DateTimeField(
        _("horizon"),
        null=True,
        help_text=_(
            "No edition that was issued at or before it is still to come; for copies of the database."
        ),
    )
    epoch = models.UUIDField(
        _("epoch"),
        default=uuid4,
        help_text=_("Changes when the record was restored to an older state, so that followers notice."),
    )

    class Meta:
        verbose_name = _("head")
        verbose_name_plural = _("head")
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="head_one_row")]

    def __str__(self) -> str:
        return f"sequence {self.sequence}"


def locked_head() -> Head:
    """The head, once nobody else holds it: the one lock that every writer of the record takes, last.

    Its own statement, so that it is read after the wait, not before. Readers are told that somebody is writing, so
    that none of them takes the present for settled.
    """
    head = Head.objects.select_for_update().first()
    if head is None:
        if (
            Edition.objects.exists() and not Head.objects.exists()
        ):  # in this order: another may be the first now
            raise LogError(
                "the head row is missing although the log has editions; restore it before publishing"
            )
        Head.objects.bulk_create([Head()], ignore_conflicts=True)
        head = Head.objects.select_for_update().get()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock({WRITING})")
    return head
