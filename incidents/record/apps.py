from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordConfig(AppConfig):
    """The record: what has been published, and nothing else."""

    name = "incidents.record"
    label = "record"
    verbose_name = _("Record")

    def ready(self) -> None:
        from .access import checks  # noqa: F401  # registers itself
