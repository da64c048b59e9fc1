"""The record's tables: the log (``Edition``, ``Head``) and the index made from it (``Entry``, ``EntryPlace``).

No foreign key leads to the desk. The log is only ever added to; the index can be thrown away and rebuilt.
"""

from typing import Any, ClassVar
from uuid import uuid4

import pgtrigger
from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..codebook import EditionKind, Purpose
from .areas import BoxOf
from .cells.tables import CoarseCell, FineCell, MiddleCell
from .divisions import MonthlyDivision
from .entry_set import EntrySet
from .releases import Release
from .subjects import Subject
from .summary_tables import (
    DailyCountry,
    MonthlyActor,
    MonthlyArea,
    MonthlyGrade,
    MonthlyKind,
    MonthlyTerm,
    SummaryState,
)

__all__ = [
    "ANY_NUMBER",
    "OPEN",
    "CoarseCell",
    "DailyCountry",
    "Edition",
    "Entry",
    "EntryPlace",
    "FineCell",
    "Head",
    "MiddleCell",
    "MonthlyActor",
    "MonthlyArea",
    "MonthlyDivision",
    "MonthlyGrade",
    "MonthlyKind",
    "MonthlyTerm",
    "Release",
    "Row",
    "SummaryState",
]

OPEN = 2**63 - 1
"""``Entry.until`` of an entry in force: a bound that every sequence is below, so that queries need no OR."""

ANY_NUMBER = 2**31 - 1
"""``Entry.killed_high`` of a figure that is open upwards, again so that queries need no OR."""

SUBJECTS = [(subject.value, subject.value) for subject in Subject]
WITHHELD_TEXT = Q(body=None, note=None, salt=None)

_ONLY_ADDED = """
    IF TG_OP = 'UPDATE' THEN
        IF OLD.body IS NOT NULL AND NEW.body IS NULL AND NEW.note IS NULL AND NEW.salt IS NULL
            AND (to_jsonb(OLD) - '{body,note,salt}'::text[]) = (to_jsonb(NEW) - '{body,note,salt}'::text[])
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'editions are never changed or deleted; only text and salt may be withheld, once'
        USING ERRCODE = 'integrity_constraint_violation', TABLE = TG_TABLE_NAME;
"""


class Edition(models.Model):
    """One entry of the log: a public document as it was issued, linked to all before it."""

    sequence = models.BigIntegerField(
        _("sequence"), primary_key=True, help_text=_("Position in the log; without gaps, in commit order.")
    )
    subject = models.TextField(_("subject"), choices=SUBJECTS, help_text=_("What the document is about."))
    public_id = models.TextField(
        _("public id"), db_collation="C", help_text=_("Given at first publication and never again.")
    )
    number = models.IntegerField(_("number"), help_text=_("1 for the first edition of this id."))
    kind = models.TextField(
        _("kind"), choices=EditionKind.choices, help_text=_("Why the edition was issued.")
    )
    purpose = models.TextField(
        _("purpose"), null=True, choices=Purpose.choices, help_text=_("What a correction was for.")
    )
    into = models.TextField(
        _("into"), null=True, db_collation="C", help_text=_("The id that speaks for a merged one.")
    )
    issued_at = models.DateTimeField(_("issued at"), unique=True, help_text=_("Strictly increasing."))
    note = models.TextField(_("note"), null=True, help_text=_("What changed, for the public."))
    body = models.TextField(
        _("body"), null=True, help_text=_("The document's canonical text; empty once withheld.")
    )
    salt = models.BinaryField(_("salt"), null=True, help_text=_("32 random bytes; empty once withheld."))
    commitment = models.BinaryField(_("commitment"), help_text=_("Hash of salt, body and note."))
    digest = models.BinaryField(_("digest"), help_text=_("Hash of the previous digest and this entry."))

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["public_id", "number"], name="edition_number_once"),
            models.CheckConstraint(condition=Q(sequence__gte=1), name="edition_sequence_from_one"),
            models.CheckConstraint(condition=Q(number__gte=1), name="edition_number_from_one"),
            models.CheckConstraint(
                condition=WITHHELD_TEXT | Q(body__isnull=False, salt__isnull=False),
                name="edition_withheld_whole",
            ),
            models.CheckConstraint(
                condition=Q(kind=EditionKind.MERGED, into__isnull=False)
                | (~Q(kind=EditionKind.MERGED) & Q(into=None)),
                name="edition_merged_names_survivor",
            ),
            models.CheckConstraint(
                condition=Q(kind=EditionKind.CORRECTED) | Q(purpose=None),
                name="edition_purpose_of_correction",
            ),
            models.CheckConstraint(condition=~Q(note=""), name="edition_note_not_empty"),
        ]
        indexes: ClassVar = [
            # The page of corrections: a few thousand among a million.
            models.Index(
                fields=["-sequence"],
                name="edition_amends",
                condition=~Q(kind__in=[EditionKind.PUBLISHED, EditionKind.REFRESHED]),
            ),
            # What was withheld: a handful, asked for whenever a release's file is fetched.
            models.Index(fields=["sequence"], name="edition_emptied", condition=Q(body=None)),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="only_added",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=_ONLY_ADDED,
            ),
            pgtrigger.Trigger(
                name="never_emptied",
                when=pgtrigger.Before,
                level=pgtrigger.Statement,
                operation=pgtrigger.Truncate,
                func=_ONLY_ADDED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} edition {self.number} (sequence {self.sequence})"


