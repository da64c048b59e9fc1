"""Files and services that rows are read from."""

from __future__ import annotations

import gzip
import json
import threading
import zipfile
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from openpyxl import Workbook

from incidents.intake.imports.files.sources import Layout, NoSource, RowSource, open_source
from incidents.intake.imports.ged.coder import Ged
from incidents.management.commands.import_ged import version_in
from tests.intake.imports.events import event

TEXT = 'id,name\n1,"One, or\ntwo"\n2,Three\n'
ROWS = [{"id": "1", "name": "One, or\ntwo"}, {"id": "2", "name": "Three"}]


def write(path: Path, form: str) -> Path:
    if form == "gz":
        path.write_bytes(gzip.compress(TEXT.encode()))
    elif form == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("codebook.txt", "read me")
            archive.writestr("events.csv", TEXT)
    else:
        path.write_text(form + TEXT, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "form"), [("a.csv", ""), ("a.csv", "\ufeff"), ("a.csv.gz", "gz"), ("a.zip", "zip")]
)
def test_tables_are_read_however_they_are_packed(tmp_path, name, form):
    source = open_source(str(write(tmp_path / name, form)))
    assert (source.total, source.heading) == (2, ("id", "name"))
    assert [row.columns for row in source.rows()] == ROWS
    assert [row.line for row in source.rows()] == [2, 4]


def test_semicolons_part_cells_where_the_heading_has_them(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("id;name\n1;x\n")
    assert [row.columns for row in open_source(str(path)).rows()] == [{"id": "1", "name": "x"}]


def packed(path: Path, **tables: str) -> str:
    with zipfile.ZipFile(path, "w") as archive:
        for name, body in tables.items():
            archive.writestr(name.replace("_csv", ".csv"), body)
    return str(path)


def test_of_several_tables_in_an_archive_one_is_to_be_named(tmp_path):
    path = packed(tmp_path / "a.zip", one_csv=TEXT, two_csv="id,name\n9,Nine\n")
    with pytest.raises(NoSource, match=r"several tables: one\.csv, two\.csv\. Say with --member"):
        open_source(path)
    assert [row.columns["id"] for row in open_source(path, layout=Layout(member="two.csv")).rows()] == ["9"]
    with pytest.raises(NoSource, match=r"no three\.csv; there are: one\.csv, two\.csv"):
        open_source(path, layout=Layout(member="three.csv"))


def test_what_macos_packs_beside_a_table_is_no_table(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("events.csv", TEXT)
        archive.writestr("__MACOSX/._events.csv", "junk")
    assert open_source(str(path)).total == 2


@pytest.mark.parametrize(
    ("name", "body", "says"),
    [
        ("a.csv.gz", gzip.compress(TEXT.encode() * 1000)[:-20], "cut off"),
        ("a.csv.gz", b"\x1f\x8b\x08\0 broken", "broken"),
        ("a.zip", b"PK\x03\x04 and then nothing", "broken"),
        ("a.json", b'[{"id": "1"}, {"id"', "no whole JSON"),
        ("a.json", b'[{"id": "Al\xe9ppo"}]', "no whole JSON"),
    ],
)
def test_a_file_that_is_cut_off_or_broken_says_so(tmp_path, name, body, says):
    (tmp_path / name).write_bytes(body)
    with pytest.raises(NoSource, match=says):
        open_source(str(tmp_path / name))


@pytest.mark.parametrize("content", [b"", b"\n"])
def test_an_empty_table_says_so(tmp_path, content):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(NoSource, match="empty"):
        open_source(str(path))


def test_a_missing_file_says_so(tmp_path):
    with pytest.raises(NoSource, match="There is no file"):
        open_source(str(tmp_path / "none.csv"))


@pytest.fixture
def service() -> Iterator[str]:
    """Three pages in the manner of UCDP's service."""

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = int(self.path.rpartition("=")[2])
            after = f"/api/gedevents/23.1?page={page + 1}" if page < 2 else ""
            body = json.dumps(
                {"TotalCount": 3, "NextPageUrl": after, "Result": [{"id": page, "best": None}]}
            ).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Pages) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/api/gedevents/23.1?page=0"
        server.shutdown()
        thread.join()


def test_a_service_is_followed_from_page_to_page(service):
    source = open_source(service, private=True)
    assert source.total == 3
    assert [row.columns["id"] for row in source.rows()] == [0, 1, 2]
    assert [row.columns["id"] for row in source.rows()] == [0, 1, 2]


GEOJSON: dict[str, Any] = {
    "type": "FeatureCollection",
    "name": "GEDEvent_v24_1",
    "features": [
        {
            "type": "Feature",
            "properties": event(date_start="2016/01/01", date_end="2016/01/03", dyad_new_id="NA", id=7.0)
            | {"date_prec": 2.0},
            "geometry": {"type": "Point", "coordinates": [36.7, 34.8]},
        },
        {"type": "Feature", "properties": {"id": 8}, "geometry": None},
    ],
}


def test_geojson_is_read_with_its_points_and_ogr2ogr_s_dates(tmp_path):
    for feature in GEOJSON["features"]:
        feature["properties"].pop("latitude", None)
        feature["properties"].pop("longitude", None)
    (tmp_path / "a.geojson").write_text(json.dumps(GEOJSON))
    source = open_source(str(tmp_path / "a.geojson"))
    assert (source.total, source.title) == (2, "GEDEvent_v24_1")
    row = Ged("24.1", source.heading).code(next(iter(source.rows())).columns)
    assert (row.key, row.earliest, row.latest, row.precision) == (
        "7",
        date(2016, 1, 1),
        date(2016, 1, 3),
        "days",
    )
    assert (row.places[0].lat, row.places[0].lon) == (34.8, 36.7)
    assert "ucdp-dyad" not in {scheme for scheme, _number, _match in row.codes}


@pytest.mark.parametrize(
    ("name", "title", "version"),
    [
        ("ged211.csv.gz", "", "21.1"),
        ("ged211_sample_176579.csv.gz", "", "21.1"),
        ("GEDEvent_v24_1.csv", "", "24.1"),
        ("GEDEvent_v23_1.xlsx", "", "23.1"),
        ("GEDEvent_v24_0_10.csv", "", "24.0.10"),
        ("/data/ged-25-1-csv.zip", "", "25.1"),
        ("https://ucdpapi.pcr.uu.se/api/gedevents/23.1?page=0", "", "23.1"),
        ("a.geojson", "GEDEvent_v24_1", "24.1"),
        ("a.geojson", "UCDP GED 24.1", "24.1"),
        ("ged_syria_2016_2018.csv", "", ""),
        ("ged2019.csv", "", ""),
    ],
)
def test_the_version_of_ged_is_read_from_what_the_file_is_called(name, title, version):
    source = RowSource(name, (), 0, lambda: iter(()), title=title)
    if version:
        assert version_in(source) == version
    else:
        with pytest.raises(CommandError, match="--dataset-version"):
            version_in(source)


def test_a_workbook_in_an_archive_and_a_table_without_its_ending_are_read(tmp_path):
    book = Workbook()
    for row in (["id", "name"], ["1", "One"]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "events.xlsx")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(tmp_path / "events.xlsx", "events.xlsx")
    (tmp_path / "list").write_text(json.dumps([{"id": "1", "name": "One"}]))
    for name in ("a.zip", "list"):
        assert [row.columns for row in open_source(tmp_path / name).rows()] == [{"id": "1", "name": "One"}]
