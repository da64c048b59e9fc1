"""A statement of coverage that was published by mistake: what it alone covered is not known any more, not empty."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from incidents.codebook import Purpose
from incidents.editorial.acts.correct import correct
from incidents.editorial.acts.publish import publish
from incidents.editorial.acts.refresh import refresh
from incidents.editorial.acts.retract import retract
from incidents.editorial.acts.withhold import withhold
from incidents.editorial.refusal import Refused
from incidents.models import Coverage, Location
from incidents.record.models import Edition
from tests import factories as make
from tests.editorial.published import consistent, kinds

pytestmark = pytest.mark.django_db

WHY = "Nobody had read The Daily in these months."


@pytest.fixture
def coverage(reviewer: User) -> Coverage:
    """Of a town, in 2021, coded to the end; nothing happened there."""
    coverage = make.CoverageFactory(name="The town", until="2021-12-31", coded_until="2021-12-31")
    make.CoverageAreaFactory(coverage=coverage, location=make.LocationFactory(name="Town"))
    publish(subject=coverage, by=reviewer)
    return coverage


def answer(client: Client, path: str, **query: str) -> Any:
    return client.get(f"/api/v1/{path}", query)


def in_town(client: Client, **query: str) -> object:
    """Incidents in the town in all of 2021: a number, or nothing where it is not known."""
    town = Location.objects.get(name="Town").public_id or ""
    given = {
        "location": town,
        "from": "2021-01-01",
        "to": "2021-12-31",
        "by": "year",
        "empty": "true",
        **query,
    }
    response = answer(client, "aggregate/", **given)
    assert response.status_code == 200, response.content
    [line] = json.loads(response.content)["results"]
    return line["incidents"]


def test_what_it_covered_is_unknown_and_was_a_zero(
    client: Client, coverage: Coverage, reviewer: User
) -> None:
    before = answer(client, "coverage/").headers["Record-Sequence"]
    assert in_town(client) == 0
    retract(subject=coverage, by=reviewer, note=WHY)
    assert in_town(client) is None
    assert in_town(client, as_of=f"sequence:{before}") == 0
    assert consistent()


def test_everybody_is_told_why(client: Client, coverage: Coverage, reviewer: User) -> None:
    public_id = coverage.public_id
    before = answer(client, "coverage/").headers["Record-Sequence"]
    edition = retract(subject=coverage, by=reviewer, note=WHY)
    assert (edition.public_id, edition.kind, edition.note) == (public_id, "retracted", WHY)
    gone = answer(client, f"coverage/{public_id}/")
    assert (gone.status_code, WHY in gone.content.decode()) == (410, True)
    assert json.loads(answer(client, "coverage/").content)["results"] == []
    past = answer(client, f"coverage/{public_id}/", as_of=f"sequence:{before}")
    assert json.loads(past.content)["name"] == "The town"
    entries = json.loads(answer(client, "changes/", after=before).content)["results"]
    assert [(entry["id"], entry["kind"], entry["note"]) for entry in entries] == [
        (public_id, "retracted", WHY)
    ]
    history = json.loads(answer(client, f"coverage/{public_id}/editions/").content)["results"]
    assert [edition["kind"] for edition in history] == ["retracted", "published"]


def test_its_page_says_so_and_the_list_is_without_it(
    client: Client, coverage: Coverage, reviewer: User
) -> None:
    retract(subject=coverage, by=reviewer, note=WHY)
    page = client.get(f"/coverage/{coverage.public_id}/")
    assert (page.status_code, WHY in page.content.decode()) == (410, True)
    assert "The town" not in client.get("/coverage/").content.decode()
    assert WHY in client.get("/corrections/").content.decode()
    assert "The town" in client.get(f"/coverage/{coverage.public_id}/editions/1/").content.decode()


def test_a_refresh_does_not_bring_it_back(coverage: Coverage, reviewer: User) -> None:
    retract(subject=coverage, by=reviewer, note=WHY)
    Location.objects.filter(name="Town").update(name="Another name")
    refresh(by=reviewer)
    assert kinds(coverage.public_id) == ["published", "retracted"]


def test_a_correction_puts_it_in_force_again(client: Client, coverage: Coverage, reviewer: User) -> None:
    retract(subject=coverage, by=reviewer, note=WHY)
    assert Coverage.objects.get().retracted
    correct(subject=coverage, by=reviewer, purpose=Purpose.FACTUAL, note="It was read after all.")
    assert not Coverage.objects.get().retracted
    assert kinds(coverage.public_id) == ["published", "retracted", "corrected"]
    assert in_town(client) == 0
    Location.objects.filter(name="Town").update(name="Another name")
    refresh(by=reviewer)
    assert kinds(coverage.public_id)[-1] == "refreshed"
    assert consistent()


def test_once_is_enough_and_a_reason_is_needed(coverage: Coverage, reviewer: User, analyst: User) -> None:
    with pytest.raises(Refused, match="why it is retracted"):
        retract(subject=coverage, by=reviewer, note=" ")
    with pytest.raises(Refused, match="Your role"):
        retract(subject=coverage, by=analyst, note=WHY)
    retract(subject=coverage, by=reviewer, note=WHY)
    with pytest.raises(Refused, match="retracted already"):
        retract(subject=coverage, by=reviewer, note=WHY)
    with pytest.raises(Refused, match="not public"):
        retract(subject=make.CoverageFactory(), by=reviewer, note=WHY)


def test_a_retracted_one_can_still_be_withheld(coverage: Coverage, reviewer: User, manager: User) -> None:
    public_id = coverage.public_id
    retract(subject=coverage, by=reviewer, note=WHY)
    withhold(subject=coverage, by=manager, basis="It tells where our people are.")
    assert (coverage.public_id, coverage.retracted) == (None, False)
    assert not Edition.objects.filter(public_id=public_id, body__contains="The town").exists()
    assert consistent()
