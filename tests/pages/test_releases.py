"""The readers' pages about releases."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client

from incidents.exports.release.making import make as make_release
from incidents.exports.release.making import rewrite_releases
from incidents.record.log import writing
from tests.record import documents as make

pytestmark = pytest.mark.django_db

FIRST, SECOND = "INC-000001", "INC-000002"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def released() -> None:
    make.publish(make.incident(FIRST), make.incident(SECOND, title="Second clash"))
    make_release("2021.1", note="The <first> one.")


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_without_releases_the_page_says_what_to_do(client: Client):
    assert "There is none yet" in text(client, "/releases/")


def test_a_release_shows_its_files_and_how_to_cite_it(client: Client, released):
    assert 'href="/releases/2021.1/"' in text(client, "/releases/")
    page = text(client, "/releases/2021.1/")
    assert "The &lt;first&gt; one." in page
    assert "/api/v1/releases/2021.1/files/incidents.csv" in page
    assert "@misc{attest-release-2021-1" in page
    assert "country%3Dunknown/year%3D2021/part-0.parquet" in page or "country=unknown/year=2021" in page


def test_every_link_of_the_page_leads_somewhere(client: Client, released):
    page = text(client, "/releases/2021.1/")
    for address in re.findall(r'href="(/(?:api/v1/)?releases/[^"#]+)"', page):
        response = client.get(address)
        assert response.status_code == 200, address
        response.getvalue()  # a file is closed once it is read


def test_the_page_says_when_files_are_not_handed_out(client: Client, released):
    with transaction.atomic():
        writing.withhold([make.tombstone(SECOND, "withheld")])
    page = text(client, "/releases/2021.1/")
    assert "not handed out at the moment" in page
    assert "files/incidents.csv" not in page
    assert "Held back since <time" in page
    assert "as soon as the site has written them without it" in text(client, "/releases/")
    rewrite_releases()
    page = text(client, "/releases/2021.1/")
    assert "1 document was withheld" in page
    assert SECOND in page
    assert "written again" in page


def test_the_pages_are_not_confirmed_from_the_records_state_alone(client: Client, released):
    first = client.get("/releases/")
    assert not first.has_header("ETag")
    assert "no-cache" in first.headers["Cache-Control"]


def test_two_releases_are_compared(client: Client, released):
    make.correct(make.incident(FIRST), casualties=[make.killed(1, 2, 3)], title={"en": "First clash"})
    make.bury(SECOND, "retracted", note="It did not happen.")
    make.publish(make.incident("INC-000003", title="Third clash"))
    make_release("2021.2")
    page = text(client, "/releases/2021.1...2021.2/")
    for shown in (
        "First clash", "Second clash", "Third clash", "edition 1 to 2", "unknown", "It did not happen.",
    ):  # fmt: skip
        assert shown in page
    assert "First clash" in text(client, "/releases/2021.1...2021.2/?kind=corrected")
    assert "same incidents" in text(client, "/releases/2021.2...2021.2/")
    assert "2021.1...2021.2" in text(client, "/releases/")


def test_long_comparisons_have_pages(client: Client, released, monkeypatch):
    monkeypatch.setattr("incidents.pages.views.releases.SHOWN", 2)
    make.publish(*(make.incident(f"INC-00001{number}") for number in range(3)))
    make_release("2021.2")
    assert "?kind=added&amp;after=INC-000011" in text(client, "/releases/2021.1...2021.2/")
    assert "INC-000012" in text(client, "/releases/2021.1...2021.2/?kind=added&after=INC-000011")


@pytest.mark.parametrize(
    "address",
    [
        "/releases/2021.9/",
        "/releases/2021.1...2021.9/",
        "/releases/2021.1...2021.1/?kind=wrong",
        "/releases/2021.1...2021.1/?kind=added&after=1",
        "/releases/../",
    ],
)
def test_what_is_not_there_is_not_found(client: Client, released, address: str):
    assert client.get(address).status_code == 404


def test_lists_read_a_release(client: Client, released):
    make.bury(SECOND, "retracted")
    assert "Second clash" in text(client, "/incidents/?release=2021.1")
    assert "Second clash" not in text(client, "/incidents/")
