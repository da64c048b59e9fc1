"""Locations and their names."""

from __future__ import annotations

from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from incidents import models as desk
from incidents.codebook import (
    LocationType,
)


class CountryFactory(DjangoModelFactory):
    class Meta:
        model = desk.Location
        django_get_or_create = ("name", "type")

    name = "Testland"
    type = LocationType.COUNTRY
    country = "XT"
    lat = Decimal("35.00000")
    lon = Decimal("38.00000")


class GovernorateFactory(DjangoModelFactory):
    class Meta:
        model = desk.Location

    name = factory.Sequence(lambda n: f"Governorate {n}")
    type = LocationType.ADMIN1
    parent = factory.SubFactory(CountryFactory)
    country = "XT"
    lat = Decimal("36.50000")
    lon = Decimal("40.75000")


class LocationFactory(DjangoModelFactory):
    """A city in a governorate in a country."""

    class Meta:
        model = desk.Location

    name = factory.Sequence(lambda n: f"Town {n}")
    type = LocationType.LOCALITY
    parent = factory.SubFactory(GovernorateFactory)
    country = "XT"
    lat = Decimal("37.05000")
    lon = Decimal("41.23000")


class SiteFactory(LocationFactory):
    name = factory.Sequence(lambda n: f"Roundabout {n}")
    type = LocationType.SITE
    parent = factory.SubFactory(LocationFactory)


class LocationNameFactory(DjangoModelFactory):
    class Meta:
        model = desk.LocationName

    location = factory.SubFactory(LocationFactory)
    name = factory.Sequence(lambda n: f"Other place name {n}")
