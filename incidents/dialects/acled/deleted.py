"""Deleted events: what whoever keeps a copy has to take out of it, and since when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from ...record.log.drafts import TOMBSTONES
from ...record.models import Edition, Entry
from ...record.projection import terms
from ...record.reading import ALIAS, Subject
from .event import Row
from .options import Options


def rows(options: Options) -> Iterator[Row]:
    """Newest first: the retracted, merged and withheld, and those that are no longer of the extents asked for."""
    deletions: list[tuple[datetime, str]] = [*_gone(options), *_no_longer_of_extent(options)]
    for issued_at, public_id in sorted(deletions, reverse=True):
        yield {"event_id_cnty": public_id, "deleted_timestamp": int(issued_at.timestamp())}


def _gone(options: Options) -> QuerySet[Edition, tuple[datetime, str]]:
    """Whose last edition is a tombstone."""
    log = Edition.objects.using(ALIAS).filter(sequence__lte=options.state.sequence)
    later = log.filter(public_id=OuterRef("public_id"), number__gt=OuterRef("number"))
    stones = log.filter(subject=Subject.INCIDENT.value, kind__in=sorted(TOMBSTONES))
    return stones.filter(~Exists(later)).values_list("issued_at", "public_id")


def _no_longer_of_extent(options: Options) -> QuerySet[Entry, tuple[datetime, str]]:
    """Corrected into another extent. Of an edition that was withheld it is not known any more, so it is assumed."""
    entries = Entry.objects.using(ALIAS).of(Subject.INCIDENT)
    if options.all_extents:
        return entries.none().values_list("edition__issued_at", "public_id")
    of_extent = Q(terms__overlap=[terms.code("extent", extent) for extent in options.extents])
    earlier = {"public_id": OuterRef("public_id"), "edition__lt": OuterRef("edition")}
    withheld = Edition.objects.using(ALIAS).filter(
        public_id=OuterRef("public_id"), sequence__lt=OuterRef("edition"), body=None
    )
    others = entries.at(options.state.sequence).filter(~of_extent, row__edition_number__gt=1)
    changed = others.filter(Exists(entries.filter(of_extent, **earlier)) | Exists(withheld))
    return changed.values_list("edition__issued_at", "public_id")
