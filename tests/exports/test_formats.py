"""Each format is read by the programs that people read it with."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from io import BytesIO
from types import SimpleNamespace

import duckdb
import hxl
import openpyxl
import pandas
import pyarrow.parquet
import pytest

from incidents.exports import flat, tables
from incidents.exports.formats import FORMATS, Extras, xlsx
from incidents.exports.formats.parquet import parquet_of
from incidents.exports.options import ROWS
from incidents.exports.reader import Reader, Writable, shared_reader
from incidents.exports.selection import Selection
from incidents.record import document as d
from incidents.record.reading import BadParameters, parse
from tests.record import documents as make

from .conftest import BARE, CLASH, FORMULA, SERIES, STRIKE, TITLE

pytestmark = pytest.mark.django_db
IDS = [CLASH, SERIES, STRIKE, BARE]


def test_csv_opens_in_pandas(published, written):
    table = pandas.read_csv(BytesIO(written("csv")), parse_dates=["date_from", "issued_at"])

    assert list(table.public_id) == IDS
    assert table.killed_low.dropna().tolist() == [2]
    assert table.date_from.dt.year.tolist() == [2021, 2021, 2017, 2021]
    assert str(table.issued_at.dtype).endswith("UTC]")


def test_a_byte_order_mark_is_there_only_on_request(published, written):
    assert not written("csv").startswith(b"\xef\xbb\xbf")
    assert written("csv", extras=Extras(bom=True)) == b"\xef\xbb\xbf" + written("csv")


@pytest.mark.parametrize("rows", ROWS)
def test_hxl_is_understood_by_its_own_library(published, written, rows, tmp_path):
    file = tmp_path / "incidents.hxl.csv"
    file.write_bytes(written("hxl.csv", rows=rows))

    with hxl.data(str(file), hxl.InputOptions(allow_local=True)) as source:
        columns, found = source.columns, source.values
    ours = flat.COLUMNS if rows == "incident" else tables.TABLES[rows].columns
    assert [column.header for column in columns] == [column.name for column in ours]
    assert [column.display_tag for column in columns] == [column.tag for column in ours]
    assert {row[0] for row in found} <= set(IDS)


def test_hxl_tags_are_those_by_which_ochas_tables_are_joined(published, written, tmp_path):
    file = tmp_path / "incidents.hxl.csv"
    file.write_bytes(written("hxl.csv"))

    with hxl.data(str(file), hxl.InputOptions(allow_local=True)) as source:
        sums = source.count("#adm1+name", ["sum(#affected+killed+min) as #affected+killed+min"]).values
    assert ["Al-Hasakah", 2] in [[row[0], row[-1]] for row in sums]


@pytest.mark.parametrize("rows", ROWS)
def test_parquet_opens_in_arrow_pandas_and_duckdb(published, written, rows, tmp_path):
    content = written("parquet", rows=rows)
    file = tmp_path / "incidents.parquet"
    file.write_bytes(content)

    table = pyarrow.parquet.read_table(file)
    assert pandas.read_parquet(file).public_id.tolist() == table["public_id"].to_pylist()
    assert duckdb.execute(f"select count(*) from '{file}'").fetchall() == [(table.num_rows,)]
    assert table.num_rows > 1


def test_parquet_has_types_texts_as_they_are_and_says_what_it_is(published, written):
    table = pyarrow.parquet.read_table(BytesIO(written("parquet")))
    first, _series, strike, _bare = table.to_pylist()

    assert first["title"] == TITLE
    assert strike["title"] == FORMULA
    assert first["date_from"] == date(2021, 4, 20)
    assert (first["killed_low"], first["killed_best"], first["tags"], first["dataset"]) == (2, None, "", None)
    assert str(table.schema.field("issued_at").type) == "timestamp[us, tz=UTC]"
    assert table.schema.field("radius_km").metadata[b"description"] == b"Within which it happened."
    assert table.schema.metadata[b"attest.sequence"] == b"4"


def test_parquet_that_was_cut_does_not_open(published, written):
    with pytest.raises(pyarrow.ArrowInvalid):
        pyarrow.parquet.read_table(BytesIO(written("parquet")[:-1]))


def test_parquet_that_breaks_off_gets_no_footer(published, monkeypatch):
    """Arrow's writer closes the file when it is thrown away: half of the rows would look like all of them."""
    monkeypatch.setattr("incidents.exports.formats.parquet.ROWS_IN_A_GROUP", 2)
    out = BytesIO()

    with shared_reader() as reader, pytest.raises(RuntimeError, match="broken off"):
        parquet_of(Selection(parse({})), Breaking(reader.wrapper), out)
    assert out.getvalue().startswith(b"PAR1")
    with pytest.raises(pyarrow.ArrowInvalid):
        pyarrow.parquet.read_table(BytesIO(out.getvalue()))


class Breaking(Reader):
    """Loses its connection after the third row."""

    def copy(self, sql: bytes, out: Writable) -> None:
        lines: list[bytes] = []
        super().copy(sql, SimpleNamespace(write=lines.append))
        for line in lines[:3]:
            out.write(line)
        raise RuntimeError("broken off")


def test_parquet_of_nothing_is_still_a_table(published, written):
    table = pyarrow.parquet.read_table(BytesIO(written("parquet", filters={"tag": "nowhere"})))
    assert (table.num_rows, table.num_columns) == (0, len(flat.COLUMNS))


def test_parquet_is_written_in_groups_of_rows(published, written, monkeypatch):
    monkeypatch.setattr("incidents.exports.formats.parquet.ROWS_IN_A_GROUP", 3)
    file = pyarrow.parquet.ParquetFile(BytesIO(written("parquet")))

    assert [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)] == [3, 1]
    assert file.read()["public_id"].to_pylist() == IDS


