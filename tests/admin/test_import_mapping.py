"""The pages that import a spreadsheet, step by step, as a browser without scripts would use them."""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management.base import OutputWrapper
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from incidents.codebook import WorkflowState
from incidents.intake.imports.spreadsheet import saved, uploads
from incidents.management.import_reports import remove_import_files
from incidents.models import Dataset, ImportRun, Incident
from incidents.record.models import Edition
from incidents.work.running import due, take_up

from .test_in_browser import DJANGOS_OWN, seated

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_connection")]

START = "/admin/incidents/importrun/spreadsheet/"
LIST = """No;Kind;Description;Date;Province;Town;Perpetrator;Killed;Civilians killed;Source
1;Shelling;Shells fell on the mill.;03.04.2021;Homs;Milltown;Northern Brigade;5;2;The Monitor
2;Fight;Two groups clashed.;05.04.2021;Homs;Milltown;Northern Brigade;;;The Monitor
3;Shelling;Again.;31.02.2021;Homs;Milltown;;1;;
"""
FACTS = {
    "title": "The city's list", "key": "city-list", "version": "1", "licence": "cc-by-4.0", "maker_kind": "other",
    "language": "en", "country": "Syria", "extent": "single", "order": "day-first", "precision": "day",
    "standing": "alleged", "separator": ";",
}  # fmt: skip


MAPPING = {
    "dataset": {"key": "city-list", "title": "The city's list"}, "id": "No", "dates": {"first": "Date"},
    "event_type": {"constant": "battle"}, "place": {"country": {"constant": "SY"}},
}  # fmt: skip


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


