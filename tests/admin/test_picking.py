"""Look-ups of places and actors: the name that matched, the way up, the distance, and what is not in the list."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from incidents.models import Location
from tests import factories as make
from tests.admin.browsing import errors_of, open_form, send

pytestmark = pytest.mark.django_db


def look_up(
    desk: Client, term: str, model: str = "incidentlocation", **parameters: str
) -> list[dict[str, Any]]:
    fields = {"incidentlocation": "location", "participation": "actor"}
    asked = {"app_label": "incidents", "model_name": model, "field_name": fields[model], "term": term}
    results: list[dict[str, Any]] = desk.get(reverse("admin:autocomplete"), asked | parameters).json()[
        "results"
    ]
    return results


@pytest.fixture
def aleppo() -> Location:
    return make.GovernorateFactory(name="Aleppo")


@pytest.fixture
def manbij(aleppo: Location) -> Location:
    district = make.LocationFactory(name="Manbij district", type="admin2", parent=aleppo)
    town = make.LocationFactory(name="Manbij", type="locality", parent=district, lat="36.5281", lon="37.9549")
    make.LocationNameFactory(location=town, name="منبج", language="ar", script="Arab")
    return town


def test_the_name_that_matched_and_the_whole_way_up_are_shown(desk: Client, manbij: Location):
    first, _offer = look_up(desk, "منبج")
    assert first["text"].startswith("Manbij (\u2068منبج\u2069) — ")
    assert "Manbij district, Aleppo, " in first["text"]
    assert "منبج" not in look_up(desk, "manbij")[0]["text"]


def test_what_stands_after_a_comma_is_what_the_place_lies_in(desk: Client, manbij: Location):
    make.LocationFactory(name="Manbij", type="locality", parent=make.GovernorateFactory(name="Daraa"))
    assert len([row for row in look_up(desk, "Manbij") if row["id"] != "create"]) == 3
    assert [row["id"] for row in look_up(desk, "manbij, Daraa")][:1] != [str(manbij.pk)]
    assert {row["id"] for row in look_up(desk, "منبج، Aleppo")} == {str(manbij.pk), "create"}


def test_the_distance_to_the_place_beside_it_is_told(desk: Client, manbij: Location, aleppo: Location):
    village = make.LocationFactory(name="Tell", type="locality", parent=aleppo, lat="36.5281", lon="38.1783")
    assert look_up(desk, "tell", beside=str(manbij.pk))[0]["text"].endswith(" · 20 km from Manbij")
    assert " km from" not in look_up(desk, "tell", beside=str(village.pk))[0]["text"]
    assert " km from" not in look_up(desk, "tell", beside="x")[0]["text"]


def test_what_is_not_in_the_list_can_be_created_within_what_was_typed(desk: Client, manbij: Location):
    offer = look_up(desk, "Tell Nowhere, Manbij district")[-1]
    assert offer["text"].startswith("Not in the list: create “Tell Nowhere” within Manbij district")
    assert offer["values"] == {"name": "Tell Nowhere", "parent": manbij.parent_id, "country": manbij.country}
    form = desk.get(reverse("admin:incidents_location_add"), offer["values"]).content.decode()
    assert 'value="Tell Nowhere"' in form
    assert "Manbij district — " in form


def test_it_is_created_beside_the_place_that_was_chosen(desk: Client, manbij: Location):
    assert look_up(desk, "Tell Nowhere", beside=str(manbij.pk))[-1]["values"]["parent"] == manbij.parent_id
    assert "parent" not in look_up(desk, "Tell Nowhere")[-1]["values"]


def test_nothing_is_offered_for_nothing(desk: Client, manbij: Location):
    assert all(row["id"] != "create" for row in look_up(desk, ""))


def test_an_actor_is_found_by_another_name_and_can_be_created(desk: Client):
    actor = make.ActorFactory(name="Syrian Democratic Forces")
    make.ActorNameFactory(actor=actor, name="قسد", language="ar", script="Arab")
    first, offer = look_up(desk, "قسد", "participation")
    assert first["text"].startswith("Syrian Democratic Forces (\u2068قسد\u2069) — ")
    assert offer == {"id": "create", "text": "Not in the list: create “قسد”", "values": {"name": "قسد"}}


def test_a_look_up_costs_the_same_for_many_rows(
    desk: Client, aleppo: Location, django_assert_max_num_queries: Any
):
    for number in range(15):
        place = make.LocationFactory(name=f"Tell {number}", type="locality", parent=aleppo)
        make.LocationNameFactory(location=place, name=f"تل {number}")
    with django_assert_max_num_queries(12):
        rows = look_up(desk, "tell", beside=str(aleppo.pk))
    assert len(rows) == 16


@pytest.mark.parametrize("sent", ["*", "9" * 19, "9" * 5000, "\u0663", "-1"])
def test_what_is_no_key_comes_back_as_an_error_of_its_field(desk: Client, sent: str):
    form = reverse("admin:incidents_location_add")
    fields = open_form(desk, form)

    response = send(desk, form, fields, name="Sarrin", type="locality", parent=sent)

    assert response.status_code == 200
    assert "parent" in errors_of(response)


def test_no_address_leads_to_public_pages_by_type(desk: Client):
    """A row's type may have no table of its own."""
    assert desk.get("/admin/r/2/16/").status_code == 404
