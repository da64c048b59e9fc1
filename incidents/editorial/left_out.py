"""Columns that stay on the desk, and why. Every other column of every model is compiled.

A test holds the two together: it changes each column and looks whether a public document changes. The reasons are
for readers: docs/left-out.md lists them.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Reasons = dict[str, str | Promise]

_KEY = _("A key of the desk's tables; what is public has ids of its own.")
_FOLDED = _("Search text that the database makes from the name.")
_INTERNAL = _("A note among colleagues.")
_WORK = _("Bookkeeping of the desk: the record has editions instead of saves.")
_WHO = _("Analysts are not named in public.")

EVERYWHERE: Reasons = {
    "id": _KEY,
    "folded": _FOLDED,
    "note": _INTERNAL,
    "revision": _WORK,
    "created_at": _WORK,
    "updated_at": _WORK,
    "created_by": _WHO,
    "updated_by": _WHO,
}
"""Columns that stay on the desk in whichever model they are."""

COLUMNS: dict[str, Reasons] = {
    "Assessment": {"by": _WHO},
    "DatasetRow": {
        "verbatim": _("The row as it was imported; its own publisher shows it."),
        "flags": _("What had to be normalised; of use to importers."),
        "digest": _("Tells importers whether a row has changed."),
        "incident": _("Which rows were found to speak of the same incident, a question of work in progress."),
    },
    "Dataset": {
        "licence": _("The licence that counts is the incident's own."),
        "source": _("Who makes a dataset can be told from its key."),
    },
    "Incident": {
        "state": _("The record knows only what is public."),
        "merged_into": _("The tombstone of a merged record names the survivor by its public id."),
    },
    "Coverage": {"retracted": _("A statement that was taken back has a tombstone in the record.")},
    "Episode": {"state": _("The record knows only what is public.")},
    "Location": {"population": _("Only orders namesakes in look-ups.")},
    "Person": {
        "basis_note": _("Who consented, and to what, is between them and us."),
        "basis_set_by": _WHO,
    },
    "Report": {
        "dateline": _("Where a correspondent sat can endanger him or her."),
        "retrieved_at": _("When we read it says nothing of the event."),
        "triage": _WORK,
        "duplicate_of": _(
            "A duplicate is cited like any report; that it adds nothing is coded in its claims."
        ),
        "created_at": _WORK,
    },
    "ReportText": {
        "text": _("The text belongs to its publisher; passages give its hash and offsets."),
        "version": _("The hash tells versions apart."),
        "captured_at": _WORK,
    },
    "Source": {"disclosure_basis": _("Who decided that a person may be named, and why, is internal.")},
}
"""Further columns, by model."""

MODELS: Reasons = {
    "Approval": _WHO,
    "ImportRun": _("When and by whom a dataset was imported; a record names the dataset itself."),
    "ImportVerdict": _("What an importer made of each row, for whoever ran it."),
    "Job": _("What the worker has to do, and how far it has got."),
    "WorkerBeat": _("When each worker last said that it is there."),
    "ActorRelationCitation": _("The public note of a relation says on whose word it stands."),
    "PersonName": _("Only the one name is public that the person agreed to."),
    "ReviewNote": _("A remark of one colleague to another."),
    "SourceReliability": _(
        "Grades of reliability guide analysts; published, they would be read as a verdict."
    ),
}
"""Models that stay on the desk as a whole."""


def left_out(model: str) -> Reasons:
    """Columns of a model that stay on the desk, with the reasons."""
    return EVERYWHERE | COLUMNS.get(model, {})


def listed() -> Iterator[tuple[str, str, str]]:
    """Model, column and reason of all that stays on the desk, as docs/left-out.md lists it."""
    for column, reason in EVERYWHERE.items():
        yield "every model", column, str(reason)
    for model in sorted(COLUMNS.keys() | MODELS.keys()):
        if model in MODELS:
            yield model, "all of it", str(MODELS[model])
        for column, reason in COLUMNS.get(model, {}).items():
            yield model, column, str(reason)
