"""An Arabic spreadsheet as Excel writes it, from the page's first question about its encoding to its incidents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from incidents.models import Actor, Incident, Source

from .test_import_mapping import FACTS, START, a_file, columns, sent_as_shown, worked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_connection")]

LIST = """الرقم;النوع;الوصف;التاريخ;المحافظة;المدينة;الجهة الفاعلة;القتلى;المصدر
1;قصف;سقطت قذائف على الطاحونة;3.4.2021;حمص;تلبيسة;مجهول;5;عنب بلدي
2;قصف;قصف آخر;4.4.2021;حمص;تلبيسة;لواء الشمال;1;غير معروف
"""


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


def begun(desk: Client, **files: Any) -> str:
    """The address of the upload, which is to ask for the encoding first."""
    answer = desk.post(START, {"file": a_file(LIST.encode("cp1256"), "list.csv"), **files})
    at, _slash, step = answer["Location"].rstrip("/").rpartition("/")
    assert step == "encoding", answer.content.decode()
    return at + "/"


def test_the_encoding_is_asked_for_with_readings_and_nothing_is_entered_from_a_guess(sign_in, analyst):
    desk = sign_in(analyst)
    at = begun(desk)
    page = desk.get(at + "encoding/").content.decode()
    assert "سقطت قذائف على الطاحونة" in page, "as cp1256"
    assert "ÓÞØÊ ÞÐÇÆÝ Úáì ÇáØÇÍæäÉ" in page, "as cp1252"
    for step in ("facts", "columns", "preview"):
        assert desk.get(f"{at}{step}/")["Location"] == at + "encoding/"
    assert desk.post(at + "encoding/", {"encoding": "other"}).status_code == 200
    assert (
        "No letters are known"
        in desk.post(at + "encoding/", {"encoding": "other", "other": "klingon"}).content.decode()
    )


def test_an_arabic_list_of_windows_comes_in_as_it_was_written(sign_in, analyst):
    desk = sign_in(analyst)
    at = begun(desk)
    assert desk.post(at + "encoding/", {"encoding": "cp1256"})["Location"] == at + "facts/"
    kind = {"kind": "explosion/shelling", "encoding": "cp1256"}
    assert desk.post(at + "facts/", FACTS | kind)["Location"] == at + "columns/"
    assert columns(desk.get(at + "columns/")) == {
        "الرقم": "id", "النوع": "event_type", "الوصف": "summary", "التاريخ": "dates.first",
        "المحافظة": "place.admin1", "المدينة": "place.name", "الجهة الفاعلة": "actor.attacker",
        "القتلى": "killed.best", "المصدر": "report.source",
    }  # fmt: skip
    sent_as_shown(desk, at + "columns/")
    sent_as_shown(desk, at + "values/")
    preview = desk.get(at + "preview/")
    assert preview.context["preview"].nobody == [("الجهة الفاعلة", "مجهول", 1)]
    assert "<bdi>الجهة الفاعلة</bdi> “<bdi>مجهول</bdi>” (1)" in preview.content.decode()
    assert [row.number for row in preview.context["preview"].rows] == [2, 3]
    worked(desk, at + "preview/", _run="1", how="draft")
    first, second = Incident.objects.order_by("pk")
    assert (first.summary, first.places.get().location.name) == ("سقطت قذائف على الطاحونة", "تلبيسة")
    assert first.participations.get().description == "مجهول"
    assert list(Actor.objects.values_list("name", flat=True)) == ["لواء الشمال"]
    assert not Source.objects.filter(name="غير معروف").exists()
    assert second.citations.count() == 0
    listed = desk.get(reverse("admin:incidents_importrun_changelist")).content.decode()
    assert "2 created" in listed


def test_a_mapping_from_a_file_waits_for_its_encoding_too(sign_in, analyst):
    mapping = {
        "dataset": {"key": "city-list", "title": "List"},
        "id": "الرقم",
        "event_type": {"constant": "unclear"},
        "dates": {"first": "التاريخ", "order": "day-first"},
        "place": {"country": {"constant": "SY"}},
    }
    desk = sign_in(analyst)
    at = begun(desk, mapping=a_file(json.dumps(mapping), "m.json"))
    assert desk.post(at + "encoding/", {"encoding": "cp1256"})["Location"] == at + "preview/"
    assert desk.get(at + "preview/").context["preview"].good == 2
    assert '"encoding": "cp1256"' in desk.get(at + "mapping.json").content.decode()


def test_another_file_in_another_encoding_asks_again(sign_in, analyst):
    desk = sign_in(analyst)
    answer = desk.post(START, {"file": a_file(LIST, "list.csv")})
    at = answer["Location"].removesuffix("facts/")
    desk.post(at + "facts/", FACTS | {"kind": "explosion/shelling"})
    other = a_file(LIST.encode("cp1256"), "other.csv")
    assert desk.post(at + "preview/", {"_file": "1", "file": other})["Location"] == at + "preview/"
    assert desk.get(at + "preview/")["Location"] == at + "encoding/"
