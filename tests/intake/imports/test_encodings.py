"""An encoding is never guessed: what is not UTF-8 is read as somebody says, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from incidents.intake.imports.files.encodings import NoSource, UnknownEncoding
from incidents.intake.imports.files.sources import Layout, RowSource, open_source


def written(path: Path, body: str, encoding: str) -> Path:
    path.write_bytes(body.encode(encoding))
    return path


def as_table(path: Path, encoding: str) -> RowSource:
    return open_source(str(path), layout=Layout(encoding=encoding))


def as_sheet(path: Path, encoding: str) -> RowSource:
    return open_source(path, Layout(encoding=encoding))


@pytest.mark.parametrize("opened", [as_table, as_sheet])
@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        ("الرقم;المدينة;الوصف\n1;تلبيسة;سقطت قذائف على الطاحونة\n", "cp1256"),
        ("No;City;Notes\n1;حمص;\n2;حلب;\n", "cp1256"),
        ("Номер;Город;Описание\n1;Камишли;Обстрел жилого квартала\n", "cp1251"),
        ("Nr;Größe;Straße\n1;François Çà;naïveté à Übersee\n", "cp1252"),
        ("No;Köy;Ölü\n1;Çatışma;Öldürülen\n", "cp1254"),
    ],
)
def test_another_encoding_than_utf_8_is_refused_with_likely_readings(tmp_path, opened, body, encoding):
    path = written(tmp_path / "a.csv", body, encoding)
    with pytest.raises(UnknownEncoding) as refused:
        opened(path, "")
    readings = {reading.encoding: reading.sample for reading in refused.value.readings}
    assert {"cp1256", "cp1252"} <= set(readings)
    assert next(iter(readings)) == encoding
    assert body.splitlines()[-1].split(";")[1] in readings[encoding]
    assert f"in {encoding}" in str(refused.value)
    assert list(next(opened(path, encoding).rows()).columns.values()) == body.splitlines()[1].split(";")


@pytest.mark.parametrize("opened", [as_table, as_sheet])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_is_surely_unicode_is_read_so_whatever_a_mapping_of_another_file_says(
    tmp_path, opened, encoding
):
    path = written(tmp_path / "a.csv", "No;City\n1;حلب\n", encoding)
    assert next(opened(path, "cp1256").rows()).columns == {"No": "1", "City": "حلب"}


@pytest.mark.parametrize("opened", [as_table, as_sheet])
def test_utf_16_without_its_mark_has_to_be_stated(tmp_path, opened):
    path = written(tmp_path / "a.csv", "No;City\n1;حلب\n", "utf-16-le")
    assert next(opened(path, "utf-16-le").rows()).columns == {"No": "1", "City": "حلب"}


@pytest.mark.parametrize("opened", [as_table, as_sheet])
def test_a_row_with_bytes_that_are_no_text_is_set_aside(tmp_path, opened):
    path = tmp_path / "a.csv"
    path.write_bytes("No;City\n1;حلب\n".encode() + b"2;Al\xe9ppo\n3;Homs\n")
    with pytest.raises(UnknownEncoding):
        opened(path, "")
    rows = list(opened(path, "utf-8").rows())
    assert [row.problem.partition(",")[0] for row in rows] == ["", "City is “Al\ufffdppo”", ""]
    assert rows[0].columns == {"No": "1", "City": "حلب"}


def test_names_that_are_no_encoding_are_refused(tmp_path):
    for name in ("klingon", "base64", "rot13", "idna\0"):
        with pytest.raises(NoSource, match="No letters are known"):
            as_sheet(written(tmp_path / "a.csv", "a,b\n1,2\n", "utf-8"), name)
