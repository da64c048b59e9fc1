"""Incidents, the episodes that hold them, and the links between them."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from incidents.codebook import (
    SUB_EVENTS,
    Certainty,
    CivilianHarm,
    DatePrecision,
    EpisodeKind,
    EventType,
    Extent,
    Licence,
    LinkKind,
    SubEventType,
    TimeOfDay,
    ViolenceType,
    WorkflowState,
)

from .actors import Actor
from .fields import (
    Occurring,
    Publishable,
    coded,
    coded_field,
    exactly_one,
    folded,
    language_field,
    ordered,
    text_list,
    tracked,
)
from .licence_rules import incident_keeps_restricted
from .locations import Location


def _sub_event_fits() -> models.CheckConstraint:
    condition = Q()
    for event, subs in SUB_EVENTS.items():
        condition |= Q(event_type=event, sub_event_type__in=list(subs))
    return models.CheckConstraint(
        name="incident_sub_event_fits",
        condition=condition,
        violation_error_message=_("This sub-event type does not belong to the event type."),
    )


class Narrative(Publishable, Occurring):
    """What incidents and episodes have in common: title, summary and the days, worked on through states."""

    title = models.CharField(max_length=200, help_text=_("Who, what, where, in a few words. Public."))
    summary = models.TextField(
        blank=True, help_text=_("One or two neutral sentences; say who claims what. Public.")
    )
    language = language_field(_("Language tag (BCP 47) of title and summary."), default="en")
    state = coded_field(WorkflowState, _("How far the work is."), default=WorkflowState.DRAFT)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.public_id} {self.title}" if self.public_id else self.title


CODED_FIELDS = ("title", "summary", "extent", "event_type", "civilian_harm", "occurred", "locations")
"""What an incident says by itself and may have from a dataset; it is the desk's once an analyst has changed it."""


