"""What a browser without JavaScript would do with a form: fetch it, change a few fields, send all of them."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.db.models import Model
from django.test import Client
from django.urls import reverse

Fields = dict[str, Any]


class _Form(HTMLParser):
    """Collects the fields of the form that holds the page's main content."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: Fields = {}
        self._depth = 0
        self._select: str | None = None
        self._area: str | None = None
        self._option_seen = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "form":
            self._depth = int(values.get("method") == "post" and values.get("id") not in {"logout-form"})
        if not self._depth:
            return
        name = values.get("name") or ""
        match tag:
            case "input":
                self._input(name, values)
            case "select":
                self._select, self._option_seen = name, False
            case "option" if self._select:
                self._option(values)
            case "textarea":
                self._area = name
                self.fields[name] = ""

    def _input(self, name: str, values: dict[str, str | None]) -> None:
        kind = values.get("type", "text")
        if (
            kind in {"submit", "button"}
            or not name
            or (kind in {"checkbox", "radio"} and "checked" not in values)
        ):
            return
        value = values.get("value") or ("on" if kind == "checkbox" else "")
        if kind in {"checkbox", "hidden"} and name in self.fields:
            before = self.fields[name]
            self.fields[name] = [*(before if isinstance(before, list) else [before]), value]
        else:
            self.fields[name] = value

    def _option(self, values: dict[str, str | None]) -> None:
        assert self._select is not None
        if "selected" in values or not self._option_seen:
            self.fields[self._select] = values.get("value") or ""
        self._option_seen = True

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "form":
                self._depth = 0
            case "select":
                self._select = None
            case "textarea":
                self._area = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self.fields[self._area] += data.removeprefix("\n")


def fields_of(html: str) -> Fields:
    """The fields that a browser would send, empty rows for adding left out."""
    form = _Form()
    form.feed(html)
    return {name: value for name, value in form.fields.items() if "__prefix__" not in name}


def form_of(row: Model) -> str:
    """The address of the row's form in the admin."""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def open_form(client: Client, url: str) -> Fields:
    response = client.get(url)
    assert response.status_code == 200, (response.status_code, url)
    return fields_of(response.content.decode())


def send(client: Client, url: str, fields: Fields, **changes: Any) -> Any:
    """Send the form with some fields changed; two underscores in a name stand for a dash."""
    return client.post(url, fields | {name.replace("__", "-"): value for name, value in changes.items()})


def add_row(fields: Fields, prefix: str, **values: Any) -> None:
    """What “Add another” does: one more row at the end."""
    number = int(fields[f"{prefix}-TOTAL_FORMS"])
    fields[f"{prefix}-TOTAL_FORMS"] = str(number + 1)
    fields.update({f"{prefix}-{number}-{name}": value for name, value in values.items()})


def text_of(response: Any) -> str:
    return str(response.content.decode())


def errors_of(response: Any) -> str:
    """All errors of the form that came back, for the message of a failing test."""
    if not response.context or "adminform" not in response.context:
        return text_of(response)[:500]
    formsets = [inline.formset for inline in response.context["inline_admin_formsets"]]
    rows = {
        rows.prefix: (rows.errors, rows.non_form_errors()) for rows in formsets if rows.total_error_count()
    }
    return repr((dict(response.context["adminform"].form.errors), rows))
