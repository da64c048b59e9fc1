"""The demo, loaded once for all the tests of this folder and rolled back after them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from incidents.intake.demo.loading import load_demo
from incidents.models import Actor, Episode, Incident, Location, Source

from .page_text import pieces


@dataclass(frozen=True, eq=False)  # compared and cached by identity
class Demo:
    """The demo as the public meets it: by the names of its subjects."""

    analyst: User
    reviewer: User
    paths: dict[str, str]

    @cache  # noqa: B019 - one demo for the whole module
    def page(self, name: str) -> list[str]:
        """The pieces of text on a subject's page: rows, list items, paragraphs."""
        response = Client().get(f"/{self.paths[name]}/")
        assert response.status_code == 200
        return pieces(response.content.decode())

    @cache  # noqa: B019
    def api(self, name: str) -> Any:
        response = Client().get(f"/api/v1/{self.paths[name]}/")
        assert response.status_code == 200
        return json.loads(response.getvalue())


@pytest.fixture(scope="package")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Demo]:
    with django_db_blocker.unblock(), transaction.atomic():
        analyst = User.objects.create_user("one@example.org", display_name="One", role=Role.ANALYST)
        reviewer = User.objects.create_user("two@example.org", display_name="Two", role=Role.REVIEWER)
        load_demo(analyst=analyst, reviewer=reviewer)
        yield Demo(analyst, reviewer, _paths())
        transaction.set_rollback(True)


def _paths() -> dict[str, str]:
    """Where each subject is, on the site and under the API."""
    february = Incident.objects.get(extent="series")
    april = Incident.objects.get(extent="single")
    paths = {
        "april": f"incidents/{april.public_id}",
        "february": f"incidents/{february.public_id}",
        "episode": f"episodes/{Episode.objects.get().public_id}",
    }
    for kind, model in (("actors", Actor), ("locations", Location), ("sources", Source)):
        for row in model.objects.filter(public_id__isnull=False):
            paths[row.name] = f"{kind}/{row.public_id}"
    return paths
