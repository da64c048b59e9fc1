"""The seed report's facts, from the desk into the document."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import User
from incidents.editorial.preview import preview
from incidents.record import document as d
from tests.editorial.scene import Scene, april

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return april()


def compiled(scene: Scene) -> d.IncidentDocument:
    document = preview(subject=scene.incident).document
    assert isinstance(document, d.IncidentDocument)
    return document


def about(document: d.IncidentDocument, question: str) -> d.Independence:
    return next(row for row in document.independence if row.about == question)


def names(origins: list[d.Origin]) -> set[str]:
    return {
        (origin.claimant.source or origin.claimant.actor or d.Ref(id="", name="?")).name for origin in origins
    }


def test_the_death_rests_on_one_origin_which_is_a_party(scene: Scene) -> None:
    casualties = about(compiled(scene), "casualties")
    assert (casualties.count, casualties.non_party) == (1, 0)
    assert names(casualties.origins) == {"Internal Security Forces"}
    assert casualties.origins[0].party
    assert set(casualties.origins[0].claims) == {scene.death.public_id, scene.own_words.public_id}


def test_the_occurrence_rests_on_the_reporter_the_agency_and_a_party(scene: Scene) -> None:
    occurrence = about(compiled(scene), "occurrence")
    assert names(occurrence.origins) == {"Rudaw", "Hawar News Agency", "Internal Security Forces"}
    assert (occurrence.count, occurrence.non_party) == (3, 2)
    aligned = {actor.name for origin in occurrence.origins for actor in origin.aligned_with}
    assert aligned == {"Syrian Democratic Forces"}


def test_responsibility_is_alleged_by_a_party_alone(scene: Scene) -> None:
    document = compiled(scene)
    assert (about(document, "responsibility").count, about(document, "responsibility").non_party) == (1, 0)
    assert {p.standing for p in document.participants if p.actor and p.actor.name.startswith("National")} == {
        "alleged"
    }


def test_a_silent_party_has_no_position_reported(scene: Scene) -> None:
    spoken = {p.actor.name: p.position_reported for p in compiled(scene).participants if p.actor}
    assert spoken == {"Internal Security Forces": True, "National Defence Forces": False}


def test_a_site_without_coordinates_stands_at_its_city_as_wide_as_that(scene: Scene) -> None:
    place = compiled(scene).locations[0]
    assert place.location.name == "Al-Wahda roundabout"
    assert [area.name for area in place.within] == ["Qamishli", "Al-Hasakah", "Syria"]
    assert place.point == d.Point(lat=d.degrees("37.05"), lon=d.degrees("41.23"))
    assert place.radius_km == 5


def test_affiliations_are_those_of_the_day(scene: Scene) -> None:
    ties = {
        p.actor.name: {(tie.kind, tie.actor.name) for tie in p.affiliations}
        for p in compiled(scene).participants
        if p.actor
    }
    assert ties == {
        "Internal Security Forces": {("security_force_of", "Autonomous Administration")},
        "National Defence Forces": {("backed_by", "Syrian government")},
    }


def test_nothing_is_missing_for_review(scene: Scene) -> None:
    assert preview(subject=scene.incident).problems == []


def test_a_preview_publishes_nothing(scene: Scene, analyst: User, django_assert_num_queries: Any) -> None:
    assert compiled(scene).id == ""
    scene.asayish.refresh_from_db()
    assert scene.asayish.public_id is None
