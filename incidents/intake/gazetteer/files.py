"""Files of gazetteers as they are downloaded, packed or not, told apart by what is in them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import IO, Any

import msgspec
import openpyxl

from . import cod_ab, geonames_files
from .places import UnreadableGazetteer

_JUNK = ("readme", "iso-languagecodes", "__macosx", "license")
_SHAPES = (".shp", ".dbf", ".shx", ".gdb", ".gpkg", ".kml", ".kmz", ".tif")
_TAKEN = (
    "Taken are GeoNames' files of a country (SY.zip or SY.txt) and of names (alternateNamesV2.zip), and OCHA's tables "
    "of administrative boundaries (COD-AB) as CSV, XLSX or GeoJSON."
)
_SAMPLE = 65_536


class FileKind(Enum):
    GEONAMES_COUNTRY = auto()
    GEONAMES_NAMES = auto()
    BOUNDARIES = auto()


@dataclass(frozen=True)
class GazetteerFile:
    """One file, or one within an archive. ``opened`` gives its bytes, as often as it is asked."""

    name: str
    kind: FileKind
    opened: Callable[[], IO[bytes]]

    def lines(self) -> Generator[tuple[int, list[str]]]:
        """Of a file of GeoNames: its lines, counted from 1, by their columns. No cell is quoted there."""
        try:
            with self.opened() as raw, io.TextIOWrapper(raw, "utf-8-sig", newline="\n") as text:
                for number, line in enumerate(text, 1):
                    if line.strip():
                        yield number, line.rstrip("\r\n").split("\t")
        except (UnicodeDecodeError, zipfile.BadZipFile, EOFError, OSError) as error:
            raise UnreadableGazetteer(f"{self.name} is broken or cut off: {error}.") from error

    def rows(self) -> Iterator[tuple[Mapping[str, Any], Any]]:
        """Of a table of boundaries: its lines by column, each with its geometry, if it has one."""
        with self.opened() as raw:
            body = raw.read()
        try:
            if _is_workbook(body):
                yield from _workbook_rows(body)
            elif body.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
                yield from _features(body)
            else:
                yield from _csv_rows(body)
        except (UnicodeDecodeError, csv.Error, msgspec.DecodeError, zipfile.BadZipFile, KeyError) as error:
            raise UnreadableGazetteer(
                f"{self.name} is broken, or in another encoding than UTF-8: {error}."
            ) from error


def open_files(path: Path) -> list[GazetteerFile]:
    """What can be loaded of a file or an archive; raises ``UnreadableGazetteer`` where that is nothing."""
    if not path.is_file():
        raise UnreadableGazetteer(f"There is no file {path}.")
    if path.suffix.lower() in _SHAPES:
        raise UnreadableGazetteer(
            f"{path} is a map and not a table; take the GeoJSON, XLSX or CSV beside it. {_TAKEN}"
        )
    with path.open("rb") as raw:
        sample = raw.read(_SAMPLE)
    if not sample.startswith(b"PK"):
        return [_recognised(str(path), sample, lambda: path.open("rb"))]
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if "xl/workbook.xml" in names:
                return [_recognised(str(path), b"", lambda: path.open("rb"))]
            samples = {name: archive.open(name).read(_SAMPLE) for name in names if _may_be_data(name)}
    except (zipfile.BadZipFile, OSError) as error:
        raise UnreadableGazetteer(f"{path} cannot be unpacked, it is broken or cut off: {error}.") from error
    if not samples:
        raise UnreadableGazetteer(f"{path} holds {', '.join(names[:5]) or 'nothing'}, and no table. {_TAKEN}")
    return [_recognised(f"{path}: {name}", sample, _opener(path, name)) for name, sample in samples.items()]


def _may_be_data(name: str) -> bool:
    lowered = name.lower()
    is_table = lowered.endswith((".txt", ".csv", ".xlsx", ".json", ".geojson", ".tsv"))
    return is_table and not any(junk in lowered for junk in _JUNK)


def _opener(path: Path, member: str) -> Callable[[], IO[bytes]]:
    return lambda: zipfile.ZipFile(path).open(member)


def _recognised(name: str, sample: bytes, opened: Callable[[], IO[bytes]]) -> GazetteerFile:
    kind = _kind(sample.removeprefix(b"\xef\xbb\xbf").decode("utf-8", errors="replace"), sample)
    if kind is None:
        begins = sample[:80].decode("utf-8", errors="replace").splitlines()
        first = begins[0] if begins else ""
        raise UnreadableGazetteer(
            f"{name} begins with “{first}”, and is no gazetteer that is known. {_TAKEN}"
        )
    return GazetteerFile(name, kind, opened)


def _kind(text: str, sample: bytes) -> FileKind | None:
    if not sample or sample.startswith(b"PK") or text.lstrip().startswith("{"):
        return FileKind.BOUNDARIES
    first = text.lstrip("\r\n").partition("\n")[0].rstrip("\r")
    cells = first.split("\t")
    if len(cells) == geonames_files.COUNTRY_COLUMNS and cells[0].isdecimal():
        return FileKind.GEONAMES_COUNTRY
    if len(cells) in geonames_files.NAME_COLUMNS and cells[0].isdecimal() and cells[1].isdecimal():
        return FileKind.GEONAMES_NAMES
    heading = next(csv.reader([first], delimiter=_delimiter(first)), [])
    return FileKind.BOUNDARIES if cod_ab.reads(heading) else None


def _delimiter(line: str) -> str:
    return max(",;\t", key=line.count)


def _is_workbook(body: bytes) -> bool:
    return body.startswith(b"PK")


def _csv_rows(body: bytes) -> Iterator[tuple[Mapping[str, Any], Any]]:
    text = body.decode("utf-8-sig")
    for row in csv.DictReader(io.StringIO(text), delimiter=_delimiter(text.partition("\n")[0])):
        yield row, None


def _features(body: bytes) -> Iterator[tuple[Mapping[str, Any], Any]]:
    collection = msgspec.json.decode(body.removeprefix(b"\xef\xbb\xbf"))
    features = collection.get("features") if isinstance(collection, dict) else None
    for feature in features if isinstance(features, list) else ():
        if isinstance(feature, dict) and isinstance(feature.get("properties"), dict):
            yield feature["properties"], feature.get("geometry")


def _workbook_rows(body: bytes) -> Iterator[tuple[Mapping[str, Any], Any]]:
    """Of all sheets that have a column of P-codes: COD-AB has one for each level."""
    book = openpyxl.load_workbook(io.BytesIO(body), read_only=True, data_only=True)
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        rows = sheet.iter_rows(values_only=True)
        heading = [str(cell or "").strip() for cell in next(rows, ())]
        if cod_ab.reads(heading):
            yield from ((dict(zip(heading, row, strict=False)), None) for row in rows)
