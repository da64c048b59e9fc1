"""Files of gazetteers as they are downloaded: recognised by content, and none undoes what another has told."""

from __future__ import annotations

import io
import json
import zipfile
from io import StringIO
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from incidents.intake.gazetteer import geonames
from incidents.models import Location, LocationName

pytestmark = pytest.mark.django_db


def line(number, name, kind, divisions, lat="36.8", lon="40.9", alternate="", population="0") -> str:
    """Of a country file of GeoNames."""
    feature_class, code = kind.split()
    codes = [*divisions, "", "", ""][:3]
    cells = [
        str(number),
        name,
        name,
        alternate,
        lat,
        lon,
        feature_class,
        code,
        "SY",
        "",
        *codes,
        "",
        population,
    ]
    return "\t".join([*cells, "", "400", "Asia/Damascus", "2024-01-01"])


COUNTRY = "\n".join(
    [
        line(163843, "Syrian Arab Republic", "A PCLI", ["00"]),
        line(173813, "Al-Hasakah", "A ADM1", ["01"]),
        line(173378, "Al-Qamishli District", "A ADM2", ["01", "173378"], "37.0", "41.2"),
        line(8299999, "Nāḩiyat Tall Ḩamīs", "A ADM3", ["01", "173378", "8299999"], "36.78", "41.4"),
        line(
            173377,
            "Al Qāmishlī",
            "P PPLA2",
            ["01", "173378"],
            "37.05215",
            "41.23142",
            "Qamishlo,KAC,القامشلي",
            "184231",
        ),
        line(8300001, "Tall Ḩamīs", "P PPL", ["01", "173378", "8299999"], "36.78", "41.39"),
        line(8300002, "Umm al Faraj", "P PPL", ["01"], "36.7", "40.3"),
        line(8300003, "Umm al Faraj", "P PPL", ["09"], "36.2", "37.1"),
        line(8300004, "Old Village", "P PPLH", ["01"]),
        line(8300005, "Nahr Jaghjagh", "H STM", ["01"]),
    ]
)
NAMES = "\n".join(
    "\t".join(cells)
    for cells in [
        ["1", "8300001", "ar", "تل حميس", "1", "", "", "", "", ""],
        ["2", "8300001", "ku", "Til Hemîs", "", "", "", "", "", ""],
        ["3", "8300001", "link", "https://example.org/Tall", "", "", "", "", "", ""],
        ["4", "8300001", "fr", "Ancien nom", "", "", "", "1", "", ""],
        ["5", "9999", "ar", "غيره", "", "", "", "", "", ""],
    ]
)
ROWS = [
    {"en": "Al-Hasakeh", "ar": "الحسكة", "pcode": "SY08"},
    {"en": "Quamishli", "ar": "القامشلي", "pcode": "SY0802"},
    {"en": "Tal Hmis", "ar": "تل حميس", "pcode": "SY080201"},
]
STATED = {"lat": "36.7801", "lon": "41.3912"}
SETTLEMENT = {"en": "Tal Hamis", "ar": "تل حميس", "pcode": "C5000"}


def old_columns() -> dict[str, str]:
    row: dict[str, str] = {"admin0Pcode": "SY", "Latitude_y": STATED["lat"], "Longitude_x": STATED["lon"]}
    for level, names in enumerate([*ROWS, SETTLEMENT], 1):
        row |= {
            f"admin{level}Name_en": names["en"],
            f"admin{level}Name_ar": names["ar"],
            f"admin{level}Pcode": names["pcode"],
        }
    return row


def shape_columns() -> dict[str, str]:
    row: dict[str, str] = {"ADM0_PCODE": "SYR", "lat": STATED["lat"], "lon": STATED["lon"]}
    for level, names in enumerate([*ROWS, SETTLEMENT], 1):
        row |= {
            f"ADM{level}_EN": names["en"],
            f"ADM{level}_AR": names["ar"],
            f"ADM{level}_PCODE": names["pcode"],
        }
    return row


