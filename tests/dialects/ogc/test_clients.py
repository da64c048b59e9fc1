"""Programs that researchers open layers with, over a socket: GDAL's commands, pyogrio and OWSLib."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest
from owslib.ogcapi.features import Features

from tests.dialects.ogc.conftest import CLASH, EAST, SERIES, STRIKE, WEST, fill

pytestmark = pytest.mark.django_db(transaction=True)

ALL = 6


@pytest.fixture
def service(live_server):
    fill()
    return f"{live_server.url}/ogc"


@pytest.fixture
def gdal(service):
    """``gdal("ogrinfo", …)``: what the command says of the service; skipped where GDAL is not installed."""
    for program in ("ogrinfo", "ogr2ogr"):
        if not shutil.which(program):
            pytest.skip(f"There is no {program}; install gdal-bin to run this test.")

    def run(*arguments: str) -> str:
        done = subprocess.run(arguments, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        assert "ERROR" not in done.stderr
        return done.stdout

    return run


def features_of(gdal, service, folder, *options, layer="incidents"):
    """The ids that ogr2ogr copies."""
    target = folder / "copy.geojson"
    target.unlink(missing_ok=True)
    gdal("ogr2ogr", str(target), f"OAPIF:{service}", layer, *options)
    return {feature["properties"]["id"]: feature for feature in json.loads(target.read_text())["features"]}


def test_ogrinfo_reads_the_schema_and_the_count(gdal, service):
    summary = gdal("ogrinfo", "-ro", "-so", f"OAPIF:{service}", "incidents")

    assert f"Feature Count: {ALL}" in summary
    assert "Geometry: Point" in summary
    assert "Extent: (-179.900000, -17.000000) - (179.900000, 37.050000)" in summary
    # All null in this record: the type is known from the schema alone.
    for column in (
        "wounded_best: Integer",
        "lat: Real",
        "date_from: Date",
        "title: String",
        "edition_number: Integer",
    ):
        assert column in summary


def test_ogr2ogr_copies_every_page(gdal, service, tmp_path):
    copied = features_of(gdal, service, tmp_path, "-oo", "PAGE_SIZE=2")

    assert len(copied) == ALL
    assert copied[CLASH]["geometry"]["coordinates"] == [41.22, 37.05]
    assert copied[SERIES]["geometry"] is None


@pytest.mark.parametrize(
    "options, expected",
    [
        (["-spat", "41", "37", "42", "38"], {CLASH}),
        (["-where", "event_type='explosion'"], {STRIKE}),
        (["-where", f"id='{STRIKE}'"], {STRIKE}),
        (["-where", "country='FJ' AND event_type='battle'"], {EAST}),
        (["-where", "date_from >= '2021/02/01'"], {CLASH, SERIES}),
        (["-where", "date_from >= '2020/05/06' AND date_to <= '2020/12/31'"], {WEST}),
        (["-where", "killed_best >= 2"], {CLASH}),
        (["-where", "admin1='Al-Hasakah'"], {CLASH, SERIES}),
    ],
)
def test_gdal_s_filters_reach_the_record(gdal, service, tmp_path, options, expected):
    assert features_of(gdal, service, tmp_path, *options).keys() == expected


PYOGRIO = """
import json, sys
from pyogrio import list_layers, read_info
from pyogrio.raw import read

service = sys.argv[1]
kinds = read_info(service, layer="incidents")
told, _index, points, columns = read(service, layer="incidents", PAGE_SIZE=4)
print(json.dumps({
    "layers": [name for name, _kind in list_layers(service)],
    "kinds": dict(zip(kinds["fields"], kinds["dtypes"])),
    "crs": told["crs"],
    "ids": list(columns[list(told["fields"]).index("id")]),
    "in_box": len(read(service, layer="locations", bbox=(41, 37, 42, 38))[2]),
}))
"""
"""In a process of its own: it keeps Python to itself while it waits for the server, which is a thread of ours."""


def test_pyogrio_reads_both_layers_and_knows_the_types_of_empty_columns(service):
    done = subprocess.run(
        [sys.executable, "-c", PYOGRIO, f"OAPIF:{service}"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout)

    assert summary["layers"] == ["incidents", "locations"]
    assert len(summary["ids"]) == ALL
    assert CLASH in summary["ids"]
    assert "CRS84" in summary["crs"]
    assert summary["in_box"] == 1
    kinds = summary["kinds"]
    assert (kinds["wounded_best"], kinds["lat"], kinds["date_to"]) == ("int32", "float64", "datetime64[D]")


def test_owslib_finds_its_way(service):
    features = Features(service)

    assert features.feature_collections() == ["incidents", "locations"]
    assert features.api()["openapi"].startswith("3.0")
    page = features.collection_items("incidents", limit=1, bbox=[38, 35, 42, 38], datetime="2017-01-01/..")
    assert (page["numberMatched"], page["numberReturned"]) == (2, 1)
    assert features.collection_item("incidents", CLASH)["id"] == CLASH
    assert "event_type" in features.collection_queryables("incidents")["properties"]


def test_owslib_tells_what_is_wrong(service):
    with pytest.raises(RuntimeError, match="event_tipe is no parameter here"):
        Features(service).collection_items("incidents", event_tipe="battle")