def a_file(body: str | bytes = LIST, name: str = "list.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body.encode() if isinstance(body, str) else body)


def uploaded(desk: Client, **files: Any) -> str:
    """The address of the upload, without the step."""
    answer = desk.post(START, {"file": a_file(), **files})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"].rsplit("/", 2)[0] + "/"


def columns(page: Any) -> dict[str, str]:
    return {field.label: field.value() or "" for field, _samples in page.context["form"].lines()}


def sent_as_shown(desk: Client, url: str, **changed: str) -> Any:
    """The step sent with what the page had chosen."""
    form = desk.get(url).context["form"]
    return desk.post(url, {field.html_name: field.value() or "" for field in form} | changed)


def mapped(desk: Client, **facts: str) -> str:
    """An upload with everything chosen."""
    at = uploaded(desk)
    assert desk.post(at + "facts/", FACTS | facts)["Location"] == at + "columns/"
    assert sent_as_shown(desk, at + "columns/")["Location"] == at + "values/"
    answer = sent_as_shown(desk, at + "values/", **{"event_type-1": "battle/armed_clash"})
    assert answer["Location"] == at + "preview/"
    return at


def work() -> None:
    """Let the worker do what waits."""
    for job in due():
        take_up(job.pk)


def worked(desk: Client, address: str, **data: str) -> Any:
    """What a button leads to, once the worker has done what it asks for."""
    answer = desk.post(address, data)
    work()
    return desk.get(answer["Location"], follow=True) if answer.status_code == 302 else answer


def test_from_a_file_to_incidents_and_back(sign_in, analyst):
    desk = sign_in(analyst)
    at = mapped(desk)
    preview = desk.get(at + "preview/").context["preview"]
    assert (preview.good, preview.bad) == (2, 1)
    [(problem, column)] = [(row.problem, row.column) for row in preview.rows if row.coded is None]
    assert (problem.startswith("Date is “31.02.2021”: "), column) == (True, "Date")
    answer = worked(desk, at + "preview/", _run="1", how="draft")
    assert [number for _label, number in answer.context["counts"]] == [2, 1]
    first = Incident.objects.order_by("pk")[0]
    assert (first.state, first.event_type, first.sub_event_type) == (
        WorkflowState.DRAFT,
        "explosion",
        "shelling",
    )
    assert first.places.get().location.name == "Milltown"
    assert {(figure.status, figure.best) for figure in first.figures.all()} == {
        ("civilian", 2),
        ("unknown", 3),
    }
    assert first.participations.get().role == "attacker"
    run = ImportRun.objects.get()
    assert desk.get(at + "preview/").status_code == 404
    report = desk.get(reverse("admin:incidents_importrun_report", args=[run.pk]))
    last = b"".join(report).decode().splitlines()[3]
    assert last.split(",")[2] == "rejected"
    assert "Date is" in last
    answer = worked(desk, reverse("admin:incidents_importrun_undo", args=[run.pk]), note="Wrong list.")
    assert ("Deleted", 2) in [(str(label), times) for label, times in answer.context["undone"]]
    assert not Incident.objects.exists()


def test_columns_are_suggested_from_their_headings_with_some_cells(sign_in, analyst):
    desk = sign_in(analyst)
    at = uploaded(desk)
    desk.post(at + "facts/", FACTS)
    page = desk.get(at + "columns/")
    assert columns(page) == {
        "No": "id", "Kind": "event_type", "Description": "summary", "Date": "dates.first", "Province": "place.admin1",
        "Town": "place.name", "Perpetrator": "actor.attacker", "Killed": "killed.best",
        "Civilians killed": "killed_civilian.best", "Source": "report.source",
    }  # fmt: skip
    assert "Two groups clashed." in page.content.decode()


def test_words_are_suggested_and_counted(sign_in, analyst):
    desk = sign_in(analyst)
    at = uploaded(desk)
    desk.post(at + "facts/", FACTS)
    sent_as_shown(desk, at + "columns/")
    [(_title, words)] = desk.get(at + "values/").context["form"].tables()
    assert [(field.label, field.value(), times) for field, times in words] == [
        ("Shelling", "explosion/shelling", 2),
        ("Fight", "", 1),
    ]


def test_a_workbook_goes_the_same_way(sign_in, analyst):
    book, body = Workbook(), io.BytesIO()
    for line in LIST.splitlines():
        book.active.append(line.split(";"))
    book.save(body)
    desk = sign_in(analyst)
    at = uploaded(desk, file=a_file(body.getvalue(), "list.xlsx"))
    assert "Excel workbook" in desk.get(at + "facts/").content.decode()


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"column-0": ""}, "No column is the identifier"),
        ({"column-3": ""}, "No column is the day"),
        ({"column-1": ""}, "No column is the kind of event"),
        ({"column-2": "title", "column-4": "title"}, "Another column has this meaning"),
        ({"column-7": "place.lat"}, "Latitude and longitude belong together"),
        ({"column-7": "nonsense"}, "Select a valid choice"),
    ],
)
def test_columns_that_cannot_be_are_told_and_the_rest_is_kept(sign_in, analyst, changed, says):
    desk = sign_in(analyst)
    at = uploaded(desk)
    desk.post(at + "facts/", FACTS)
    page = sent_as_shown(desk, at + "columns/", **changed)
    assert says in page.content.decode()
    assert columns(page)["Source"] == "report.source"


def test_going_back_loses_nothing(sign_in, analyst):
    desk = sign_in(analyst)
    at = mapped(desk)
    assert desk.get(at + "facts/").context["form"].initial["title"] == "The city's list"
    assert columns(desk.get(at + "columns/"))["Town"] == "place.name"
    [(_title, words)] = desk.get(at + "values/").context["form"].tables()
    assert words[1][0].value() == "battle/armed_clash"


def test_going_back_keeps_what_has_no_place_in_the_mapping_yet(sign_in, analyst):
    desk = sign_in(analyst)
    at = uploaded(desk)
    facts = {"standing": "assessed", "source": "The City", "kind": "explosion/shelling"}
    desk.post(at + "facts/", FACTS | facts)
    sent_as_shown(desk, at + "columns/", **{"column-6": "", "column-9": ""})
    sent_as_shown(desk, at + "values/", **{"event_type-0": "", "event_type-1": "battle"})
    shown = desk.get(at + "facts/").context["form"].initial
    assert {name: shown[name] for name in facts} == facts
    [(_title, words)] = desk.get(at + "values/").context["form"].tables()
    assert [field.value() for field, _times in words] == ["", "battle"], "and no suggestion again"
    sent_as_shown(desk, at + "columns/", **{"column-6": "actor.attacker", "column-9": "report.source"})
    saved = json.loads(desk.get(at + "mapping.json").content)
    assert [actor["standing"] for actor in saved["actors"]] == [{"constant": "assessed"}]
    assert saved["reports"] == [{"source": {"column": "Source", "default": "The City"}}]


