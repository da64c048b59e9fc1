"""The demo is the whole seed report: each of its facts stands on a page and in the API."""

from __future__ import annotations

import pytest

from .facts import RUDAW, STATEMENT, all_facts, claims
from .page_text import says

pytestmark = pytest.mark.django_db

FACTS = all_facts()
each_fact = pytest.mark.parametrize("fact", FACTS, ids=[fact.what for fact in FACTS])


@each_fact
def test_a_reader_finds_it_on_the_page(demo, fact):
    assert says(demo.page(fact.subject), *fact.page)


@each_fact
def test_a_researcher_finds_it_in_the_api(demo, fact):
    assert fact.api(demo.api(fact.subject))


def test_the_death_of_april_has_one_independent_origin_and_it_is_a_party(demo):
    casualties = next(item for item in demo.api("april")["independence"] if item["about"] == "casualties")
    assert (casualties["count"], casualties["non_party"]) == (1, 0)
    assert casualties["origins"][0]["party"]
    assert casualties["origins"][0]["claimant"]["source"]["name"] == STATEMENT
    assert says(demo.page("april"), "1 independent origin", "party to the conflict")


def test_rudaw_repeats_the_death_and_names_the_claim_it_repeats(demo):
    document = demo.api("april")
    [statement] = claims(document, "casualty", STATEMENT)
    [repeated] = claims(document, "casualty", RUDAW)
    assert repeated["derived_from"] == repeated["same_persons_as"] == statement["id"]


def test_one_death_is_counted_once(demo):
    [figure] = demo.api("april")["casualties"]
    assert (figure["outcome"], figure["low"], figure["best"], figure["high"]) == ("killed", 1, 1, 1)


def test_three_origins_speak_of_the_fighting_and_the_aligned_one_is_marked(demo):
    occurrence = next(item for item in demo.api("april")["independence"] if item["about"] == "occurrence")
    origins = {origin["claimant"]["source"]["name"]: origin for origin in occurrence["origins"]}
    assert set(origins) == {"Rudaw", "Asayish press office", "Hawar News Agency"}
    assert [actor["name"] for actor in origins["Hawar News Agency"]["aligned_with"]] == [
        "Syrian Democratic Forces"
    ]
    assert [name for name, origin in origins.items() if origin["party"]] == ["Asayish press office"]


def test_the_episode_holds_both(demo):
    page = demo.page("episode")
    assert says(page, "April 2021")
    assert says(page, "February 2021")
    for incident in ("april", "february"):
        assert demo.api(incident)["episodes"][0]["id"] == demo.api("episode")["id"]
