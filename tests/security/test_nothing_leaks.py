"""No draft, no confidential source, no private person: in no list, count, search, facet, error or header."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from accounts.tokens import create_token
from incidents.record.models import Edition
from tests import factories as f

from .walking import ask, body, document, leaks, same_answer, walk

pytestmark = pytest.mark.django_db

COLLECTIONS = ("incidents", "episodes", "actors", "locations", "sources", "coverage")
ROLES = ("nobody", "outsider", "token", "analyst", "reviewer", "manager")
INVENTED = "zqjjjj"
"""As long as a marker, and on no desk."""


@pytest.fixture
def as_role(world):
    """A client for each kind of visitor. What is public is the same for all of them."""

    def client(role: str) -> Client:
        if role == "nobody":
            return Client()
        if role == "token":
            _token, raw = create_token(by=f.UserFactory(role=""), name="research")
            return Client(headers={"authorization": f"Bearer {raw}"})
        signed_in = Client()
        signed_in.force_login(f.UserFactory(role="") if role == "outsider" else getattr(world, role))
        return signed_in

    return client


@pytest.mark.parametrize("role", ROLES)
def test_nothing_secret_on_any_address_that_a_link_leads_to(world, as_role, role):
    """Staff are signed in here too: their own names and drafts are no part of what is public."""
    visited = {}
    starts = ("/", "/api/v1/", "/dialects/", "/ogc/", "/sitemap.xml", "/robots.txt")
    for path, response in walk(as_role(role), *starts):
        assert leaks(response) == set(), (
            f"{path} shows {[world.secrets.markers.get(secret) for secret in leaks(response)]}"
        )
        assert response.status_code < 500, path
        visited[path] = response.status_code
    for address in (
        f"/incidents/{world.published.public_id}/",
        f"/incidents/{world.edited.public_id}/editions/1/",
        f"/api/v1/incidents/{world.retracted.public_id}/editions/1/",
    ):
        assert address in visited, "the walk did not get far enough to prove anything"
    assert len(visited) > 60


def test_the_world_is_full_of_secrets_and_its_public_part_is_public(world):
    """What the other tests rest on: there is something to find, and the searches find what they may."""
    assert len(world.secrets.markers) > 100
    published = document(ask(Client(), f"/api/v1/incidents/{world.published.public_id}/"))
    assert published["title"]["en"] == "Public clash"
    assert any(claim["claimant"]["withheld"] for claim in published["claims"])
    response = document(ask(Client(), "/api/v1/incidents/?q=public+clash&count=exact"))
    assert response["count"]["number"] == 1


def test_counts_count_what_is_in_force_and_nothing_else(world):
    incidents = document(ask(Client(), "/api/v1/incidents/?count=exact"))
    in_force = {world.published.public_id, world.edited.public_id, world.protected.public_id}
    assert incidents["count"] == {"number": len(in_force), "more": False}
    assert {incident["id"] for incident in incidents["results"]} == in_force
    assert document(ask(Client(), "/api/v1/episodes/?count=exact"))["count"]["number"] == 0


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_no_search_finds_a_secret(world, collection):
    markers = world.secrets.markers if collection == "incidents" else world.secrets.of_each_kind()
    for marker, what in markers.items():
        answer = document(ask(Client(), f"/api/v1/{collection}/?q={marker}&count=exact"))
        assert (answer["count"]["number"], answer["results"]) == (0, []), what


@pytest.mark.parametrize("column", ["actor1", "assoc_actor_2", "source", "location", "notes", "tags"])
def test_no_column_of_acleds_finds_a_secret(world, column):
    for marker, what in world.secrets.of_each_kind().items():
        for extent in ("single", "all"):
            path = f"/dialects/acled/api/acled/read?{column}={marker}&extent={extent}"
            assert document(ask(Client(), path))["total_count"] == 0, what


FILTERS = (
    "q",
    "actor",
    "location",
    "source",
    "tag",
    "episode",
    "origin",
    "country",
    "admin1",
    "as_of",
    "release",
)
OTHERS = ("no_such_filter", "cursor", "fields", "order", "grade", "near", "bbox", "event_type")


@pytest.mark.parametrize("name", [*FILTERS, *OTHERS])
@pytest.mark.parametrize("address", ["/api/v1/incidents/?count=exact&", "/incidents/?"])
def test_a_filter_answers_alike_for_what_is_secret_and_for_what_does_not_exist(world, address, name):
    """Otherwise an outsider could ask whether somebody is on the desk."""

    def answer(word: str) -> Any:
        return ask(Client(), f"{address}{name}={word}")

    for marker, what in world.secrets.of_each_kind().items():
        assert same_answer(answer, marker, INVENTED), what


def test_what_was_withheld_is_gone_from_every_past_state(world):
    client = Client()
    for edition in Edition.objects.order_by("sequence"):
        moment = edition.issued_at.isoformat().replace("+00:00", "Z")
        for collection in COLLECTIONS:
            response = ask(client, f"/api/v1/{collection}/?as_of={moment}&limit=1000")
            assert response.status_code == 200
            assert leaks(response) == set()


@pytest.mark.parametrize("gone", ["withheld", "protected"])
def test_withheld_editions_answer_gone_and_say_nothing_else(world, gone):
    public_id = getattr(world, gone).public_id
    for address in (f"/incidents/{public_id}/editions/1/", f"/api/v1/incidents/{public_id}/editions/1/"):
        response = ask(Client(), address)
        assert response.status_code == 410
        assert leaks(response) == set()


@pytest.mark.parametrize("which", ["retracted", "merged", "withheld"])
def test_what_is_no_longer_in_force_answers_gone(world, which):
    public_id = getattr(world, which).public_id
    for address in (f"/incidents/{public_id}/", f"/api/v1/incidents/{public_id}/"):
        response = ask(Client(), address)
        assert response.status_code == 410
        assert leaks(response) == set()


@pytest.mark.parametrize(
    "method, path, headers",
    [
        ("get", "/incidents/INC-999999/", {}),
        ("get", "/actors/ACT-999999/", {}),
        ("get", "/no/such/page/", {}),
        ("get", "/api/v1/incidents/INC-999999/", {}),
        ("get", "/api/v1/no-such-thing/", {}),
        ("get", "/api/v1/incidents/?no_such=1", {}),
        ("get", "/api/v1/incidents/?cursor=AAAA", {}),
        ("get", "/api/v1/incidents/?limit=-1", {}),
        ("get", "/api/v1/incidents/", {"HTTP_ACCEPT": "image/png"}),
        ("get", "/api/v1/incidents/", {"HTTP_AUTHORIZATION": "Bearer attest_00000000_nonsense"}),
        ("post", "/api/v1/incidents/", {}),
        ("delete", "/incidents/", {}),
        ("head", "/api/v1/incidents/", {}),
        ("options", "/api/v1/incidents/", {}),
    ],
)
def test_errors_and_their_headers_tell_nothing(world, method, path, headers):
    response = ask(Client(), path, method, **headers)
    assert response.status_code < 500
    assert leaks(response) == set()


def test_people_and_unnamed_sources_have_no_address(world):
    """Nothing on the desk that has no public id can be asked for, by number or by name."""
    client = Client()
    for collection in COLLECTIONS:
        for guess in ("1", "2", "10", "PER-1", world.unfinished[0].pk, world.unfinished[0].title):
            for root in ("", "/api/v1"):
                assert ask(client, f"{root}/{collection}/{guess}/").status_code in (404, 410)


@pytest.mark.parametrize("role", ["nobody", "outsider"])
def test_the_desk_is_closed_to_whoever_is_not_of_the_team(world, as_role, role):
    client = as_role(role)
    addresses = [
        "/admin/",
        "/admin/autocomplete/?term=zqx&app_label=incidents&model_name=claim&field_name=actor",
    ]
    for model in admin.site._registry:
        names = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        addresses += [reverse(f"{names}_changelist"), reverse(f"{names}_add")]
        row = model._default_manager.order_by("pk").first()
        if row is not None:
            addresses += [
                reverse(f"{names}_{view}", args=[row.pk]) for view in ("change", "history", "delete")
            ]
    for address in addresses:
        response = ask(client, address)
        assert response.status_code in (302, 403, 404), address
        assert leaks(response) == set(), address


def test_public_answers_set_no_cookie(world, as_role):
    """A cookie on a public page would make shared caches keep one visitor's page for another."""
    for role in ("nobody", "analyst"):
        client = as_role(role)
        for path in ("/", "/incidents/", f"/incidents/{world.published.public_id}/", "/api/v1/incidents/"):
            response = ask(client, path)
            assert not response.cookies
            assert "cookie" not in response.headers.get("Vary", "").lower()


def test_everybody_reads_the_same(world, as_role):
    def read(role: str, path: str) -> str:
        return re.sub(r'nonce="[^"]*"', "", body(ask(as_role(role), path)))

    for path in ("/", "/incidents/", f"/incidents/{world.edited.public_id}/", "/api/v1/incidents/"):
        assert {read(role, path) for role in ROLES} == {read("nobody", path)}