def test_a_mapping_from_a_file_that_is_sent_as_it_is_shown_is_not_changed(sign_in, analyst):
    desk = sign_in(analyst)
    mapping = json.dumps(
        MAPPING
        | {
            "event_type": {"constant": "demonstration"},
            "dates": {"first": "Date", "precision": {"constant": "week"}},
        }
    )
    at = uploaded(desk, mapping=a_file(mapping, "m.json"))
    before = desk.get(at + "mapping.json").content
    for step in ("facts/", "columns/", "values/"):
        assert sent_as_shown(desk, at + step).status_code == 302
    assert desk.get(at + "mapping.json").content == before


def test_a_mapping_is_saved_and_used_again(sign_in, analyst):
    desk = sign_in(analyst)
    saved = desk.get(mapped(desk) + "mapping.json")
    assert saved["Content-Disposition"] == 'attachment; filename="city-list-mapping.json"'
    raw = json.loads(saved.content)
    assert raw["counts"][1] == {"best": "Civilians killed", "status": "civilian", "part_of_total": True}
    at = uploaded(desk, mapping=a_file(saved.content, "mapping.json"))
    assert desk.get(at + "preview/").context["preview"].good == 2


BY_HAND = """
id = "No"
title = { column = "Town", default = "Somewhere" }
summary = "Description"
event_type = { column = "Kind", values = { "Shelling" = "explosion" } }
sub_event_type = { column = "Kind", values = { "Shelling" = "shelling" } }
[dataset]
key = "by-hand"
title = "Written by hand"
[dates]
first = "Date"
formats = ["%d.%m.%Y"]
[place]
country = { constant = "SY" }
name = "Town"
[[counts]]
best = "Killed"
[[counts]]
outcome = "missing"
best = "Civilians killed"
"""


def test_a_mapping_from_a_file_is_changed_on_the_page_and_saved(sign_in, analyst):
    desk = sign_in(analyst)
    at = uploaded(desk, mapping=a_file(BY_HAND, "hand.toml"))
    assert desk.get(at + "preview/").context["preview"].good == 1
    assert desk.get(at + "facts/").context["form"]["title"].value() == "Written by hand"
    assert sent_as_shown(desk, at + "facts/", version="2")["Location"] == at + "columns/"
    page = desk.get(at + "columns/")
    assert columns(page) | {"Source": "", "Killed": "killed.best"} == columns(page)
    assert [field.label for field in page.context["form"].kept()] == [
        "Title",
        "Another number",
        "Forms of dates",
    ]
    again = {"column-6": "actor.attacker", "beside-title": "", "column-9": "report.source"}
    assert sent_as_shown(desk, at + "columns/", **again)["Location"] == at + "values/"
    sent_as_shown(desk, at + "values/", **{"event_type-1": "battle/armed_clash"})
    assert desk.get(at + "preview/").context["preview"].good == 2
    saved = json.loads(desk.get(at + "mapping.json").content)
    assert (saved["dataset"]["title"], saved["dataset"]["version"]) == ("Written by hand", "2")
    assert "title" not in saved
    assert saved["dates"]["formats"] == ["%d.%m.%Y"]
    assert saved["counts"] == [{"best": "Killed"}, {"outcome": "missing", "best": "Civilians killed"}]
    assert saved["event_type"]["values"] == {"Shelling": "explosion", "Fight": "battle"}
    assert [report["source"]["column"] for report in saved["reports"]] == ["Source"]


def test_a_mapping_that_is_only_looked_at_stays_as_it_is_in_the_file(sign_in, analyst):
    desk = sign_in(analyst)
    at = uploaded(desk, mapping=a_file(BY_HAND, "hand.toml"))
    for step in ("facts", "columns", "values", "preview"):
        assert desk.get(f"{at}{step}/").status_code == 200
    saved = json.loads(desk.get(at + "mapping.json").content)
    assert saved["title"] == {"column": "Town", "default": "Somewhere"}
    assert saved["counts"][1]["outcome"] == "missing"


