"""Citing one edition of one subject, with the dataset that it was taken from."""

from datetime import UTC

from django.conf import settings
from django.utils.translation import gettext as _

from ..exports.datasets import dataset_of
from ..exports.references import Reference
from ..record import document as d
from .addresses import edition_page
from .history import PastEdition
from .words import texts


def reference_of(document: d.Document, edition: PastEdition) -> Reference:
    """The address always leads to the edition that was read, whatever is corrected later."""
    parts = {"id": document.id, "number": edition.number, "sequence": edition.sequence}
    origin = document.origin if isinstance(document, d.IncidentDocument) else None
    return Reference(
        author=settings.SITE_NAME,
        title=title_of(document),
        day=edition.issued_at.astimezone(UTC).date(),
        version=_("%(id)s, edition %(number)s (record sequence %(sequence)s)") % parts,
        url=f"{settings.SITE_URL}{edition_page(document.id, edition.number)}",
        datasets=(dataset_of(origin),) if origin else (),
    )


def title_of(document: d.Document) -> str:
    """What it is called, in the reader's language; what is gone has only its number."""
    match document:
        case d.IncidentDocument() | d.EpisodeDocument():
            return texts.chosen(document.title).text
        case d.Tombstone():
            return document.id
    return document.name
