from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class IncidentsConfig(AppConfig):
    """The desk: what analysts enter, and everything built on it."""

    name = "incidents"
    verbose_name = _("Desk")

    def ready(self) -> None:
        from . import triggers  # registers its check

        post_migrate.connect(triggers.install, sender=self)