def new_columns() -> dict[str, str]:
    row: dict[str, str] = {
        "lang": "en",
        "lang1": "ar",
        "center_lat": STATED["lat"],
        "center_lon": STATED["lon"],
    }
    for level, names in enumerate([*ROWS, SETTLEMENT], 1):
        row |= {
            f"adm{level}_name": names["en"],
            f"adm{level}_name1": names["ar"],
            f"adm{level}_pcode": names["pcode"],
        }
    return row


def as_csv(row: dict[str, str]) -> bytes:
    return (
        "﻿"
        + ",".join(row)
        + "\r\n"
        + ",".join(f"#{column}" for column in row)
        + "\r\n"
        + ",".join(row.values())
    ).encode()


def as_workbook(row: dict[str, str]) -> bytes:
    book, body = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Read me"])
    sheet = book.create_sheet("Admin4")
    sheet.append(list(row))
    sheet.append(list(row.values()))
    book.save(body)
    return body.getvalue()


def as_geojson(row: dict[str, str]) -> bytes:
    point = {"type": "Point", "coordinates": [float(STATED["lon"]), float(STATED["lat"])]}
    told = {column: value for column, value in row.items() if value not in STATED.values()}
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [{"type": "Feature", "properties": told, "geometry": point}],
        }
    ).encode()


def zipped(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "about these files")
        for name, body in members.items():
            archive.writestr(name.replace("_dot_", "."), body)
    return path


@pytest.fixture(autouse=True)
def _one_town(monkeypatch):
    """The package's towns are read once in the other tests; here it has none."""
    monkeypatch.setattr(geonames, "_towns", lambda code: [])


def load(*sources) -> str:
    out = StringIO()
    call_command("load_gazetteer", *map(str, sources), stdout=out)
    return out.getvalue()


@pytest.fixture
def country_file(tmp_path):
    return zipped(tmp_path / "SY.zip", SY_dot_txt=COUNTRY.encode())


def test_a_country_file_brings_villages_in_their_divisions(country_file):
    load(country_file)
    village = Location.objects.get(geonames_id=8300001)
    assert village.parent is not None
    assert village.parent.parent is not None
    above = village.parent.parent
    assert [village.name, village.parent.name, above.name, above.parent.name] == [  # type: ignore[union-attr]
        "Tall Ḩamīs", "Tall Ḩamīs", "Al-Qamishli", "Al-Hasakah",
    ]  # fmt: skip
    assert Location.objects.get(geonames_id=173377).names.filter(name="Qamişlo", language="kmr").exists()
    assert not Location.objects.filter(name__in=["Old Village", "Nahr Jaghjagh"]).exists()
    assert Location.objects.filter(name="Umm al Faraj").values("parent").distinct().count() == 2


def test_names_come_with_their_languages_and_without_codes(country_file, tmp_path):
    names = zipped(tmp_path / "alternateNamesV2.zip", alternateNamesV2_dot_txt=NAMES.encode())
    load(country_file, names)
    told = LocationName.objects.filter(location__geonames_id=8300001).values_list(
        "name", "language", "script"
    )
    assert set(told) == {("تل حميس", "ar", "Arab"), ("Til Hemîs", "kmr", "Latn")}


@pytest.mark.parametrize("columns", [old_columns, shape_columns, new_columns])
@pytest.mark.parametrize("shape", [as_csv, as_workbook, as_geojson])
def test_boundaries_add_codes_and_districts_to_what_is_there(country_file, tmp_path, columns, shape):
    load(country_file)
    before = Location.objects.count()
    table = tmp_path / "syr_admin"
    table.write_bytes(shape(columns()))
    load(table)
    assert Location.objects.count() == before
    codes = dict(Location.objects.exclude(pcode="").values_list("pcode", "geonames_id"))
    assert {code: codes[code] for code in ("SY08", "SY0802", "SY080201", "C5000")} == {
        "SY08": 173813, "SY0802": 173378, "SY080201": 8299999, "C5000": 8300001,
    }  # fmt: skip
    village = Location.objects.get(pcode="C5000")
    assert (village.name, str(village.lat)) == ("Tall Ḩamīs", "36.78000")
    assert village.names.filter(name="Tal Hamis").exists()


