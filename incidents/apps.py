from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IncidentsConfig(AppConfig):
    """The desk: what analysts enter, and everything built on it."""

    name = "incidents"
    verbose_name = _("Desk")
