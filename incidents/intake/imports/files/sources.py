"""Sources of rows: delimited text, a workbook, JSON or GeoJSON, plain or packed; or a service that answers in pages.

What was found out about a file is told, so that whoever imports can see a wrong guess; letters that are not UTF-8 are
never guessed (``encodings``). Rows keep their columns word for word. What reading may cost is bounded (``bounds``).
"""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from . import bounds
from .bounds import Meter
from .delimited import bounded_lines, parted, records
from .encodings import MARKING, NoSource, encoding_of
from .kinds import check_archive_kind, check_kind, is_workbook
from .ndjson import ndjson_source
from .objects import json_source
from .services import is_address, service
from .tables import Layout, Record, RowSource, SourceRow, table
from .workbooks import workbook

__all__ = ["Layout", "NoSource", "RowSource", "SourceRow", "open_source"]

_TABLES = (".csv", ".tsv", ".xlsx", ".json", ".geojson", ".ndjson", ".jsonl")
_STORED_OR_DEFLATED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
"""The flag of a file in an archive that is protected with a password."""

Opened = Callable[[], AbstractContextManager[Any]]


def open_source(
    address: str | Path,
    layout: Layout | None = None,
    *,
    name: str = "",
    headers: dict[str, str] | None = None,
    seconds: float | None = None,
    private: bool = False,
) -> RowSource:
    """A path or an http(s) address; ``name`` is what it is called in place of that. Raises ``NoSource``.

    Looking at the file may take so many ``seconds``; reading its rows afterwards takes what it takes. A service of a
    ``private`` network is asked only where that is said.
    """
    layout, name = layout or Layout(), name or str(address)
    meter = Meter(name, seconds)
    if is_address(str(address)):
        answer = service(str(address), headers or {}, private=private)
        if isinstance(answer, RowSource):
            return answer
        return _file(name, lambda: io.BytesIO(answer), layout, meter)
    path = Path(address)
    if not path.is_file():
        raise NoSource(f"There is no file {name}.")
    source = _file(name, partial(path.open, "rb"), layout, meter)
    meter.stop()
    return source


def _file(name: str, opened: Opened, layout: Layout, meter: Meter) -> RowSource:
    """``opened`` opens the bytes as they lie there, plain or packed."""
    check_kind(name, opened)
    with opened() as file:
        head = file.read(2)
    if head == b"PK":
        try:
            return _archive(name, opened, layout, meter)
        except zipfile.BadZipFile:
            raise NoSource(f"{name} is an archive or an Excel workbook, and is broken or cut off.") from None
    if layout.member:
        raise NoSource(f"{name} is no archive that could hold {layout.member}.")

    @contextmanager
    def plain() -> Iterator[Any]:
        with opened() as file, meter.reading(file) as raw:
            yield raw

    @contextmanager
    def unpacked() -> Iterator[Any]:
        with (
            opened() as file,
            gzip.GzipFile(fileobj=file) as packed,
            meter.reading(packed, unpacked=True) as raw,
        ):
            yield raw

    return _text(name, unpacked if head == b"\x1f\x8b" else plain, layout)


def _archive(name: str, opened: Opened, layout: Layout, meter: Meter) -> RowSource:
    """A workbook, or the table that is packed in an archive."""
    with opened() as file, zipfile.ZipFile(file) as archive:
        _check_members(name, archive)
        check_archive_kind(name, archive)
        if is_workbook(archive):
            return workbook(name, opened, layout, meter)
        member = _member(archive, name, layout.member)

    @contextmanager
    def unpacked() -> Iterator[Any]:
        with (
            opened() as file,
            zipfile.ZipFile(file) as archive,
            archive.open(member) as packed,
            meter.reading(packed, unpacked=True) as raw,
        ):
            yield raw

    if not member.filename.lower().endswith(".xlsx"):
        return _text(name, unpacked, layout)
    with unpacked() as raw:
        body = raw.read()
    with zipfile.ZipFile(io.BytesIO(body)) as inner:
        _check_members(name, inner)
    return workbook(name, lambda: io.BytesIO(body), layout, meter)


