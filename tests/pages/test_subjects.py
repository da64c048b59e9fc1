"""What stands at a record's address: the edition in force, past ones, and what became of it."""

from __future__ import annotations

import msgspec
from django.db import transaction
from django.test import Client

from incidents.record import document as d
from incidents.record.log import writing
from tests.pages import qamishli as q
from tests.record.documents import correct, draft, publish

PAGE = f"/incidents/{q.APRIL}/"


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def end(kind: str, *, note: str | None = None, into: str | None = None, number: int = 2) -> None:
    stone = writing.Draft.tombstone(
        public_id=q.APRIL, number=number, kind=kind, url=PAGE, note=note, into=into
    )
    with transaction.atomic():
        (writing.withhold if kind == "withheld" else writing.append)([stone])


def test_an_incident_is_read_in_two_queries(client: Client, published: None, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get(PAGE)


def test_the_page_says_how_surely_each_thing_is_known(client: Client, published: None):
    page = text(client, PAGE)
    for sentence in (
        "20–21 April 2021, from the evening",
        "1 independent origin; it is a party to the conflict.",
        "a party to the conflict",
        "no party itself, but aligned with Syrian Democratic Forces",
        "<strong>National Defence Forces:</strong> no position in the reports we have read.",
        "Only the side that was shot at says who began.",
        "No analyst has judged this yet",
        "Paused about 02:00 on 21 April 2021",
        "within 5 km of",
    ):
        assert sentence in page


def test_an_allegation_is_marked_wherever_the_actor_stands(client: Client, published: None):
    mark = '<span class="standing standing-alleged">Alleged</span>'
    # Among the facts, in the table of who took part.
    assert text(client, PAGE).count(mark) == 2
    for address in ("/", "/incidents/", "/actors/ACT-000002/", "/episodes/EPI-000001/"):
        assert mark in text(client, address)


def test_an_unnamed_report_stays_unnamed(client: Client, published: None):
    assert "A source that is not named, for its safety" in text(client, "/incidents/INC-000002/")


def test_a_series_says_so_and_is_no_point_on_the_maps(client: Client, published: None):
    page = text(client, "/incidents/INC-000002/")
    assert "Several incidents that the reports do not tell apart" in page
    assert page.count("map-circle map-spread") == 2
    assert "INC-000002" not in _map_of(text(client, "/"))
    assert q.APRIL in _map_of(text(client, "/"))


def test_a_correction_shows_what_it_changed_and_keeps_the_past(client: Client, published: None):
    correct(q.april(), note="The summary said too little.", summary={"en": "A longer summary."})
    page = text(client, PAGE)
    assert "The summary said too little." in page
    assert "<ins>A longer summary.</ins>" in page
    past = text(client, f"{PAGE}editions/1/")
    assert "Another took its place" in past
    assert 'name="robots" content="noindex"' in past
    assert "The summary said too little." in text(client, "/corrections/")
    assert "is the one in force" in text(client, f"{PAGE}editions/2/")


def test_how_to_cite_names_the_edition_that_is_read(client: Client, published: None):
    correct(q.april(), summary={"en": "A longer summary."})
    assert f"http://testserver{PAGE}editions/1/" in text(client, f"{PAGE}editions/1/")
    assert f"http://testserver{PAGE}editions/2/" in text(client, PAGE)


def test_what_was_never_published_is_not_found(client: Client, published: None):
    for address in (
        "/incidents/INC-000999/",
        f"{PAGE}editions/7/",
        "/incidents/ACT-000001/",
        "/incidents/x/",
    ):
        assert "There is nothing at this address" in text(client, address, 404)


def test_a_retracted_record_is_gone_but_its_past_stays_readable(client: Client, published: None):
    end("retracted", note="The report was a hoax.")
    page = text(client, PAGE, 410)
    assert "This record was retracted" in page
    assert "The report was a hoax." in page
    past = text(client, f"{PAGE}editions/1/")
    assert "It is no longer in force." in past
    assert "Clash between" not in text(client, "/incidents/")
    assert "Clash between" not in text(client, "/corrections/")


def test_a_merged_record_leads_to_the_one_that_speaks_for_it(client: Client, published: None):
    end("merged", into=q.FEBRUARY)
    assert f'href="/incidents/{q.FEBRUARY}/"' in text(client, PAGE, 410)


def test_a_withheld_record_says_that_and_nothing_else(client: Client, published: None):
    end("withheld")
    for address in (PAGE, f"{PAGE}editions/1/", f"{PAGE}editions/2/"):
        page = text(client, address, 410)
        assert "nformation" in page
        assert "removed for safety" in page
        assert "Clash between" not in page
    assert "Clash between" not in text(client, "/corrections/")
    assert q.APRIL not in text(client, "/sitemap-1.xml")


def test_a_protective_correction_hides_what_stood_before(client: Client, published: None):
    safer = msgspec.structs.replace(
        q.april(title="A clash in the north"), edition=d.EditionRef(number=2, kind="corrected")
    )
    with transaction.atomic():
        writing.withhold([draft(safer, note="Information removed for safety.", purpose="protective")])
    page = text(client, PAGE)
    assert "Clash between" not in page
    assert "the text of this edition is no longer kept" in page
    assert "This edition is withheld" in text(client, f"{PAGE}editions/1/", 410)


def test_texts_of_the_record_are_never_markup(client: Client, db: None):
    publish(q.april(title="<script>alert(1)</script>", tags=["<b>x</b>"]))
    page = text(client, PAGE)
    assert "<script>alert" not in page
    assert "<b>x</b>" not in page
    assert "&lt;script&gt;alert" in page


def test_only_addresses_of_the_web_are_links(client: Client, db: None):
    hostile = msgspec.structs.replace(
        q.april().reports[0], url="javascript:alert(1)", archive_url="https://a.example/"
    )
    publish(q.april(reports=[hostile]))
    page = text(client, PAGE)
    assert "javascript:" not in page
    assert 'href="https://a.example/"' in page


def test_names_carry_their_script_and_direction(client: Client, published: None):
    assert '<bdi lang="ckb" dir="rtl">قامشلو</bdi>' in text(client, "/locations/LOC-000003/")
    assert '<bdi lang="kmr" dir="ltr">Asayîş</bdi>' in text(client, "/actors/ACT-000001/")


def test_an_edition_too_far_back_to_be_compared_can_be_read(client: Client, published: None, monkeypatch):
    monkeypatch.setattr("incidents.pages.history.MOST_TEXTS", 1)
    correct(q.april(), summary={"en": "A longer summary."})
    assert "Another took its place" in text(client, f"{PAGE}editions/1/")


def _map_of(page: str) -> str:
    return page[page.index("<svg") : page.index("</svg>")]