@tracked(exclude=("folded",))
class Incident(Narrative):
    """One engagement or attack: the same sides, one locality, no lull of a day or more.

    It goes on past midnight. Where the perpetrator, the method or the locality is another, so is the incident, and a
    link ties the two. Reports that only give a sum become a series or an aggregate.
    """

    extent = coded_field(Extent, _("One incident, several told as one, or a sum."), default=Extent.SINGLE)
    event_type = coded_field(EventType, _("What kind of event it was."))
    sub_event_type = coded_field(SubEventType, _("The kind in detail."))
    civilian_harm = coded_field(
        CivilianHarm, _("How civilians were concerned."), default=CivilianHarm.UNCLEAR
    )
    tags = text_list(_("Free keywords, separated by commas. Public."))
    licence = coded_field(Licence, _("On what terms the coding may be published."), default=Licence.OWN)
    coded_fields = ArrayField(
        models.CharField(max_length=20, choices=[(name, name) for name in CODED_FIELDS]),
        default=list,
        blank=True,
        editable=False,
        help_text=_("Fields that stand as the dataset coded them; nobody here has changed them."),
    )
    title_is_built = models.BooleanField(
        default=False,
        editable=False,
        help_text=_(
            "The dataset gives no title: it is built from place, days, sides and kind, in each language."
        ),
    )
    violence_type = coded_field(
        ViolenceType, _("Type of violence as the dataset divides it."), blank=True, editable=False
    )
    adopted_on = models.DateField(
        null=True,
        blank=True,
        editable=False,
        help_text=_("Day on which the desk adopted what the dataset coded; from then on it is ours."),
    )
    changed_on = models.DateField(
        null=True,
        blank=True,
        editable=False,
        help_text=_("Day on which the desk last changed something of what the dataset coded."),
    )
    origin_row = models.ForeignKey(
        "DatasetRow",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="incidents_made",
        help_text=_("The dataset row it was made from, if any."),
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged_from",
        help_text=_("The incident that now speaks for this one."),
    )
    folded = folded("title", "summary")

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        ordering = ("-occurred_earliest", "-pk")
        triggers = (incident_keeps_restricted(),)
        constraints = (
            coded("incident", "extent", Extent),
            coded("incident", "event_type", EventType),
            coded("incident", "sub_event_type", SubEventType),
            coded("incident", "civilian_harm", CivilianHarm),
            coded("incident", "licence", Licence),
            coded("incident", "violence_type", ViolenceType, blank=True),
            coded("incident", "state", WorkflowState),
            coded("incident", "occurred_precision", DatePrecision),
            coded("incident", "occurred_time_of_day", TimeOfDay),
            ordered("incident", "occurred_earliest", "occurred_latest"),
            _sub_event_fits(),
            models.CheckConstraint(
                name="incident_coded_fields_known",
                condition=Q(coded_fields__contained_by=list(CODED_FIELDS)),
                violation_error_message=_("A dataset does not code this field."),
            ),
            models.CheckConstraint(
                name="incident_restricted_unpublished",
                condition=~Q(licence=Licence.RESTRICTED)
                | (
                    Q(public_id__isnull=True)
                    & ~Q(state__in=(WorkflowState.APPROVED, WorkflowState.PUBLISHED))
                ),
                violation_error_message=_("The licence of this row does not allow publication."),
            ),
            models.CheckConstraint(
                name="incident_merged_names_survivor",
                condition=Q(state=WorkflowState.MERGED, merged_into__isnull=False)
                | (~Q(state=WorkflowState.MERGED) & Q(merged_into__isnull=True)),
                violation_error_message=_("A merged incident names the one it was merged into."),
            ),
            models.CheckConstraint(
                name="incident_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                violation_error_message=_("An incident is not merged into itself."),
            ),
        )
        indexes = (
            models.Index(F("occurred_earliest").desc(), F("id").desc(), name="incident_by_day"),
            *(
                models.Index(
                    filtered, F("occurred_earliest").desc(), F("id").desc(), name=f"incident_by_{name}"
                )
                for filtered, name in (
                    ("extent", "extent"),
                    ("event_type", "type"),
                    ("civilian_harm", "harm"),
                )
            ),
            models.Index(fields=("state", "-updated_at", "-id"), name="incident_by_state"),
            models.Index(fields=("-updated_at", "-id"), name="incident_by_edit"),
            GinIndex(OpClass("folded", name="gin_trgm_ops"), name="incident_folded"),
            GinIndex(fields=("tags",), name="incident_tags"),
        )


@tracked()
class Episode(Narrative):
    """A battle, siege, escalation or campaign: it holds incidents together and is never counted."""

    kind = coded_field(EpisodeKind, _("What holds the incidents together."))
    incidents = models.ManyToManyField(
        Incident, through="EpisodeMembership", related_name="episodes", help_text=_("What it holds.")
    )
    actors: "models.ManyToManyField[Actor, EpisodeActor]" = models.ManyToManyField(
        "Actor", through="EpisodeActor", related_name="episodes", help_text=_("Who took part.")
    )
    locations: "models.ManyToManyField[Location, EpisodeLocation]" = models.ManyToManyField(
        "Location", through="EpisodeLocation", related_name="episodes", help_text=_("Where it took place.")
    )

    class Meta:
        verbose_name = _("episode")
        verbose_name_plural = _("episodes")
        ordering = ("-occurred_earliest", "-pk")
        constraints = (
            coded("episode", "kind", EpisodeKind),
            coded("episode", "state", WorkflowState),
            coded("episode", "occurred_precision", DatePrecision),
            coded("episode", "occurred_time_of_day", TimeOfDay),
            ordered("episode", "occurred_earliest", "occurred_latest"),
        )


@tracked()
class EpisodeMembership(models.Model):
    episode = models.ForeignKey(
        Episode, models.CASCADE, related_name="memberships", help_text=_("The episode.")
    )
    incident = models.ForeignKey(
        Incident, models.CASCADE, related_name="memberships", help_text=_("The incident it holds.")
    )

    class Meta:
        verbose_name = _("incident of an episode")
        verbose_name_plural = _("incidents of an episode")
        constraints = (
            models.UniqueConstraint(fields=("episode", "incident"), name="episodemembership_once"),
        )

    def __str__(self) -> str:
        return str(self.incident)


