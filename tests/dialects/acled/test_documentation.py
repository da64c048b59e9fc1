"""docs/dialects-acled.md keeps its word."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from accounts import grants
from incidents.codebook import SUB_EVENTS, EventType, SubEventType
from incidents.codebook.acled import COLUMNS
from incidents.dialects.acled import crosswalk
from incidents.dialects.acled.columns import OPERATORS
from incidents.dialects.acled.options import FORMATS, IGNORED, NAMES, STRUCTURES
from tests.record import documents as make

from .test_client import record  # noqa: F401  # a fixture

TEXT = Path(settings.BASE_DIR, "docs", "dialects-acled.md").read_text(encoding="utf-8")
PROSE = re.sub(r"^```.*?^```$", "", TEXT, flags=re.MULTILINE | re.DOTALL)
CODES = set(re.findall(r"`([^`]+)`", PROSE))


def test_every_column_parameter_and_operator_is_described():
    described = {*COLUMNS, *FORMATS, *STRUCTURES, *OPERATORS, *NAMES} - {*IGNORED}
    assert described - CODES == set()


@pytest.mark.parametrize("line", re.findall(r"^\| `(api/\w+/read)` \|", TEXT, re.MULTILINE))
def test_every_address_answers(client, db, line):
    make.publish(make.incident(locations=[make.place()]))
    assert client.get(f"/dialects/acled/{line}").status_code == 200


@pytest.mark.parametrize("ours", EventType.values)
def test_the_crosswalk_is_the_code(ours):
    """Each line of the table against every pair of codes that it stands for."""
    lines = re.findall(rf"^\| `{ours}`(?: with `(\w+)`)? \| ([^|]+) \| ([^|]+) \|$", TEXT, re.MULTILINE)
    documented = {(name, sub) for _only, name, subs in lines for sub in subs.split("; ")}
    meant = {
        (crosswalk.event_type(ours, sub), crosswalk.sub_event_type(ours, sub))
        for sub in SUB_EVENTS[EventType(ours)]
    }
    assert documented == meant
    assert {only for only, _name, _subs in lines} <= {"", SubEventType.RIOT}


@pytest.mark.django_db(transaction=True)
def test_the_example_for_the_package_runs(live_server, record, outsider, tmp_path, monkeypatch):  # noqa: F811
    monkeypatch.setattr(grants, "TRIES_PER_MINUTE", 1_000)
    (code,) = (
        block for block in re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL) if "AcledClient" in block
    )
    code = code.replace("https://attest.example", live_server.url)
    code = code.replace("you@example.org", outsider.email).replace("your password", "a long password")
    done = subprocess.run(  # our own words
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "2021-04-20 Asayish 2\n"
