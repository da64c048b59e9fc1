"""docs/api.md keeps its word: the addresses in it answer, the kinds of problem in it exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from incidents.api import problems
from tests.record import documents as make

TEXT = Path(settings.BASE_DIR, "docs", "api.md").read_text()
ADDRESSES = sorted(set(re.findall(r"/api/v1/[\w/=&?.,:-]*", TEXT)))


@pytest.mark.parametrize("address", [address for address in ADDRESSES if "…" not in address])
def test_every_address_in_the_text_answers(client, db, address, blind_exports):
    make.publish(make.incident("INC-000001"), make.actor())

    assert client.get(address, headers={"Accept": "*/*"}).status_code == 200


@pytest.mark.parametrize("page", ["maps.md", "following.md"])
def test_every_question_in_the_other_texts_answers(client, db, page):
    make.publish(make.incident(), make.actor())
    asked = re.findall(r"GET (/api/v1/\S+)", Path(settings.BASE_DIR, "docs", page).read_text())

    assert asked
    assert {client.get(address).status_code for address in asked} == {200}


@pytest.mark.parametrize("moment", re.findall(r"as_of=([\w:-]*\w)(?!\S*…)", TEXT))
def test_every_way_of_naming_a_state_is_understood(client, db, moment):
    make.publish(make.incident())
    answer = client.get("/api/v1/incidents/", {"as_of": moment})

    assert answer.status_code == 200 or "has not reached" in answer.json()["detail"]


def test_every_kind_of_problem_in_the_text_is_one_we_tell():
    told = set(
        re.findall(r"`([a-z]+(?:-[a-z]+)+|malformed|unauthorized|unavailable)`", TEXT.split("## Errors")[1])
    )
    room = Path(problems.__file__).parent
    source = "".join((room / name).read_text() for name in ("problems.py", "documents.py", "changes.py"))

    assert {"bad-parameters", "too-many-requests", "gone-merged"} <= told
    for kind in told:
        assert f'"{kind}"' in source or kind.startswith("gone-")
