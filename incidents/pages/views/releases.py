"""Dataset releases: which there are, what one holds, and how two differ."""

from dataclasses import dataclass
from itertools import zip_longest
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from ...exports.release.about import reference_of
from ...exports.release.differences import (
    FIELDS,
    KINDS,
    TOTAL_NAMES,
    Changed,
    Differences,
    FieldDifference,
    difference,
    differences,
    totals_of,
)
from ...exports.release.shelf import Bundle, BundleStatus, File, all_releases, bundle_of, release_named
from ...exports.release.views import COST_OF_COMPARING, WHY_NOT
from ...record import document as d
from ...record.models.releases import Release
from ...record.reading import bodies, state_at
from ...record.states import State
from ...record.subjects import PUBLIC_ID
from ...record.words.keys import label
from ..caching import View, public
from ..throttle import throttled
from ..words.texts import Said, chosen

KIND_LABELS = {
    "added": gettext_lazy("Added"),
    "corrected": gettext_lazy("Corrected"),
    "refreshed": gettext_lazy("Only refreshed"),
    "retracted": gettext_lazy("Retracted"),
    "merged": gettext_lazy("Merged into another"),
    "withheld": gettext_lazy("Withheld"),
}
TOTAL_LABELS = {
    "incidents": gettext_lazy("Single incidents"),
    "others": gettext_lazy("Series and aggregates"),
    "without_figure": gettext_lazy("Single incidents without any figure of the dead"),
    "without_best": gettext_lazy("Single incidents with a figure of the dead, but no best one"),
    "killed_low": gettext_lazy("Killed in single incidents, low, where known"),
    "killed_best": gettext_lazy("Killed in single incidents, best, where known"),
    "killed_high": gettext_lazy("Killed in single incidents, high, where known"),
}
SHOWN = 50
"""Incidents listed of one kind of change; more are a page of their own."""


@dataclass(frozen=True)
class ReleaseRow:
    """A release, and the one before it."""

    release: Release
    before: Release | None
    why_not: str
    """Why its files are not handed out; nothing where they are."""


@dataclass(frozen=True)
class ChangedRow:
    """An incident of a comparison; the title is that of the newer release, or else of the older.

    ``note``: what was publicly said of the change, if anything.
    """

    change: Changed
    title: Said | None
    note: str
    fields: list[FieldDifference]


@dataclass(frozen=True)
class ChangeSection:
    """The incidents that changed in one way: how many, and the first of them."""

    kind: str
    number: int
    rows: list[ChangedRow]
    more: str

    @property
    def label(self) -> str:
        return str(KIND_LABELS[self.kind])


@dataclass(frozen=True)
class TotalRow:
    """One total in both releases."""

    name: str
    before: int | None
    after: int | None

    @property
    def label(self) -> str:
        return str(TOTAL_LABELS[self.name])

    @property
    def by(self) -> str:
        """With its sign: +3, −1, 0; the minus is as wide as the plus. Nothing is said of what is unknown."""
        moved = difference(self.before, self.after)
        if moved is None:
            return ""
        return f"{moved:+d}".replace("-", "\N{MINUS SIGN}") if moved else "0"


def unconfirmed(view: View) -> Any:
    """A public page without an ETag: releases come, and their files go, without an edition being issued."""
    inner = public(view)

    def respond(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        response = inner(request, **arguments)
        if response.has_header("ETag"):
            del response["ETag"]
        return response

    return respond


@unconfirmed
def releases(request: HttpRequest, state: State) -> HttpResponse:
    newest_first = all_releases()
    rows = [
        ReleaseRow(listed, before, _why_not(bundle_of(listed).standing))
        for listed, before in zip_longest(newest_first, newest_first[1:])
    ]
    return render(request, "pages/releases.html", {"rows": rows})


@unconfirmed
def release(request: HttpRequest, state: State, name: str) -> HttpResponse:
    release = _release(name)
    bundle = bundle_of(release)
    why_not = _why_not(bundle.standing)
    context = {
        "release": release,
        "digest": bytes(release.digest).hex(),
        "reference": reference_of(release),
        "why_not": why_not,
        "held_back_since": bundle.held_back_since if why_not else None,
        "files": [] if why_not else _in_groups(bundle),
        "left_out": sorted(bundle.left_out) if bundle.is_there else [],
        "others": [other for other in all_releases() if other != release],
    }
    return render(request, "pages/release.html", context)


@throttled(COST_OF_COMPARING)
@unconfirmed
def comparison(request: HttpRequest, state: State, first: str, second: str) -> HttpResponse:
    """Counts, totals and the first incidents of each kind; with ``kind``, a page of that kind alone.

    With ``field``, only the incidents that differ in that field of the document.
    """
    compared = differences(_release(first), _release(second))
    kind, field, after = (request.GET.get(name, "") for name in ("kind", "field", "after"))
    if kind not in ("", *KINDS) or field not in ("", *FIELDS) or (after and not PUBLIC_ID.fullmatch(after)):
        raise Http404("no such part of a comparison")
    counts = compared.counts(field)
    before, now = totals_of(compared.older), totals_of(compared.newer)
    sections = [
        _section(compared, name, field, counts[name], after if kind else "")
        for name in ([kind] if kind else KINDS)
    ]
    context = {
        "older": compared.older,
        "newer": compared.newer,
        "alone": kind or field,
        "kind": kind,
        "field": field,
        "fields": [(key, label(key)) for key in FIELDS],
        "sections": [section for section in sections if section.number],
        "totals": [TotalRow(name, getattr(before, name), getattr(now, name)) for name in TOTAL_NAMES],
    }
    return render(request, "pages/release_differences.html", context)


def _why_not(standing: BundleStatus) -> str:
    return str(WHY_NOT.get(standing, ""))


def _release(name: str) -> Release:
    release = release_named(name)
    if release is None:
        raise Http404(f"there is no release {name}")
    return release


def _in_groups(bundle: Bundle) -> list[tuple[str, list[File]]]:
    """Files by the folder they are in; those of Parquet are many."""
    groups: dict[str, list[File]] = {}
    for file in bundle.files():
        folder = file.path.partition("/")[0] if "/" in file.path else ""
        groups.setdefault(folder, []).append(file)
    return sorted(groups.items())


def _section(compared: Differences, kind: str, field: str, number: int, after: str) -> ChangeSection:
    changed = compared.changed(kind, field, beyond=after, limit=SHOWN + 1) if number else []
    shown, more = changed[:SHOWN], len(changed) > SHOWN
    texts, notes = _texts(compared, shown), compared.notes([incident.public_id for incident in shown])
    fields = compared.fields(shown)
    rows = [
        ChangedRow(
            incident,
            _title(texts.get(incident.public_id)),
            notes.get(incident.public_id, ""),
            fields.get(incident.public_id, []),
        )
        for incident in shown
    ]
    chosen = {"kind": kind} | ({"field": field} if field else {})
    following = f"?{urlencode(chosen | {'after': shown[-1].public_id})}" if more else ""
    return ChangeSection(kind, number, rows, following)


def _texts(compared: Differences, changed: list[Changed]) -> dict[str, str]:
    """What is in force in the newer release and, for what is gone from it, in the older; two queries."""
    ids = {incident.public_id for incident in changed}
    return bodies(ids, state_at(compared.older.sequence)) | bodies(ids, state_at(compared.newer.sequence))


def _title(body: str | None) -> Said | None:
    if body is None:
        return None
    document = d.decode(body)
    return chosen(document.title) if isinstance(document, d.IncidentDocument) else None
