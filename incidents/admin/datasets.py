"""Datasets and their rows, read only: imports write them, nobody by hand."""

from __future__ import annotations

from typing import Any

from django.contrib import admin

from incidents.models import Dataset, DatasetRow

from .base import ReadOnlyAdmin


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