def test_the_mapping_of_an_import_is_used_for_the_next_file(sign_in, analyst):
    desk = sign_in(analyst)
    assert "earlier" not in desk.get(START).context["form"].fields
    worked(desk, mapped(desk) + "preview/", _run="1", how="draft")
    run = ImportRun.objects.get()
    assert list(desk.get(START).context["form"].fields["earlier"].choices)[1] == (run.pk, str(run))
    at = uploaded(desk, earlier=str(run.pk), file=a_file(LIST.replace("31.02", "28.02"), "next.csv"))
    assert desk.get(at + "preview/").context["preview"].good == 3
    page = desk.post(START, {"file": a_file(), "mapping": a_file(BY_HAND, "hand.toml"), "earlier": run.pk})
    assert "not both" in page.content.decode()


def test_a_kept_mapping_that_cannot_be_read_is_not_passed_over(sign_in, analyst):
    desk = sign_in(analyst)
    worked(desk, mapped(desk) + "preview/", _run="1", how="draft")
    run = ImportRun.objects.get()
    (saved.folder() / f"{run.pk}.json").write_text('{"of": "an earlier version"}')
    page = desk.post(START, {"file": a_file(), "earlier": run.pk})
    assert "cannot read its mapping" in page.content.decode()


def test_erasing_a_name_removes_the_mappings_that_hold_it(sign_in, analyst, capsys):
    desk = sign_in(analyst)
    worked(desk, mapped(desk, maker="Zeki Demir") + "preview/", _run="1", how="draft")
    assert saved.runs_with_mapping()
    remove_import_files("Zeki Demir", OutputWrapper(sys.stdout))
    assert not saved.runs_with_mapping()
    assert saved.saved_mapping(ImportRun.objects.get().pk) is None


def test_columns_of_the_mapping_that_the_file_does_not_have_are_told(sign_in, analyst):
    desk = sign_in(analyst)
    at = uploaded(
        desk, mapping=a_file(BY_HAND, "hand.toml"), file=a_file(LIST.replace("Description", "Text"))
    )
    page = desk.get(at + "columns/")
    assert [column for column, _title in page.context["missing"]] == ["Description"]
    assert columns(page)["Text"] == ""
    sent_as_shown(desk, at + "columns/", **{"column-2": "summary"})
    assert desk.get(at + "columns/").context["missing"] == []
    assert desk.get(at + "preview/").context["preview"].rows[0].coded.summary == "Shells fell on the mill."


def test_a_step_may_be_taken_before_those_it_needs_and_says_what_is_missing(sign_in, analyst):
    desk = sign_in(analyst)
    at = uploaded(desk)
    page = desk.get(at + "preview/")
    assert {"dataset.key", "dataset.title", "place.country"} <= {
        key for key, _said in page.context["problems"]
    }
    assert desk.get(at + "values/").status_code == 200
    assert desk.get(at + "mapping.json")["Content-Disposition"] == 'attachment; filename="new-mapping.json"'


def test_how_the_file_is_read_may_be_put_right(sign_in, analyst):
    desk = sign_in(analyst)
    at = uploaded(desk, file=a_file("No;Город,Date\n1;Харьков,2021-01-01\n".encode("cp1251")))
    desk.post(at + "encoding/", {"encoding": "cp1256"})
    desk.post(at + "facts/", FACTS | {"delimiter": ",", "encoding": "cp1251"})
    page = desk.get(at + "columns/")
    assert list(columns(page)) == ["No;Город", "Date"]
    assert "Read as text in cp1251, parted by “,”" in page.content.decode()
    page = desk.post(at + "facts/", FACTS | {"encoding": "klingon"})
    assert "No letters are known by the name “klingon”" in page.content.decode()


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"{", "is not JSON"),
        (b'{"id": "No", "idd": 1}', "unknown field"),
        (b"[1]", "See docs/importing.md"),
        (b"[" * 100_000, "is not JSON"),
    ],
)
def test_a_mapping_that_is_none_is_told(sign_in, analyst, body, says):
    page = sign_in(analyst).post(START, {"file": a_file(), "mapping": a_file(body, "m.json")})
    assert says in page.content.decode()
    assert not list(uploads._folder().glob("*"))


