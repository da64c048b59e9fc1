"""Jobs and workers."""

from __future__ import annotations

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

import incidents.models as desk


class JobFactory(DjangoModelFactory):
    class Meta:
        model = desk.Job

    kind = "releases"
    not_before = factory.LazyFunction(timezone.now)


class WorkerBeatFactory(DjangoModelFactory):
    class Meta:
        model = desk.WorkerBeat

    name = factory.Sequence(lambda number: f"site:{number}")
    beat_at = factory.LazyFunction(timezone.now)
