"""Models of the index: one row for each edition that was in force, and its places.

It is made from the log; it can be thrown away and rebuilt.
"""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..areas import BoxOf
from ..subjects import Subject
from .log import SUBJECTS, Edition

OPEN = 2**63 - 1
"""``Entry.until`` of an entry in force: a bound that every sequence is below, so that queries need no OR."""


class EntrySet(models.QuerySet["Entry"]):
    def of(self, subject: Subject) -> Self:
        return self.filter(subject=subject.value)

    def at(self, sequence: int) -> Self:
        """In force right after the edition with that sequence was issued."""
        return self.filter(edition__lte=sequence, until__gt=sequence)


class Entry(models.Model):
    """One edition that was in force, as filters and orders need it. Valid from its own sequence to ``until``."""

    edition = models.OneToOneField(
        Edition, models.PROTECT, primary_key=True, db_column="sequence", related_name="entry"
    )
    until = models.BigIntegerField(
        _("until"), default=OPEN, help_text=_("Sequence of the edition that took its place.")
    )
    subject = models.TextField(_("subject"), choices=SUBJECTS)
    public_id = models.TextField(_("public id"), db_collation="C")
    name = models.TextField(_("name"), db_collation="C", help_text=_("Folded title or name, for sorting."))
    occurred = DateRangeField(_("occurred"), null=True, help_text=_("Days, the upper bound not included."))
    occurred_from = models.DateField(_("occurred from"), null=True)
    killed_low = models.IntegerField(
        _("killed, low"), null=True, help_text=_("0 where unknown; empty only where nothing was assessed.")
    )
    killed_best = models.IntegerField(_("killed, best"), null=True)
    killed_high = models.IntegerField(
        _("killed, high"), null=True, help_text=_("The largest whole number where open.")
    )
    killed_rank = models.IntegerField(
        _("rank by killed"), default=-1, help_text=_("The best figure, or -1: what the order runs along.")
    )
    terms = ArrayField(models.TextField(), verbose_name=_("terms"), help_text=_("See terms.py."))
    text = models.TextField(_("text"), help_text=_("Folded words of the document."))
    words = models.GeneratedField(
        expression=SearchVector("text", config="simple"), output_field=SearchVectorField(), db_persist=True
    )

    objects = EntrySet.as_manager()

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["public_id"], condition=Q(until=OPEN), name="entry_one_in_force"),
            models.CheckConstraint(condition=Q(until__gt=models.F("edition")), name="entry_until_after"),
        ]
        # None is partial: a past state is read through the same ones. What the first and the one by sequence include
        # saves reading the row itself, which is wide, where many are passed over.
        indexes: ClassVar = [
            models.Index(
                fields=["subject", "-occurred_from", "-public_id"],
                include=["edition", "until"],
                name="entry_by_date",
            ),
            models.Index(
                models.F("subject"),
                models.F("killed_rank").desc(),
                models.F("public_id").desc(),
                name="entry_by_killed",
            ),
            # High figures are rare: a page of them along the date index reads a million rows.
            models.Index(fields=["subject", "killed_high"], name="entry_killed_high"),
            models.Index(
                fields=["subject", "edition"],
                include=["until", "occurred_from", "public_id"],
                name="entry_by_sequence",
            ),
            models.Index(fields=["subject", "name", "public_id"], name="entry_by_name"),
            models.Index(fields=["public_id", "edition"], name="entry_by_id"),
            # What was closed since a state: the few that are no longer in force.
            models.Index(fields=["until"], name="entry_closed", condition=Q(until__lt=OPEN)),
            GistIndex(fields=["occurred"], name="entry_occurred"),
            GinIndex(fields=["terms"], name="entry_terms"),
            GinIndex(fields=["words"], name="entry_words"),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} from {self.edition_id}"


class EntryPlace(models.Model):
    """A place of an entry: the centre, and the box that holds its circle of uncertainty.

    The box is not wrapped: west may be below -180 or east above 180, so that west is never above east.
    """

    entry = models.ForeignKey(
        Entry, models.CASCADE, db_column="sequence", related_name="places", db_index=False
    )
    position = models.SmallIntegerField(_("position"), help_text=_("Place in the document's list, from 0."))
    location = models.TextField(_("location"), db_collation="C", help_text=_("Public id."))
    role = models.TextField(_("role"), help_text=_("What the place was; empty for a location's own point."))
    lat = models.FloatField(_("latitude"))
    lon = models.FloatField(_("longitude"))
    radius_km = models.IntegerField(_("radius in km"))
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()

    class Meta:
        verbose_name = _("place of an entry")
        verbose_name_plural = _("places of entries")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["entry", "position"],
                include=["west", "south", "east", "north"],
                name="entry_place_once",
            ),
            models.CheckConstraint(condition=Q(lat__range=(-90, 90)), name="entry_place_lat"),
            models.CheckConstraint(condition=Q(lon__range=(-180, 180)), name="entry_place_lon"),
            models.CheckConstraint(
                condition=Q(west__lte=models.F("east"), south__lte=models.F("north")), name="entry_place_box"
            ),
        ]
        indexes: ClassVar = [GistIndex(BoxOf("west", "south", "east", "north"), name="entry_place_area")]

    def __str__(self) -> str:
        return f"{self.location} of {self.entry_id}"
