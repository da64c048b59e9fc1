"""What each token was used for, by day: so that researchers see how much of their share they need."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.tokens import ApiToken

SHOWN_DAYS = 30
"""How far back the token page counts, and how long a day is kept."""


class TokenUsageQuerySet(models.QuerySet["TokenUsage"]):
    """Days of use, chainable."""

    def recent(self) -> TokenUsageQuerySet:
        """The last 30 days, today among them (UTC)."""
        return self.filter(day__gt=timezone.now().date() - timedelta(days=SHOWN_DAYS))

    def totals(self) -> dict[int, dict[str, int]]:
        """Requests and units of today and of all days here, by token."""
        today = Q(day=timezone.now().date())
        rows = self.values("token").annotate(
            requests_in_all=Sum("requests"),
            units_in_all=Sum("units"),
            requests_today=Sum("requests", filter=today, default=0),
            units_today=Sum("units", filter=today, default=0),
        )
        totals: dict[int, dict[str, int]] = {row["token"]: dict(row.items()) for row in rows}  # type: ignore[arg-type]
        return totals


class TokenUsage(models.Model):
    """One token on one day. The table is unlogged: a crash may empty it, and no request waits for the disk."""

    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="usage", verbose_name=_("token"))
    day = models.DateField(_("day"), help_text=_("In UTC."))
    requests = models.BigIntegerField(_("requests"), help_text=_("How many were answered."))
    units = models.BigIntegerField(_("units"), help_text=_("What they cost."))

    objects = TokenUsageQuerySet.as_manager()

    class Meta:
        verbose_name = _("use of a token")
        verbose_name_plural = _("use of tokens")
        constraints = [models.UniqueConstraint(fields=["token", "day"], name="tokenusage_day_once")]

    def __str__(self) -> str:
        return f"{self.token}, {self.day}: {self.requests}"
