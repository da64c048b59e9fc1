"""An incident as one row of a table: what exports, aggregates and dialects read."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .index import Entry


def _text(label: Any, help_text: Any = "") -> Any:
    return models.TextField(label, null=True, help_text=help_text)


def _people(label: Any) -> Any:
    return models.IntegerField(label, null=True, help_text=_("People; empty is unknown, 0 is none."))


class Row(models.Model):
    """An incident as one row of a table, for exports, aggregates and dialects; ``projection.rows`` makes it."""

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
    reports = models.IntegerField(_("reports"), help_text=_("How many reports were read or are listed."))
    claims = models.IntegerField(_("claims"), help_text=_("How many claims the record holds."))
    episodes = models.TextField(_("episodes"), help_text=_("Battles, sieges and campaigns it belongs to."))
    tags = models.TextField(_("tags"), help_text=_("Tags."))
    dataset = _text(_("dataset"), _("The dataset it was taken from; empty: our own coding."))
    dataset_version = _text(_("version of the dataset"), _("Its version."))
    licence = _text(_("licence"), _("On what terms its makers publish it."))
    dataset_row = _text(_("row of the dataset"), _("Its identifier there."))
    dataset_type = _text(_("type of violence, by the dataset"), _("As the dataset divides it."))
    sources_named = models.TextField(
        _("sources named by the dataset"), help_text=_("What they said has not been read here.")
    )
    review = _text(
        _("review"), _("Of the dataset's coding: adopted or changed; empty: not looked at, or our own.")
    )
    reviewed_on = models.DateField(_("reviewed on"), null=True, help_text=_("Day of that review."))
    event_type_by = models.TextField(
        _("event type by"), help_text=_("Whose the event type is: desk, or a dataset with its version.")
    )
    civilian_harm_by = models.TextField(
        _("harm to civilians by"), help_text=_("Whose that is: desk, or a dataset with its version.")
    )
    figures_by = models.TextField(
        _("figures by"), help_text=_("Whose the figures are: desk, or a dataset with its version.")
    )
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
