"""Review notes and approvals."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .fields import exactly_one, tracked


def _subject(model: str) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        model, models.CASCADE, null=True, blank=True, related_name="approvals", help_text=_("The subject.")
    )


@tracked()
class ReviewNote(models.Model):
    """A remark of one colleague to another. Never published."""

    incident = models.ForeignKey(
        "Incident",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="review_notes",
        help_text=_("Incident."),
    )
    episode = models.ForeignKey(
        "Episode", models.CASCADE, null=True, blank=True, related_name="review_notes", help_text=_("Episode.")
    )
    field = models.CharField(
        max_length=100, blank=True, help_text=_("The field it is about; empty: the whole.")
    )
    claim = models.ForeignKey(
        "Claim",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="review_notes",
        help_text=_("The claim it is about."),
    )
    text = models.TextField(help_text=_("What should be looked at or changed."))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", help_text=_("Who wrote it.")
    )
    at = models.DateTimeField(auto_now_add=True, help_text=_("When."))
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Who settled it."),
    )
    resolved_at = models.DateTimeField(null=True, blank=True, help_text=_("When it was settled."))

    class Meta:
        verbose_name = _("review note")
        verbose_name_plural = _("review notes")
        ordering = ("at", "pk")
        constraints = (
            exactly_one("reviewnote", "of_one_subject", "incident", "episode"),
            models.CheckConstraint(
                name="reviewnote_resolution_whole",
                condition=Q(resolved_by__isnull=True, resolved_at__isnull=True)
                | Q(resolved_at__isnull=False),
                violation_error_message=_("A settled note says when."),
            ),
        )

    def __str__(self) -> str:
        return self.text[:80]


SUBJECT_FIELDS = ("incident", "episode", "coverage", "actor", "location", "source")


class Approval(models.Model):
    """Somebody vouches for a subject as it was saved. Rows are only ever added, so that they need no history."""

    incident = _subject("Incident")
    episode = _subject("Episode")
    coverage = _subject("Coverage")
    actor = _subject("Actor")
    location = _subject("Location")
    source = _subject("Source")
    revision = models.PositiveIntegerField(help_text=_("The save that was looked at, with all before it."))
    whole = models.BooleanField(
        default=True,
        help_text=_("No while a second colleague has to look at what the approving one edited."),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Who vouches; empty where it became public with what names it, or before this was kept."),
    )
    at = models.DateTimeField(default=timezone.now, help_text=_("When."))

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering = ("pk",)
        constraints = (exactly_one("approval", "of_one_subject", *SUBJECT_FIELDS),)

    def __str__(self) -> str:
        return f"{self.revision}"
