"""A name in an address that several places or actors bear: rows at once, and the others a click away."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from incidents.record import document as d
from tests.record import documents as make

TOWN = d.Ref(id="LOC-000011", name="Manbij")
DISTRICT = d.Ref(id="LOC-000012", name="Manbij")
FAR = d.Ref(id="LOC-000013", name="Mumbuj")
ALEPPO = d.Ref(id="LOC-000014", name="Aleppo")


@pytest.fixture(autouse=True)
def manbij(db: None) -> None:
    """A town and its district, with two and three incidents, and a namesake elsewhere with one."""
    make.publish(
        make.location(TOWN, within=[make.SYRIA, ALEPPO], names=["منبج"], lat=36.53, lon=37.95),
        make.location(
            DISTRICT, within=[make.SYRIA, ALEPPO], kind="admin2", names=["منبج"], lat=36.5, lon=38.1
        ),
        make.location(FAR, within=[make.SYRIA], names=["Manbij"], lat=33.5, lon=36.3),
        make.location(make.RAQQA),
        make.incident("INC-000001", locations=[make.place(TOWN, within=[make.SYRIA, DISTRICT])]),
        make.incident("INC-000002", locations=[make.place(TOWN, within=[make.SYRIA, DISTRICT])]),
        make.incident("INC-000003", locations=[make.place(DISTRICT, within=[make.SYRIA], type="admin2")]),
        make.incident("INC-000004", locations=[make.place(FAR, lat=33.5, lon=36.3, within=[make.SYRIA])]),
        make.actor(make.ASAYISH, names=["ISF"]),
        make.actor(make.NDF, names=["ISF"]),
    )


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.content.decode()
    return unescape(re.sub(r"\s+", " ", response.content.decode()))


def found(text: str) -> set[str]:
    return set(re.findall(r'<h3><a href="/incidents/(INC-\d+)/"', text))


def test_the_most_used_is_shown_and_the_others_are_links_with_numbers(client: Client):
    text = page(client, "/incidents/?location=Manbij")
    assert found(text) == {"INC-000001", "INC-000002", "INC-000003"}
    assert "Several are called “Manbij”." in text
    assert '<a href="?location=LOC-000011"><bdi>Manbij</bdi></a>' in text
    assert re.search(r"LOC-000011.{1,120}Aleppo\): 2 found", text)
    assert re.search(r"LOC-000013.{1,120}: 1 found", text)


@pytest.mark.parametrize("shape", ["near=33.5,36.3,50", "bbox=36,33,37,34"])
def test_the_nearest_is_shown_where_a_point_is_asked_for(client: Client, shape: str):
    assert found(page(client, f"/incidents/?location=Manbij&{shape}")) == {"INC-000004"}


def test_links_of_the_page_hold_the_id(client: Client):
    text = page(client, "/incidents/?location=Manbij&limit=1")
    assert "/api/v1/incidents/?location=LOC-000012&limit=1" in text
    assert "/api/v1/incidents.csv?location=LOC-000012" in text
    assert "/cite/?location=LOC-000012" in text
    following = re.search(r'href="(\?[^"]*cursor=[^"]*)"', text)
    assert following
    assert client.get(f"/incidents/{following[1]}").status_code == 200


def test_two_ambiguous_names_are_two_choices(client: Client):
    text = page(client, "/incidents/?location=منبج&actor=ISF")
    assert text.count("Several are called") == 2


def test_a_query_with_such_a_name_can_be_cited(client: Client):
    assert "Several are called “Manbij”." in page(client, "/cite/?location=Manbij")


def test_one_of_several_values_is_chosen(client: Client):
    assert "INC-000003" in found(page(client, "/incidents/?location=LOC-000013,Manbij"))


def test_a_name_that_nobody_bears_offers_the_nearest(client: Client):
    response = client.get("/incidents/?location=Manbidj")
    assert response.status_code == 400
    assert re.search(r'href="\?location=LOC-00001[123]">Show “Manbij” instead', response.content.decode())


def test_the_api_still_refuses_and_tells_the_ids(client: Client):
    response = client.get("/api/v1/incidents/?location=Manbij")
    assert response.status_code == 400
    assert "LOC-000011 (locality)" in response.content.decode()
