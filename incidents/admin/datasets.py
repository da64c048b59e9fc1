"""What was imported, to be looked at; imports write it, nobody by hand."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from incidents.models import Dataset, DatasetRow

from .base import DeskAdmin


class ReadOnlyAdmin(DeskAdmin):
    """Looking only, whatever the role."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Dataset)
class DatasetAdmin(ReadOnlyAdmin):
    list_display = ("title", "key", "version", "licence", "source")
    list_select_related = ("source",)
    search_fields = ("key",)

    def search(self, rows: Any, text: str) -> Any:
        return rows.filter(key__istartswith=text.strip())


@admin.register(DatasetRow)
class DatasetRowAdmin(ReadOnlyAdmin):
    list_display = ("key", "dataset", "flags", "incident")
    list_filter = ("dataset",)
    list_select_related = ("dataset", "incident")
    search_fields = ("key",)
    ordering = ("-pk",)

    def search(self, rows: Any, text: str) -> Any:
        return rows.filter(key=text.strip())
