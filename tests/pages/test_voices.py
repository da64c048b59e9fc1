"""Readers always see whose voice it is: the desk's, a dataset's, or a claimant's."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import msgspec
import pytest
from django.test import Client

from incidents.record import document as d
from incidents.record.words import voices
from tests.record import documents as make

pytestmark = pytest.mark.django_db

GED = d.Provenance(
    dataset="ucdp-ged", version="19.1", title="UCDP Georeferenced Event Dataset", licence="cc-by-4.0",
    citation="Sundberg and Melander (2013).", row="7", violence_type="state_based",
    sources_named=[d.Claimant(description="Local doctors")],
)  # fmt: skip
THEIRS = "ucdp-ged 19.1"
NOT_REVIEWED = "UCDP GED 19.1, not reviewed here"
OURS = (
    "Assessed",
    "assessed by the analysts",
    "no position in the reports",
    "independent origin",
    "None reported",
)
"""What only the desk may say, having read a report."""


def coded(**changed: Any) -> d.IncidentDocument:
    """As an import publishes it: nothing in it is the desk's."""
    participant = make.participant(make.ASAYISH, standing="coded")
    parts: dict[str, Any] = {
        "origin": GED,
        "by": d.Voices(**dict.fromkeys(d.Voices.__struct_fields__, THEIRS)),
        "title": "Qamishli, 20 April 2021: fighting between Asayish and the National Defence Forces",
        "locations": [make.place()],
        "event_type": "unclear",
        "sub_event_type": "other",
        "civilian_harm": "unclear",
        "participants": [msgspec.structs.replace(participant, position_reported=None)],
        "casualties": [msgspec.structs.replace(make.killed(0, 0, 6), by=THEIRS)],
        "reports": [msgspec.structs.replace(make.report(), by=THEIRS, title="Shells hit the town")],
        "grades": [],
    }
    return make.incident("INC-000001", **(parts | changed))


def words_of(client: Client, address: str) -> str:
    page = client.get(address).content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


def test_nothing_that_nobody_here_assessed_is_said_of_a_coded_incident(client: Client):
    make.publish(coded())
    page = words_of(client, "/incidents/INC-000001/")
    assert not [words for words in OURS if words in page]
    for words in (
        NOT_REVIEWED,
        "UCDP GED: state-based violence",
        "0 to 6, best estimate 0",
        "As UCDP GED 19.1 has them; nobody here has assessed them.",
        "UCDP GED 19.1 lists these reports as its sources. They have not been read here.",
        "Named by UCDP GED 19.1 as its sources; what they said has not been read here: Local doctors",
        "Coded by a dataset",
        "“Shells hit the town”",
    ):
        assert words in page


@pytest.mark.parametrize(
    "address", ["/", "/incidents/", f"/actors/{make.ASAYISH.id}/", f"/sources/{make.RUDAW.id}/"]
)
def test_every_list_row_and_circle_says_whose_it_is(client: Client, address: str):
    make.publish(make.actor(), make.source(make.RUDAW), coded(reports=[make.report(make.RUDAW)]))
    page = client.get(address).content.decode()
    assert f'data-voice="{NOT_REVIEWED}"' in page
    assert f'<span class="voice"><bdi>{NOT_REVIEWED}</bdi></span>' in page
    assert "1 of these places stands as a dataset coded it." in page


def test_our_own_coding_needs_no_name(client: Client):
    make.publish(make.incident("INC-000001", casualties=[make.killed(1, 1, 1)]))
    for address in ("/", "/incidents/", "/incidents/INC-000001/"):
        page = client.get(address).content.decode()
        assert 'class="voice"' not in page
        assert 'data-voice="UCDP' not in page
    assert "As assessed by the analysts, never added up" in words_of(client, "/incidents/INC-000001/")


@pytest.mark.parametrize("result, words", [("adopted", "adopted here on"), ("changed", "changed here on")])
def test_a_review_is_said_with_its_day(client: Client, result: str, words: str):
    make.publish(coded(reviewed=d.Reviewed(on="2021-05-03", result=result)))
    for address in ("/incidents/", "/incidents/INC-000001/"):
        assert f"UCDP GED 19.1, {words} 3 May 2021" in words_of(client, address)


def test_figures_of_two_voices_are_marked_one_by_one(client: Client):
    ours, theirs = (
        make.killed(2, 2, 2),
        msgspec.structs.replace(make.killed(1, 1, 1, outcome="wounded"), by=THEIRS),
    )
    make.publish(coded(casualties=[ours, theirs]))
    page = words_of(client, "/incidents/INC-000001/")
    assert "As assessed by the analysts, but for those that are marked as a dataset's." in page


def test_the_title_of_a_page_carries_the_day_once(client: Client):
    make.publish(coded(), make.incident("INC-000002", title="Clash in the market", first="2021-04-20"))
    titles = [
        re.findall(r"<title>(.*?)</title>", client.get(f"/incidents/INC-00000{n}/").content.decode())
        for n in (1, 2)
    ]
    assert titles[0][0].count("20 April 2021") == titles[1][0].count("20 April 2021") == 1


def test_lists_are_narrowed_by_voice_in_the_form(client: Client):
    make.publish(coded(), make.incident("INC-000002", title="Clash in the market"))
    for query, found, other in (
        ("reviewed=no", "fighting between", "Clash in the market"),
        ("reviewed=yes", "Clash in the market", "fighting between"),
        ("origin=desk", "Clash in the market", "fighting between"),
        ("dataset_type=state_based", "fighting between", "Clash in the market"),
    ):
        page = words_of(client, f"/incidents/?{query}")
        assert found in page
        assert other not in page
    form = words_of(client, "/incidents/?reviewed=no")
    assert "Reviewed: As a dataset coded it, not reviewed here" in form
    assert "Not determined" not in form


def test_a_dataset_that_is_less_known_goes_by_its_title():
    airwars = msgspec.structs.replace(
        GED, dataset="list-7", title="Airwars' list", version="", violence_type=None
    )
    assert voices.dataset_name(airwars) == "Airwars' list"
    assert voices.by_whom("list-7 ", airwars) == "Airwars' list"
    assert voices.by_whom("somebody 2", airwars) == "somebody 2"
    assert voices.dataset_type(coded(origin=airwars)) == ""


def test_the_methodology_explains_three_voices(client: Client):
    page = words_of(client, "/methodology/")
    assert all(words in page for words in ("Three voices", "Ours", "Theirs", "Claimed", NOT_REVIEWED))
