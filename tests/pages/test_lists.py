"""Lists: the API's grammar as a form, pages by cursor, errors at the field."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from tests.pages import qamishli as q
from tests.record.documents import incident, publish


def found(client: Client, address: str) -> list[str]:
    """Ids of the incidents that a list shows, in its order."""
    response = client.get(address)
    assert response.status_code == 200
    return re.findall(r'<h3><a href="/incidents/(INC-\d+)/"', response.content.decode())


@pytest.mark.parametrize(
    "query, ids",
    [
        ("", [q.APRIL, q.FEBRUARY]),
        ("?from=2021-04", [q.APRIL]),
        ("?actor=Asayish&event_type=battle", [q.APRIL, q.FEBRUARY]),
        ("?actor=ACT-000002&standing=alleged", [q.APRIL]),
        ("?location=قامشلو", [q.APRIL, q.FEBRUARY]),
        ("?extent=series", [q.FEBRUARY]),
        ("?extent=series&extent=single", [q.APRIL, q.FEBRUARY]),
        ("?grade=corroborated", [q.APRIL]),
        ("?q=roundabout", [q.APRIL]),
        ("?killed_min=2", []),
        ("?order=occurred_from:asc", [q.FEBRUARY, q.APRIL]),
        ("?fields=id,title&count=exact&limit=1", [q.APRIL]),
        ("?q=&from=&actor=", [q.APRIL, q.FEBRUARY]),
    ],
)
def test_the_form_filters_as_the_api_does(client: Client, published: None, query: str, ids: list[str]):
    assert found(client, f"/incidents/{query}") == ids


def test_an_unknown_parameter_is_named_with_the_nearest(client: Client, published: None):
    response = client.get("/incidents/?even_type=battle&from=2021-13&actor=Nobody")
    assert response.status_code == 400
    page = response.content.decode()
    assert "<code>even_type</code>" in page
    assert "event_type" in page
    assert 'value="2021-13"' in page


def test_a_name_that_nobody_has_is_said_at_the_field(client: Client, published: None):
    response = client.get("/incidents/?actor=Nobody")
    assert response.status_code == 400
    page = unescape(response.content.decode())
    assert '<p class="field-problem">“Nobody” is not the name of anything in the record</p>' in page


def test_pages_lead_forth_and_back(client: Client, db: None):
    publish(*(incident(f"INC-{n:06d}", first=f"2021-01-{n:02d}") for n in range(1, 31)))
    first = client.get("/incidents/?event_type=battle").content.decode()
    forth = unescape(re.findall(r'href="(\?[^"]*)" rel="next"', first)[0])
    assert "event_type=battle" in forth
    ids = found(client, f"/incidents/{forth}")
    assert ids == [f"INC-{n:06d}" for n in (5, 4, 3, 2, 1)]
    second = client.get(f"/incidents/{forth}").content.decode()
    back = unescape(re.findall(r'href="(\?[^"]*)" rel="prev"', second)[0])
    assert len(found(client, f"/incidents/{back}")) == 25


def test_no_page_is_longer_than_a_hundred_rows(client: Client, db: None):
    publish(*(incident(f"INC-{n:06d}") for n in range(1, 103)))
    assert len(found(client, "/incidents/?limit=1000")) == 100


def test_a_list_takes_the_same_queries_however_long(client: Client, db: None, django_assert_max_num_queries):
    publish(*(incident(f"INC-{n:06d}") for n in range(1, 25)))
    with django_assert_max_num_queries(3):
        client.get("/incidents/")


def test_the_conditions_in_force_can_be_taken_away_one_by_one(client: Client, published: None):
    page = unescape(client.get("/incidents/?actor=Asayish&event_type=battle").content.decode())
    assert 'href="/incidents/?event_type=battle"' in page
    assert 'href="/incidents/?actor=Asayish"' in page
    assert "Event type: <bdi>Battle</bdi>" in page


def test_the_same_list_is_offered_as_json(client: Client, published: None):
    page = unescape(client.get("/incidents/?actor=Asayish&cursor=").content.decode())
    assert 'href="/api/v1/incidents/?actor=Asayish"' in page


@pytest.mark.parametrize("cursor", ["x", "AAAA", "%00", "é" * 50])
def test_a_broken_cursor_is_a_clear_error(client: Client, published: None, cursor: str):
    assert client.get(f"/incidents/?cursor={cursor}").status_code == 400


@pytest.mark.parametrize(
    "address, name",
    [
        ("/actors/?q=asayis", "Asayish"),
        ("/locations/?kind=country", "Syria"),
        ("/sources/?kind=monitor", "Syrian Observatory for Human Rights"),
        ("/episodes/?actor=ACT-000001", "Clashes of 2021"),
        ("/coverage/?from=2021-02&to=2021-03", "Al-Hasakah"),
    ],
)
def test_other_subjects_are_listed_too(client: Client, published: None, address: str, name: str):
    assert f">{name}<" in client.get(address).content.decode().replace("<bdi>", "").replace("</bdi>", "")


def test_the_first_page_and_those_of_subjects_take_a_few_queries(
    client: Client, published: None, django_assert_max_num_queries
):
    # Each list asks whether the id is known, walks along its order, and finds the rest where that met too few;
    # a chart counts all and what is ours, each with the state of the kept sums.
    for address, most in (("/", 10), ("/actors/ACT-000001/", 14), ("/locations/LOC-000001/", 14)):
        with django_assert_max_num_queries(most):
            client.get(address)


def test_an_earlier_state_can_be_listed(client: Client, published: None):
    page = client.get("/incidents/?as_of=sequence:3").content.decode()
    assert "The record as it stood at sequence 3." in page


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=" + "a" * 5000,
        "q=%22%22%22((((",
        "q='; DROP TABLE record_edition; --",
        "actor=" + ",".join(["x"] * 60),
        "bbox=1,2,3",
        "near=91,0,5",
        "limit=0",
        "limit=99999999999999999999",
        "as_of=2999-01-01",
        "as_of=sequence:999999999999",
        "release=none",
        "order=killed_best&cursor=AAAA",
        "from=2021&from=2022",
        "\ud800".encode("utf-8", "surrogatepass").hex() + "=1",
    ],
)
def test_odd_parameters_never_break_a_list(client: Client, published: None, query: str):
    assert client.get(f"/incidents/?{query}").status_code in (200, 400)