@tracked()
class EpisodeActor(models.Model):
    episode = models.ForeignKey(
        Episode, models.CASCADE, related_name="episode_actors", help_text=_("The episode.")
    )
    actor = models.ForeignKey("Actor", models.PROTECT, related_name="+", help_text=_("Who took part."))

    class Meta:
        verbose_name = _("actor of an episode")
        verbose_name_plural = _("actors of an episode")
        constraints = (models.UniqueConstraint(fields=("episode", "actor"), name="episodeactor_once"),)

    def __str__(self) -> str:
        return str(self.actor)


@tracked()
class EpisodeLocation(models.Model):
    episode = models.ForeignKey(
        Episode, models.CASCADE, related_name="episode_locations", help_text=_("The episode.")
    )
    location = models.ForeignKey("Location", models.PROTECT, related_name="+", help_text=_("Where."))

    class Meta:
        verbose_name = _("location of an episode")
        verbose_name_plural = _("locations of an episode")
        constraints = (models.UniqueConstraint(fields=("episode", "location"), name="episodelocation_once"),)

    def __str__(self) -> str:
        return str(self.location)


@tracked()
class Translation(models.Model):
    """Title and summary of an incident or an episode in another language."""

    incident = models.ForeignKey(
        Incident, models.CASCADE, null=True, blank=True, related_name="translations", help_text=_("Incident.")
    )
    episode = models.ForeignKey(
        Episode, models.CASCADE, null=True, blank=True, related_name="translations", help_text=_("Episode.")
    )
    language = language_field(_("Language tag (BCP 47)."))
    title = models.CharField(max_length=200, help_text=_("Title in that language. Public."))
    summary = models.TextField(blank=True, help_text=_("Summary in that language. Public."))

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        ordering = ("language",)
        constraints = (
            exactly_one("translation", "of_one_subject", "incident", "episode"),
            models.UniqueConstraint(
                fields=("incident", "language"),
                condition=Q(incident__isnull=False),
                name="translation_incident_once",
                violation_error_message=_(
                    "There is a translation into this language already; change that one."
                ),
            ),
            models.UniqueConstraint(
                fields=("episode", "language"),
                condition=Q(episode__isnull=False),
                name="translation_episode_once",
                violation_error_message=_(
                    "There is a translation into this language already; change that one."
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.language}: {self.title}"


@tracked()
class IncidentLink(models.Model):
    """How one incident is tied to another: the first follows, answers, belongs to, repeats the second."""

    incident = models.ForeignKey(
        Incident,
        models.CASCADE,
        related_name="links",
        help_text=_("The incident that the sentence begins with."),
    )
    kind = coded_field(LinkKind, _("How the first is tied to the second."))
    other = models.ForeignKey(
        Incident, models.CASCADE, related_name="links_from_others", help_text=_("The incident it is tied to.")
    )
    basis = models.CharField(max_length=300, blank=True, help_text=_("Why we think so. Public."))
    certainty = coded_field(Certainty, _("How sure the tie is."), default=Certainty.PROBABLE)

    class Meta:
        verbose_name = _("link to an incident")
        verbose_name_plural = _("links to incidents")
        ordering = ("pk",)
        constraints = (
            coded("incidentlink", "kind", LinkKind),
            coded("incidentlink", "certainty", Certainty),
            models.UniqueConstraint(fields=("incident", "kind", "other"), name="incidentlink_once"),
            models.CheckConstraint(
                name="incidentlink_not_to_itself",
                condition=~Q(incident=F("other")),
                violation_error_message=_("An incident is not linked to itself."),
            ),
        )

    def __str__(self) -> str:
        return f"{LinkKind(self.kind).label} {self.other}"
