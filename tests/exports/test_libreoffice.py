"""Our tables in a real spreadsheet program: texts stay texts, days are days, and no formula is run."""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest

from .conftest import BARE, CLASH, FORMULA, SERIES, STRIKE

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false"
"""Comma, quote, UTF-8; what is in the cells rather than how it is shown."""
READ_CSV = "CSV:44,34,76,1,,0,false,true"
"""Comma, quote, UTF-8, and special numbers detected: as a person does who opens the file by a double click."""

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        OFFICE is None, reason="LibreOffice is not installed (Debian: libreoffice-calc-nogui)"
    ),
]


@pytest.fixture
def opened(written: Callable[..., bytes], tmp_path: Path) -> Callable[..., list[dict[str, str]]]:
    """``opened("xlsx")``: the rows as LibreOffice sees them, dates as ISO, formulas as their results."""

    def open_(suffix: str, to: str = AS_CSV, **options: str) -> list[dict[str, str]]:
        (tmp_path / f"table.{suffix}").write_bytes(written(suffix, **options))
        reading = [f"--infilter={READ_CSV}"] if suffix == "csv" else []
        done = subprocess.run(
            [str(OFFICE), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", *reading,
             "--convert-to", to, "--outdir", tmp_path / "out", tmp_path / f"table.{suffix}"],
            capture_output=True, text=True, timeout=180,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        (made,) = (tmp_path / "out").iterdir()
        return list(csv.DictReader(StringIO(made.read_text("utf-8"))))

    return open_


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_a_table_opens_as_it_is(published, opened, suffix: str):
    rows = {row["public_id"]: row for row in opened(suffix)}
    assert rows.keys() == {CLASH, SERIES, STRIKE, BARE}
    assert rows[BARE]["title"] == "ئاسایش الأسايش"
    assert rows[CLASH]["title"] == 'A "quoted" title, with a comma; a semicolon\nand a second line'
    assert rows[STRIKE]["title"].removeprefix("'") == FORMULA
    assert rows[STRIKE]["tags"].removeprefix("'") == "+tag"
    assert (rows[CLASH]["date_from"], rows[CLASH]["lat"]) == ("2021-04-20", "37.05")


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_claims_open_as_they_are(published, opened, suffix: str):
    rows = opened(suffix, rows="claim")
    assert [row["public_id"] for row in rows] == [CLASH] * 2
    assert "CLM-AAAAAAAAAAAA" in {row["claim_id"] for row in rows}
    assert "@SUM(1)" in {row["wording"].removeprefix("'") for row in rows}