@pytest.mark.parametrize("rows", ROWS)
def test_a_workbook_opens_with_its_rows_and_what_they_are(published, written, rows):
    book = openpyxl.load_workbook(BytesIO(written("xlsx", rows=rows)))

    sheet, about = book.worksheets
    heads, *found = sheet.iter_rows(values_only=True)
    columns = flat.COLUMNS if rows == "incident" else tables.TABLES[rows].columns
    assert list(heads) == [column.name for column in columns]
    assert len(found) > 1
    told = {row[0]: row[1] for row in about.iter_rows(values_only=True)}
    assert (told["sequence"], told["rows"]) == ("4", str(len(found)))


def test_a_workbook_holds_texts_numbers_and_days_but_no_formulas(published, written):
    sheet = openpyxl.load_workbook(BytesIO(written("xlsx"))).worksheets[0]
    heads = {cell.value: cell.column - 1 for cell in sheet[1]}
    clash, strike = sheet[2], sheet[4]

    assert strike[heads["title"]].value == FORMULA
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row} <= {"s", "n", "d"}
    assert clash[heads["killed_low"]].value == 2
    assert clash[heads["date_from"]].value.date() == date(2021, 4, 20)


def test_a_workbook_that_would_be_too_long_is_refused_before_it_is_written(published, written, monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_ROWS", 3)
    with pytest.raises(BadParameters, match="at most 3 rows"):
        written("xlsx")
    monkeypatch.setattr(xlsx, "MOST_ROWS", 4)
    assert written("xlsx")


def test_a_text_too_long_for_a_cell_says_that_it_was_cut(published, written):
    make.publish(make.incident("INC-000008", title="x" * 40_000, first="1850-01-01"))
    sheet = openpyxl.load_workbook(BytesIO(written("xlsx"))).worksheets[0]

    row = list(sheet.iter_rows(values_only=True))[-1]
    assert len(row[4]) == 32_767
    assert row[4].endswith("[…]")
    assert "1850-01-01" in row


def test_ndjson_is_the_record_byte_for_byte(published, written):
    make.publish(make.incident("INC-000007", title='back\\slash \\n "quote" \t tab \u2028 ئاسایش \\\\'))
    lines = written("ndjson").split(b"\n")

    assert lines.pop() == b""
    assert lines[:4] == [d.encode(document).encode() for document in published]
    assert json.loads(lines[4])["title"]["en"] == 'back\\slash \\n "quote" \t tab \u2028 ئاسایش \\\\'


@pytest.mark.parametrize("suffix", ["ndjson", "geojsonl"])
def test_a_last_line_tells_that_the_file_is_whole(published, written, suffix):
    content = written(suffix, extras=Extras(trailer=True))
    before, _, last = content.removesuffix(b"\n").rpartition(b"\n")
    before += b"\n"

    told = json.loads(last)["attest"]
    assert told["sha256"] == hashlib.sha256(before).hexdigest()
    assert (told["complete"], told["bytes"], told["rows"]) == (True, len(before), before.count(b"\n"))
    assert told["sequence"] == 4
    assert before == written(suffix)


def test_geojson_has_a_feature_for_each_point_and_keeps_what_has_none(published, written):
    collection = json.loads(written("geojson"))

    features = {feature["id"]: feature for feature in collection["features"]}
    assert list(features) == [f"{CLASH}/0", f"{CLASH}/1", f"{SERIES}/0", f"{STRIKE}/0", f"{BARE}/0"]
    assert features[f"{CLASH}/0"]["geometry"] == {"type": "Point", "coordinates": [41.22, 37.05]}
    second = features[f"{CLASH}/1"]
    assert second["geometry"]["coordinates"] == [-39.01, 35.95]
    properties = second["properties"]
    assert (properties["location"], properties["place_role"], properties["place_words"]) == (
        "Raqqa",
        "target",
        "near",
    )
    assert properties["features"] == 2
    assert features[f"{STRIKE}/0"]["geometry"] is None
    assert features[f"{SERIES}/0"]["properties"]["extent"] == "series"


@pytest.mark.parametrize("extent", ["series", "aggregate"])
def test_what_only_sums_up_is_no_point_on_a_map(db, written, extent):
    make.publish(make.incident(CLASH, extent=extent, locations=[make.place()]))
    (feature,) = json.loads(written("geojson"))["features"]
    assert feature["geometry"] is None
    assert (feature["properties"]["lat"], feature["properties"]["lon"]) == (37.05, 41.22)


def test_geojson_ends_with_its_own_proof(published, written):
    content = written("geojson")
    told = json.loads(content)["attest"]

    before = content[: told["bytes"]]
    assert hashlib.sha256(before).hexdigest() == told["sha256"]
    assert content[told["bytes"] :].startswith(b',"attest":')
    assert (told["rows"], told["complete"]) == (5, True)


def test_geojson_lines_are_the_features_of_the_collection(published, written):
    lines = [json.loads(line) for line in written("geojsonl").splitlines()]
    assert lines == json.loads(written("geojson"))["features"]


def test_columns_narrow_the_properties_of_features(published, written):
    feature = json.loads(written("geojson", names=["title"]))["features"][0]
    assert feature["properties"]["title"] == TITLE
    assert "summary" not in feature["properties"]
    assert "location" not in feature["properties"]
    assert set(feature["properties"]) >= flat.ALWAYS


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.suffix)
def test_the_same_rows_give_the_same_bytes(published, written, format):
    assert written(format.suffix) == written(format.suffix)
    make.correct(published[0], title={"en": "Corrected"})
    assert written(format.suffix, filters={"as_of": "sequence:4"}) != written(format.suffix)