@pytest.mark.parametrize(
    ("body", "name", "says"),
    [
        (b"", "a.csv", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a.csv", "something else than text"),
        (b"PK\x03\x04", "a.xlsx", "broken"),
        (b"a,a\n1,2\n", "a.csv", "Two columns are called"),
    ],
)
def test_a_file_that_is_no_table_is_told_and_not_kept(sign_in, analyst, body, name, says):
    page = sign_in(analyst).post(START, {"file": a_file(body, name)})
    assert says in page.content.decode()
    assert not list(uploads._folder().glob("*"))


@pytest.mark.parametrize("form", ["%d%d", "%", "%e.%m.%Y"], ids=["twice", "nothing", "unknown"])
def test_a_form_of_dates_that_is_none_is_told(sign_in, analyst, form):
    """The first makes ``strptime`` fail in another way than by saying so."""
    mapping = json.dumps(MAPPING | {"dates": {"first": "Date", "formats": ["%d. %B %Y", form]}}).encode()
    desk = sign_in(analyst)
    page = desk.get(uploaded(desk, mapping=a_file(mapping, "m.json")) + "preview/").content.decode()
    assert f"“{form}” is no form of days" in page
    assert "“%d. %B %Y”" not in page


@pytest.mark.parametrize("encoding", ["utf-16", "punycode"])
def test_an_encoding_that_the_file_cannot_be_in_is_told(sign_in, analyst, encoding):
    mapping = json.dumps(MAPPING | {"table": {"encoding": encoding}}).encode()
    table = a_file(LIST.replace("Shells", "Obús").encode("cp1252"))
    page = sign_in(analyst).post(START, {"file": table, "mapping": a_file(mapping, "m.json")})
    assert f"cannot be read in {encoding}" in page.content.decode()
    assert not list(uploads._folder().glob("*"))


def test_a_number_of_thousands_of_digits_sets_its_row_aside(sign_in, analyst):
    mapping = json.dumps(MAPPING | {"counts": [{"best": "Killed"}]}).encode()
    desk, table = sign_in(analyst), f"No;Date;Killed\n1;2021-04-13;{'1' * 6_000}\n2;2021-04-13;2\n"
    at = uploaded(desk, file=a_file(table), mapping=a_file(mapping, "m.json"))
    page = desk.get(at + "preview/")
    assert page.status_code == 200
    assert (page.context["preview"].good, page.context["preview"].bad) == (1, 1)


def test_a_file_that_is_too_large_is_refused(sign_in, analyst, monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST", 50)
    page = sign_in(analyst).post(START, {"file": a_file()})
    assert "larger than" in page.content.decode()
    assert not list(uploads._folder().glob("*"))


def test_a_broken_file_instead_leaves_mapping_and_file_as_they_were(sign_in, analyst):
    desk = sign_in(analyst)
    at = mapped(desk)
    page = desk.post(at + "preview/", {"_file": "1", "file": a_file(b"PK\x03\x04", "new.xlsx")})
    assert "broken" in page.content.decode()
    assert page.context["preview"].good == 2
    desk.post(at + "preview/", {"_file": "1", "file": a_file(LIST.replace("31.02", "28.02"), "new.csv")})
    page = desk.get(at + "preview/")
    assert (page.context["preview"].good, page.context["subtitle"]) == (3, "new.csv")


def test_a_file_with_other_columns_says_what_is_missing_and_keeps_the_mapping(sign_in, analyst):
    desk = sign_in(analyst)
    at = mapped(desk)
    desk.post(at + "preview/", {"_file": "1", "file": a_file(LIST.replace("Town", "City"), "new.csv")})
    page = desk.get(at + "preview/").content.decode()
    assert "There is no column “Town”" in page
    desk.post(at + "preview/", {"_file": "1", "file": a_file()})
    assert desk.get(at + "preview/").context["preview"].good == 2


def test_checking_against_the_desk_keeps_nothing(sign_in, analyst):
    desk = sign_in(analyst)
    page = worked(desk, mapped(desk) + "preview/", _check="1")
    assert page.context["checked"]["counts"] == [("Created", 2), ("Rejected", 1)]
    assert [model.objects.count() for model in (Incident, ImportRun)] == [0, 0]


def test_what_a_newer_file_has_not_is_told_and_can_be_retracted(sign_in, reviewer):
    desk = sign_in(reviewer)
    worked(desk, mapped(desk) + "preview/", _run="1", how="publish")
    at = mapped(desk)
    desk.post(at + "preview/", {"_file": "1", "file": a_file(LIST.replace("\n2;", "\n4;"), "list.csv")})
    page = worked(desk, at + "preview/", _check="1", how="publish").content.decode()
    assert "1 row of earlier files is not in this one" in page
    assert "it stays as it is" in page
    page = worked(desk, at + "preview/", _check="1", how="publish", whole="on").content.decode()
    assert "Incidents retracted: 1." in page
    result = worked(desk, at + "preview/", _run="1", how="publish", whole="on")
    assert ("Retracted", 1) in [(str(label), times) for label, times in result.context["counts"]]
    gone = Incident.objects.get(state=WorkflowState.RETRACTED)
    assert f"/incidents/{gone.public_id}/" in result.content.decode()


def test_who_may_not_retract_is_not_asked(sign_in, analyst):
    desk = sign_in(analyst)
    assert "whole" not in desk.get(mapped(desk) + "preview/").context["run_form"].fields


def test_giving_up_deletes_the_file(sign_in, analyst):
    desk = sign_in(analyst)
    at = uploaded(desk)
    assert len(list(uploads._folder().glob("*"))) == 1
    desk.post(at + "preview/", {"_give_up": "1"})
    assert not list(uploads._folder().glob("*"))


def test_old_uploads_are_deleted_with_the_next(sign_in, analyst, monkeypatch):
    desk = sign_in(analyst)
    at = uploaded(desk)
    later = time.time() + uploads.KEPT_S + 10
    monkeypatch.setattr("incidents.intake.imports.spreadsheet.uploads.time.time", lambda: later)
    uploaded(desk)
    assert desk.get(at + "facts/").status_code == 404


def test_nobody_keeps_more_than_a_few_files_waiting(sign_in, analyst, monkeypatch):
    monkeypatch.setattr(uploads, "MOST", 3)
    desk = sign_in(analyst)
    for _time in range(5):
        uploaded(desk)
    assert len(list(uploads._folder().glob("*"))) == 3


# Who may ------------------------------------------------------------------------------------------


def test_an_upload_is_only_its_owner_s(sign_in, analyst, reviewer, manager):
    at = uploaded(sign_in(analyst))
    for somebody in (reviewer, manager):
        other = sign_in(somebody)
        for step in ("facts/", "columns/", "values/", "preview/", "mapping.json"):
            assert other.get(at + step).status_code == 404


def test_an_outsider_and_a_visitor_get_no_page(client, sign_in, analyst, outsider):
    at = uploaded(sign_in(analyst))
    for visitor in (client, sign_in(outsider)):
        for address in (START, at + "preview/", "/admin/incidents/importrun/"):
            assert visitor.get(address).status_code in (302, 403)
        assert visitor.post(START, {"file": a_file()}).status_code in (302, 403)
    assert len(list(uploads._folder().glob("*"))) == 1


def test_the_uploaded_file_has_no_address(client, sign_in, analyst):
    token = uploaded(sign_in(analyst)).rstrip("/").rsplit("/", 1)[1]
    for root in ("/static/", "/media/", "/files/", "/"):
        assert client.get(f"{root}imports/uploads/{token}/table").status_code == 404


def test_an_analyst_is_not_offered_to_publish_and_cannot(sign_in, analyst):
    desk = sign_in(analyst)
    at = mapped(desk)
    how = desk.get(at + "preview/").context["run_form"].fields["how"]
    assert [value for value, _label in how.choices] == ["draft"]
    worked(desk, at + "preview/", _run="1", how="publish")
    assert [model.objects.count() for model in (Incident, Edition)] == [0, 0]


def test_a_reviewer_publishes_and_takes_back(sign_in, reviewer):
    desk = sign_in(reviewer)
    worked(desk, mapped(desk) + "preview/", _run="1", how="publish")
    assert Incident.objects.filter(state=WorkflowState.PUBLISHED).count() == 2
    worked(desk, reverse("admin:incidents_importrun_undo", args=[ImportRun.objects.get().pk]), note="Wrong.")
    assert Incident.objects.filter(state=WorkflowState.RETRACTED).count() == 2


def test_what_is_not_for_publication_is_not_offered_to_be_published(sign_in, reviewer):
    desk = sign_in(reviewer)
    at = mapped(desk, licence="restricted")
    how = desk.get(at + "preview/").context["run_form"].fields["how"]
    assert [value for value, _label in how.choices] == ["draft"]
    worked(desk, at + "preview/", _run="1", how="draft")
    at = mapped(desk, licence="cc-by-4.0")
    page = worked(desk, at + "preview/", _run="1", how="publish")
    assert "It could not be done" in page.content.decode()
    assert "under a licence that does not allow publication" in page.content.decode()
    assert Dataset.objects.get().licence == "restricted"


@pytest.mark.parametrize("key", ["acled", "ucdp-ged", "Städte"])
def test_a_short_name_that_cannot_be_is_told(sign_in, analyst, key):
    desk = sign_in(analyst)
    page = desk.post(uploaded(desk) + "facts/", FACTS | {"key": key})
    assert page.status_code == 200
    assert page.context["form"].errors["key"]


def test_another_s_import_is_taken_back_by_a_reviewer_and_by_no_analyst(sign_in, analyst, reviewer):
    desk = sign_in(reviewer)
    worked(desk, mapped(desk) + "preview/", _run="1", how="draft")
    undo = reverse("admin:incidents_importrun_undo", args=[ImportRun.objects.get().pk])
    assert sign_in(analyst).post(undo).status_code == 403
    assert desk.get(undo).status_code == 405
    assert Incident.objects.count() == 2


def test_an_identifier_in_the_report_is_no_formula(sign_in, analyst):
    desk = sign_in(analyst)
    at = uploaded(desk, file=a_file(LIST.replace("1;Shelling", "=1+1;Shelling")))
    desk.post(at + "facts/", FACTS)
    sent_as_shown(desk, at + "columns/")
    sent_as_shown(desk, at + "values/")
    worked(desk, at + "preview/", _run="1", how="draft")
    report = b"".join(
        desk.get(reverse("admin:incidents_importrun_report", args=[ImportRun.objects.get().pk]))
    )
    assert b",'=1+1,rejected" in report


# In a browser -------------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_every_step_goes_by_keyboard_under_the_policy_and_fits_a_telephone(
    page, live_server, sign_in, reviewer
):
    """The fixture fails the test for whatever the policy blocks."""
    assert list(_walked(seated(page, live_server.url, sign_in(reviewer)), _too_wide)) == []
    assert Incident.objects.count() == 1


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_step_is_accessible(chromium, live_server, sign_in, reviewer, scheme):
    context = chromium.new_context(bypass_csp=True, color_scheme=scheme, reduced_motion="reduce")
    found = list(_walked(seated(context.new_page(), live_server.url, sign_in(reviewer)), _inaccessible))
    context.close()
    assert found == []


def _walked(tab: Any, look: Callable[[Any], list[str]]) -> Iterator[str]:
    """From the upload to the result; what is found on each page, and on one with mistakes."""
    tab.goto(tab.site + START)
    yield from look(tab)
    tab.set_input_files("#id_file", {"name": "list.csv", "mimeType": "text/csv", "buffer": LIST.encode()})
    _next(tab, "facts")
    tab.click("input.default")
    tab.locator(".refused").wait_for()
    yield from look(tab)
    for name in ("title", "key", "country"):
        tab.fill(f"#id_{name}", FACTS[name])
    tab.select_option("#id_order", "day-first")
    for following in ("columns", "values", "preview"):
        _next(tab, following)
        yield from look(tab)
    tab.click("input[name=_check]")
    tab.wait_for_url("**/jobs/*/")
    yield from look(tab)
    work()
    tab.wait_for_url("**/preview/")
    yield from look(tab)
    tab.click("input[name=_run]")
    tab.wait_for_url("**/jobs/*/")
    yield from look(tab)
    work()
    tab.wait_for_url("**/change/")
    yield from look(tab)


def _next(tab: Any, following: str) -> None:
    tab.focus(".submit-row input.default")
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"**/{following}/")


def _too_wide(tab: Any) -> list[str]:
    tab.set_viewport_size({"width": 360, "height": 800})
    return [tab.url] if tab.evaluate("document.documentElement.scrollWidth") > 360 else []


def _inaccessible(tab: Any) -> list[str]:
    violations = Axe().run(tab).response["violations"]
    return [
        f"{tab.url} {violation['id']}: {violation['nodes'][0]['html'][:150]}"
        for violation in violations
        if violation["id"] not in DJANGOS_OWN
    ]