def test_loading_one_file_after_the_other_changes_nothing_back(country_file, tmp_path):
    table = tmp_path / "syr.csv"
    table.write_bytes(as_csv(old_columns()))
    load("SY")
    load(country_file, table)
    rows = list(Location.objects.order_by("pk").values())
    names = LocationName.objects.count()
    for sources in ([table], [country_file], ["SY"], [country_file, table]):
        assert "0 places and 0 further names added, 0 changed" in load(*sources)
    assert list(Location.objects.order_by("pk").values()) == rows
    assert LocationName.objects.count() == names


def test_boundaries_of_a_country_that_nobody_has_loaded_stand_on_our_own_divisions(tmp_path):
    table = tmp_path / "syr.json"
    table.write_bytes(as_geojson(new_columns()))
    load(table)
    village = Location.objects.get(pcode="C5000")
    assert (village.name, str(village.lat), str(village.lon)) == ("Tal Hamis", "36.78010", "41.39120")
    assert Location.objects.get(pcode="SY08").geonames_id == 173813


def test_an_area_stands_at_its_centre_and_reaches_its_farthest_corner(tmp_path):
    square = [[40.0, 36.0], [41.0, 36.0], [41.0, 37.0], [40.0, 37.0], [40.0, 36.0]]
    feature = {
        "properties": {"ADM1_PCODE": "SY08", "ADM2_PCODE": "SY0899", "ADM2_EN": "Newland"},
        "geometry": {"type": "MultiPolygon", "coordinates": [[square]]},
    }
    table = tmp_path / "adm2.geojson"
    table.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    load(table)
    district = Location.objects.get(pcode="SY0899")
    assert (str(district.lat), str(district.lon), district.radius_km) == ("36.50000", "40.50000", 71)
    assert district.parent == Location.objects.get(pcode="SY08")


def test_a_place_that_an_import_entered_becomes_the_gazetteer_s(country_file):
    load("SY")
    governorate = Location.objects.get(geonames_id=173813)
    entered = Location.objects.create(
        name="Tall Hamis", type="locality", parent=governorate, country="SY", lat="36.78100", lon="41.39000"
    )
    load(country_file)
    entered.refresh_from_db()
    assert (entered.name, entered.geonames_id) == ("Tall Hamis", 8300001)


def test_many_villages_take_as_many_queries_as_few(tmp_path, django_assert_max_num_queries):
    villages = [line(9000000 + n, f"Village {n}", "P PPL", ["01"], f"36.{n:03d}") for n in range(300)]
    (tmp_path / "SY.txt").write_text("\n".join([COUNTRY, *villages]))
    with django_assert_max_num_queries(60):
        load(tmp_path / "SY.txt")


@pytest.mark.parametrize(
    ("name", "body", "message"),
    [
        ("places.csv", b"name,lat,lon\nRaqqa,35,39", "begins with “name,lat,lon”, and is no gazetteer"),
        ("adm.shp", b"\x00\x00", "is a map and not a table"),
        ("SY.zip", b"PK\x03\x04broken", "cannot be unpacked"),
        ("SY.txt", (COUNTRY + "\n1\tcut off").encode(), "line 11, has 2 columns in place of GeoNames' 19"),
        ("syr.csv", b"admin1Name_en,admin1Pcode\nHoms,\n", "no P-code in any line"),
        ("x.csv", b"ADM1_EN,ADM1_PCODE\nHoms,XQ01\n", "the P-code XQ01 is of no country"),
        ("syr.geojson", b'{"type": "Feature', "is broken, or in another encoding"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_cause(tmp_path, name, body, message):
    (tmp_path / name).write_bytes(body)
    with pytest.raises(CommandError, match=message):
        load(tmp_path / name)
    assert not Location.objects.exists()


def test_a_missing_file_and_a_country_that_a_file_has_not_are_named(country_file):
    with pytest.raises(CommandError, match=r"There is no file nowhere\.zip"):
        load("nowhere.zip")
    with pytest.raises(CommandError, match="has places of SY, and none of IQ"):
        load("IQ", country_file)


def test_an_archive_without_a_table_says_what_it_holds(tmp_path):
    with pytest.raises(CommandError, match=r"holds readme\.txt, and no table"):
        load(zipped(tmp_path / "empty.zip"))
