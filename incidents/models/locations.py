"""Locations: the gazetteer tree, from countries down to sites."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.codebook import LocationType, NameKind, Script

from .fields import AlternateName, Publishable, coded, coded_field, folded, tracked


@tracked(exclude=("folded",))
class Location(Publishable):
    """A place: country, governorate, district, subdistrict, locality or site."""

    name = models.CharField(max_length=200, help_text=_("Main name, in Latin script."))
    type = coded_field(LocationType, _("Level in the gazetteer."))
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        help_text=_("The place it lies in; empty for a country only."),
    )
    country = models.CharField(max_length=2, help_text=_("Two-letter code (ISO 3166-1)."))
    lat = models.DecimalField(
        max_digits=7,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("Latitude of its centre in degrees (WGS 84)."),
    )
    lon = models.DecimalField(
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("Longitude of its centre in degrees (WGS 84)."),
    )
    radius_km = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text=_("Radius in km within which “here” may be; empty: usual for the level."),
    )
    geonames_id = models.PositiveBigIntegerField(
        null=True, blank=True, unique=True, help_text=_("Number in GeoNames, where it comes from there.")
    )
    pcode = models.CharField(max_length=20, blank=True, help_text=_("OCHA place code."))
    population = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("From the gazetteer; orders namesakes in look-ups.")
    )
    restricted = models.BooleanField(
        default=False,
        help_text=_("The exact place must not become public: the record shows the place it lies in."),
    )
    folded = folded("name")

    class Meta:
        verbose_name = _("location")
        verbose_name_plural = _("locations")
        ordering = ("name", "pk")
        constraints = (
            coded("location", "type", LocationType),
            models.CheckConstraint(
                name="location_parent_unless_country",
                condition=Q(type=LocationType.COUNTRY, parent__isnull=True)
                | (~Q(type=LocationType.COUNTRY) & Q(parent__isnull=False)),
                violation_error_message=_("Every place but a country lies in another."),
            ),
            models.CheckConstraint(
                name="location_point_whole",
                condition=Q(lat__isnull=True, lon__isnull=True) | Q(lat__isnull=False, lon__isnull=False),
                violation_error_message=_("Give both latitude and longitude, or neither."),
            ),
            models.CheckConstraint(
                name="location_point_on_earth",
                condition=Q(lat__isnull=True) | Q(lat__range=(-90, 90), lon__range=(-180, 180)),
                violation_error_message=_("Latitude runs from -90 to 90, longitude from -180 to 180."),
            ),
        )
        indexes = (
            GinIndex(OpClass("folded", name="gin_trgm_ops"), name="location_folded"),
            models.Index(fields=("name", "id"), name="location_by_name"),
            models.Index(fields=("country", "type"), name="location_by_country"),
        )

    def __str__(self) -> str:
        return self.name


@tracked(exclude=("folded",))
class LocationName(AlternateName):
    """Another name of a place."""

    location = models.ForeignKey(
        Location, models.CASCADE, related_name="names", help_text=_("The place that bears it.")
    )
    kind = coded_field(NameKind, _("What kind of name it is."), default=NameKind.ALIAS)
    script = coded_field(Script, _("Script it is written in."), default=Script.LATIN)
    folded = folded("name")

    class Meta:
        verbose_name = _("name of a location")
        verbose_name_plural = _("names of locations")
        ordering = ("pk",)
        constraints = (
            coded("locationname", "kind", NameKind),
            coded("locationname", "script", Script),
            models.UniqueConstraint(fields=("location", "name", "language"), name="locationname_once"),
        )
        indexes = (GinIndex(OpClass("folded", name="gin_trgm_ops"), name="locationname_folded"),)

    def __str__(self) -> str:
        return self.name
