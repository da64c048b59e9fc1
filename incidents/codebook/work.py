"""Vocabularies of editorial work: states of a record on the desk, kinds of edition and of correction, jobs."""

from django.utils.translation import gettext_lazy as _

from .base import Coded
from .base import Crosswalk as X


class WorkflowState(Coded):
    DRAFT = ("draft", _("Being entered; nobody outside sees it."), X(), _("Draft"))
    IN_REVIEW = ("in_review", _("Handed to a second pair of eyes."), X(), _("In review"))
    CHANGES_REQUESTED = ("changes_requested", _("Sent back with notes."), X(), _("Changes requested"))
    APPROVED = ("approved", _("Reviewed by somebody else than its last editor."), X(), _("Approved"))
    PUBLISHED = ("published", _("In the record, as it stands on the desk."), X(), _("Published"))
    RETRACTED = ("retracted", _("Taken back; its old editions stay readable."), X(), _("Retracted"))
    MERGED = ("merged", _("Merged into another record."), X(), _("Merged"))
    WITHHELD = ("withheld", _("Taken out of the record for somebody's safety."), X(), _("Withheld"))


class RowVerdict(Coded):
    """What an import made of a row; the last two are of rows that earlier files had and this one has not."""

    CREATED = ("created", _("An incident was entered from the row."), X(), _("Created"))
    UPDATED = ("updated", _("What the row says had changed, and its incident with it."), X(), _("Updated"))
    REFRESHED = (
        "refreshed",
        _("The version of the dataset is another; the row says the same."),
        X(),
        _("Refreshed"),
    )
    UNCHANGED = ("unchanged", _("The row says what it said, or what is here is kept."), X(), _("Unchanged"))
    REJECTED = ("rejected", _("The row was set aside; nothing of it was entered."), X(), _("Rejected"))
    GONE = ("gone", _("An earlier file had the row, this one has not; its incident stands."), X(), _("Gone"))
    RETRACTED = (
        "retracted", _("The whole dataset does not have the row any more; its incident was retracted."), X(),
        _("Retracted"),
    )  # fmt: skip


class RowUndone(Coded):
    """What became of a row when its import was taken back."""

    DELETED = ("deleted", _("What had been entered from the row was deleted."), X(), _("Deleted"))
    RETRACTED = ("retracted", _("What the import had made public was retracted."), X(), _("Retracted"))
    RESTORED = ("restored", _("The incident says again what it said before."), X(), _("Restored"))
    KEPT = ("kept", _("It stays as it is, for the reason given."), X(), _("Kept"))


class ReviewResult(Coded):
    """What came of it when the desk looked at the coding of a dataset."""

    ADOPTED = ("adopted", _("The desk looked at it and holds what the dataset coded."), X(), _("Adopted"))
    CHANGED = ("changed", _("The desk looked at it and changed something of it."), X(), _("Changed"))


class EditionKind(Coded):
    PUBLISHED = ("published", _("The first edition."), X(), _("Published"))
    CORRECTED = ("corrected", _("Facts were added, changed or removed."), X(), _("Corrected"))
    REFRESHED = ("refreshed", _("A name, a relation or the format changed elsewhere."), X(), _("Refreshed"))
    RETRACTED = ("retracted", _("The content is wrong as a whole."), X(), _("Retracted"))
    MERGED = ("merged", _("Another record now speaks for this one."), X(), _("Merged"))
    WITHHELD = ("withheld", _("Information removed for safety."), X(), _("Withheld"))


class Purpose(Coded):
    FACTUAL = ("factual", _("Something was wrong."), X(), _("Factual"))
    ADDED = ("added", _("Something new is known."), X(), _("Added"))
    PROTECTIVE = (
        "protective",
        _("Somebody must be protected: earlier editions are withheld."),
        X(),
        _("Protective"),
    )


class JobKind(Coded):
    """What the worker does; ``incidents/work/kinds.py`` says by which function."""

    RELEASES = (
        "releases", _("Files of releases are written again without what was withheld since."), X(),
        _("Rewriting of released files"),
    )  # fmt: skip
    IMPORT_CHECK = (
        "import-check", _("A spreadsheet is checked against the desk, and nothing is kept."), X(),
        _("Check of a spreadsheet"),
    )  # fmt: skip
    IMPORT = ("import", _("The rows of a spreadsheet are entered."), X(), _("Import of a spreadsheet"))
    IMPORT_UNDO = ("import-undo", _("An import is taken back."), X(), _("Taking an import back"))


class JobState(Coded):
    WAITING = ("waiting", _("It begins as soon as a worker is free, or at its time."), X(), _("Waiting"))
    RUNNING = ("running", _("A worker has begun it."), X(), _("Running"))
    DONE = ("done", _("It was done to the end."), X(), _("Done"))
    FAILED = ("failed", _("It could not be done, for the reason given."), X(), _("Failed"))
    CANCELLED = ("cancelled", _("Somebody stopped it; what was done until then stays."), X(), _("Cancelled"))
