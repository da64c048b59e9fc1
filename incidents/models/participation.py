"""Places and participants of an incident."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from incidents.codebook import ActorKind, Certainty, PlaceRole, Role, Side, Standing

from .claims import Claim
from .fields import coded, coded_field, tracked


@tracked()
class IncidentLocation(models.Model):
    """A place of an incident, with the radius that the reports allow."""

    incident = models.ForeignKey(
        "Incident", models.CASCADE, related_name="places", help_text=_("The incident.")
    )
    location = models.ForeignKey(
        "Location",
        models.PROTECT,
        related_name="incident_places",
        help_text=_("The place; any of its names finds it."),
    )
    role = coded_field(PlaceRole, _("What the place was in the incident."), default=PlaceRole.SCENE)
    radius_km = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MaxValueValidator(2000)],
        help_text=_("Radius in km within which it happened; empty: as usual for the place."),
    )
    words = models.CharField(
        max_length=200, blank=True, help_text=_("The report's words, such as “countryside of”. Public.")
    )
    lat = models.DecimalField(
        max_digits=7,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("Latitude, where a point is given that is not the place's own. Public."),
    )
    lon = models.DecimalField(
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("Longitude of that point. Public."),
    )

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ("pk",)
        constraints = (
            coded("incidentlocation", "role", PlaceRole),
            models.UniqueConstraint(fields=("incident", "location", "role"), name="incidentlocation_once"),
            models.CheckConstraint(
                name="incidentlocation_point_on_earth",
                condition=Q(lat__isnull=True, lon__isnull=True)
                | Q(lat__isnull=False, lon__isnull=False, lat__range=(-90, 90), lon__range=(-180, 180)),
                violation_error_message=_("Give both latitude and longitude, or neither."),
            ),
        )

    def __str__(self) -> str:
        return str(self.location)


@tracked()
class Participation(models.Model):
    """The part of an actor, or of somebody only described, in an incident."""

    incident = models.ForeignKey(
        "Incident", models.CASCADE, related_name="participations", help_text=_("The incident.")
    )
    actor = models.ForeignKey(
        "Actor",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        help_text=_("The actor; empty where it is only described."),
    )
    description = models.CharField(
        max_length=200,
        blank=True,
        help_text=_("Such as “unidentified gunmen”, where no actor is known. Public."),
    )
    described_kind = coded_field(ActorKind, _("Kind of what is described, if known."), blank=True)
    role = coded_field(Role, _("Part in the incident."), default=Role.BELLIGERENT)
    side = coded_field(Side, _("With whom it fought."), default=Side.OTHER)
    standing = coded_field(
        Standing,
        _(
            "Established, alleged or disputed, which stays marked everywhere. As a dataset coded it, until you "
            "change the row or adopt the coding of the whole incident."
        ),
        default=Standing.ALLEGED,
    )
    certainty = coded_field(Certainty, _("How sure the analysts are."), default=Certainty.UNKNOWN)
    claims: "models.ManyToManyField[Claim, ParticipationClaim]" = models.ManyToManyField(
        "Claim",
        through="ParticipationClaim",
        related_name="participations",
        help_text=_("The claims it rests on."),
    )

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ("side", "pk")
        constraints = (
            coded("participation", "described_kind", ActorKind, blank=True),
            coded("participation", "role", Role),
            coded("participation", "side", Side),
            coded("participation", "standing", Standing),
            coded("participation", "certainty", Certainty),
            models.CheckConstraint(
                name="participation_actor_or_description",
                condition=Q(actor__isnull=False, description="")
                | (Q(actor__isnull=True) & ~Q(description="")),
                violation_error_message=_("Give an actor or a description, not both."),
            ),
            models.UniqueConstraint(
                F("incident"),
                F("actor"),
                F("role"),
                condition=Q(actor__isnull=False),
                name="participation_actor_once",
                violation_error_message=_(
                    "This actor has this role already; change that row, or give the second one another role."
                ),
            ),
        )

    def __str__(self) -> str:
        return str(self.actor) if self.actor else self.description


@tracked()
class ParticipationClaim(models.Model):
    """A claim on which a participant's part rests."""

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="grounds", help_text=_("The part.")
    )
    claim = models.ForeignKey(
        "Claim", models.CASCADE, related_name="+", help_text=_("The claim it rests on.")
    )

    class Meta:
        verbose_name = _("claim behind a part")
        verbose_name_plural = _("claims behind a part")
        constraints = (
            models.UniqueConstraint(fields=("participation", "claim"), name="participationclaim_once"),
        )

    def __str__(self) -> str:
        return str(self.claim)