def _check_members(name: str, archive: zipfile.ZipFile) -> None:
    """Raises ``NoSource`` for what cannot be unpacked, is too much, or is there twice."""
    files = archive.infolist()
    if len(files) > bounds.MOST_FILES:
        raise NoSource(f"{name} holds more than {bounds.MOST_FILES:,} files. Pack the table alone.")
    if sum(file.file_size for file in files) > bounds.LARGEST_UNPACKED:
        raise NoSource(
            f"{name} would unpack to more than {bounds.LARGEST_UNPACKED // 1_000_000} MB. Divide it into several "
            "files, or unpack it first and have it imported by the command."
        )
    seen: set[str] = set()
    for file in files:
        if file.filename in seen:
            raise NoSource(
                f"{name} holds two files called {file.filename}. Pack it once more, or save it again."
            )
        seen.add(file.filename)
        if file.flag_bits & _ENCRYPTED:
            raise NoSource(f"{name} is protected with a password. Pack it without one.")
        if file.compress_type not in _STORED_OR_DEFLATED:
            raise NoSource(f"{name} is packed in a way that is not read here. Pack it as a usual zip file.")


def _member(archive: zipfile.ZipFile, name: str, member: str) -> zipfile.ZipInfo:
    """The one table in it, or the one that is asked for. A text beside a table is taken for its codebook."""

    def is_junk(filename: str) -> bool:
        """What macOS puts beside the files that it packs."""
        return filename.startswith("__MACOSX/") or Path(filename).name.startswith("._")

    files = [file for file in archive.infolist() if not file.is_dir() and not is_junk(file.filename)]
    if member:
        tables = [file for file in files if member in (file.filename, Path(file.filename).name)]
    else:
        tables = [file for file in files if file.filename.lower().endswith(_TABLES)]
        tables = tables or [file for file in files if file.filename.lower().endswith(".txt")]
    names = ", ".join(file.filename for file in tables or files)
    if not tables:
        raise NoSource(
            f"{name} holds no {member or 'table'}; there are: {names or 'no files'}. "
            "Read are CSV, Excel workbooks (.xlsx), JSON and GeoJSON."
        )
    if len(tables) > 1:
        raise NoSource(f"{name} holds several tables: {names}. Say with --member which of them to import.")
    return tables[0]


# Text ---------------------------------------------------------------------------------------------


def _text(name: str, opened: Opened, layout: Layout) -> RowSource:
    """Delimited text, or JSON, which is known by how it begins."""
    with opened() as raw:
        begins = raw.read(4096).removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if begins in (b"{", b"["):
        return ndjson_source(name, opened) or json_source(name, _whole(name, opened))
    encoding = encoding_of(name, opened, layout.encoding)

    @contextmanager
    def text() -> Iterator[TextIO]:
        with opened() as raw:
            yield io.TextIOWrapper(raw, encoding=encoding, errors=MARKING, newline="")

    def all_records() -> Iterator[Record]:
        with text() as lines:
            yield from records(bounded_lines(name, lines), found)

    try:
        found = parted(name, text, layout.delimiter)
        told = f"Read as text in {encoding.removesuffix('-sig')}, parted by {found.told}."
        return table(name, all_records, layout, told)
    except UnicodeError as error:  # what cannot be marked, such as UTF-16 that does not say which kind it is
        raise NoSource(f"{name} cannot be read in {encoding}: {error}.") from None


def _whole(name: str, opened: Opened) -> bytes:
    with opened() as raw:
        body: bytes = raw.read(bounds.LARGEST_JSON + 1)
    if len(body) > bounds.LARGEST_JSON:
        raise NoSource(
            f"{name} is JSON of more than {bounds.LARGEST_JSON // 1_000_000} MB. Divide it, or save it as CSV."
        )
    return body