class Head(models.Model):
    """The log's one end. Its row is what publishers wait for, so that sequence and commit order agree."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    sequence = models.BigIntegerField(_("sequence"), default=0)
    digest = models.BinaryField(_("digest"), default=bytes(32))
    issued_at = models.DateTimeField(_("issued at"), null=True)
    epoch = models.UUIDField(
        _("epoch"),
        default=uuid4,
        help_text=_("Changes when the record was restored to an older state, so that followers notice."),
    )

    class Meta:
        verbose_name = _("head")
        verbose_name_plural = _("head")
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="head_one_row")]

    def __str__(self) -> str:
        return f"sequence {self.sequence}"


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


def _text(label: Any, help_text: Any = "") -> Any:
    return models.TextField(label, null=True, help_text=help_text)


def _people(label: Any) -> Any:
    return models.IntegerField(label, null=True, help_text=_("People; empty is unknown, 0 is none."))


class Row(models.Model):
    """An incident's entry as one row of a table: what exports, aggregates and dialects read. See rows.py."""

    entry = models.OneToOneField(
        Entry, models.CASCADE, primary_key=True, db_column="sequence", related_name="row"
    )
    public_id = models.TextField(_("id"), db_collation="C", help_text=_("The incident's permanent id."))
    edition_number = models.IntegerField(_("edition"), help_text=_("1 for the first edition."))
    edition_kind = models.TextField(_("kind of edition"), help_text=_("Why this edition was issued."))
    issued_at = models.DateTimeField(_("issued at"), help_text=_("When this edition was issued."))
    title = models.TextField(_("title"), help_text=_("In English or, without it, another language."))
    summary = models.TextField(_("summary"), help_text=_("In English or, without it, another language."))
    extent = models.TextField(_("extent"), help_text=_("A single incident, a series or an aggregate."))
    event_type = models.TextField(_("event type"), help_text=_("What kind of event it was."))
    sub_event_type = models.TextField(_("sub-event type"), help_text=_("What happened, more closely."))
    civilian_harm = models.TextField(_("harm to civilians"), help_text=_("How civilians were concerned."))
    date_from = models.DateField(_("first day"), help_text=_("The earliest day it may have happened."))
    date_to = models.DateField(_("last day"), help_text=_("The latest day it may have happened."))
    date_precision = models.TextField(_("precision of the date"), help_text=_("How to read the two days."))
    time_of_day = _text(_("time of day"), _("Part of the day, where it is known."))
    country = _text(_("country"), _("Two-letter code (ISO 3166-1) of the main place."))
    admin1_id = _text(_("governorate id"), _("Id of the first division of the country."))
    admin1 = _text(_("governorate"), _("First division of the country."))
    admin2_id = _text(_("district id"), _("Id of the second division."))
    admin2 = _text(_("district"), _("Second division."))
    admin3_id = _text(_("subdistrict id"), _("Id of the third division."))
    admin3 = _text(_("subdistrict"), _("Third division."))
    location_id = _text(_("location id"), _("Id of the main place: the first scene."))
    location = _text(_("location"), _("Name of the main place."))
    location_type = _text(_("type of location"), _("How narrow the main place is."))
    place_words = _text(_("words of the place"), _("How the reports put it: near, countryside of."))
    lat = models.FloatField(_("latitude"), null=True, help_text=_("Degrees, WGS 84: the circle's centre."))
    lon = models.FloatField(_("longitude"), null=True, help_text=_("Degrees, WGS 84: the circle's centre."))
    radius_km = models.IntegerField(_("radius in km"), null=True, help_text=_("Within which it happened."))
    places = models.IntegerField(_("places"), help_text=_("How many places the incident names."))
    attackers = models.TextField(_("attackers"), help_text=_("Who acted, with the standing if not assessed."))
    targets = models.TextField(_("targets"), help_text=_("Who was the object of the act, in the same way."))
    side_a = models.TextField(_("side A"), help_text=_("Who took part on one side; no judgement."))
    side_b = models.TextField(_("side B"), help_text=_("Who took part on the side opposed to A."))
    others = models.TextField(_("others"), help_text=_("Mediators, the merely mentioned, third sides."))
    participants = models.IntegerField(_("participants"), help_text=_("How many are named or described."))
    killed_low = _people(_("killed, low"))
    killed_best = _people(_("killed, best"))
    killed_high = _people(_("killed, high"))
    killed_civilians_low = _people(_("civilians killed, low"))
    killed_civilians_best = _people(_("civilians killed, best"))
    killed_civilians_high = _people(_("civilians killed, high"))
    wounded_low = _people(_("wounded, low"))
    wounded_best = _people(_("wounded, best"))
    wounded_high = _people(_("wounded, high"))
    wounded_civilians_low = _people(_("civilians wounded, low"))
    wounded_civilians_best = _people(_("civilians wounded, best"))
    wounded_civilians_high = _people(_("civilians wounded, high"))
    grade_occurrence = _text(_("grade: occurrence"), _("Did it happen? Empty: not assessed."))
    grade_responsibility = _text(_("grade: responsibility"), _("Who did it? Empty: not assessed."))
    grade_casualties = _text(_("grade: casualties"), _("How many came to harm? Empty: not assessed."))
    grade_place_time = _text(_("grade: place and time"), _("Where and when? Empty: not assessed."))
    origins = models.IntegerField(
        _("independent origins"), help_text=_("Of what is claimed to have happened.")
    )
    non_party_origins = models.IntegerField(_("of them no party"), help_text=_("No party to the conflict."))
    sources = models.TextField(_("sources"), help_text=_("Sources of the reports and claims, named once."))
    reports = models.IntegerField(_("reports"), help_text=_("How many reports were read."))
    claims = models.IntegerField(_("claims"), help_text=_("How many claims the record holds."))
    episodes = models.TextField(_("episodes"), help_text=_("Battles, sieges and campaigns it belongs to."))
    tags = models.TextField(_("tags"), help_text=_("Tags."))
    dataset = _text(_("dataset"), _("The dataset it was taken from; empty: our own coding."))
    dataset_version = _text(_("version of the dataset"), _("Its version."))
    licence = _text(_("licence"), _("On what terms its makers publish it."))
    dataset_row = _text(_("row of the dataset"), _("Its identifier there."))
    external_ids = models.TextField(_("outside ids"), help_text=_("Other people's ids, scheme:value."))

    class Meta:
        verbose_name = _("row")
        verbose_name_plural = _("rows")
        indexes: ClassVar = [
            # The points in a part of a map: a belt of latitudes is some thousands among millions.
            models.Index(fields=["lat", "lon"], name="row_by_point"),
            # Filters by area count these apart from the kept sums: they are few.
            models.Index(fields=["entry"], name="row_of_several_places", condition=Q(places__gt=1)),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} edition {self.edition_number}"
