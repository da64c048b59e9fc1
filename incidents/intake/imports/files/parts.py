"""Parts of an Excel workbook (ECMA-376, Part 1, 18): its sheets, shared texts and number formats.

They are read as streams, element by element, and nothing is kept but what is asked for. Document types and entities,
which workbooks do not have, are refused.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from openpyxl.styles.numbers import BUILTIN_FORMATS

from . import bounds
from .bounds import Meter
from .encodings import NoSource

GENERAL = "General"
SAVE_AGAIN = "Open it in a spreadsheet program and save it again."

_BLOCK = 1 << 18
_LONGEST_FORMAT = 300
"""Characters of a number format; Excel allows 255."""

Opened = Callable[[], AbstractContextManager[Any]]
Attributes = dict[str, str]


@dataclass(frozen=True)
class Sheet:
    title: str
    state: str
    part: str


@dataclass
class Workbook:
    """What is needed to read its sheets."""

    archive: zipfile.ZipFile
    meter: Meter
    sheets: list[Sheet] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    """Number formats by the style of a cell."""
    from_1904: bool = False


class Broken(NoSource):
    """The workbook is not as the standard has it."""


# Streams of XML -----------------------------------------------------------------------------------


class Handler:
    """Elements by their names without a prefix; ``text`` is collected while ``collecting``."""

    def __init__(self) -> None:
        self.depth = 0
        self.collecting = False
        self.texts: list[str] = []
        self.length = 0

    def start(self, name: str, attributes: Attributes) -> None: ...

    def end(self, name: str) -> None: ...

    def collect(self) -> None:
        self.collecting = True

    def collected(self) -> str:
        self.collecting = False
        text = "".join(self.texts)
        self.texts.clear()
        self.length = 0
        return text


def parse(workbook: Workbook, part: str, handler: Handler) -> Iterator[None]:
    """Read a part block by block. Raises ``NoSource`` for what is broken or out of bounds."""
    name = workbook.meter.name

    names: dict[str, str] = {}
    """Names of elements without their prefix, which is taken off once for each."""

    def start(tag: str, attributes: Attributes) -> None:
        handler.depth += 1
        if handler.depth > bounds.DEEPEST:
            raise Broken(
                f"{name} has elements within elements, more than {bounds.DEEPEST} deep. {SAVE_AGAIN}"
            )
        if tag not in names:
            names[tag] = tag.rpartition(":")[2]
        handler.start(names[tag], attributes)

    def end(tag: str) -> None:
        handler.depth -= 1
        handler.end(names[tag])

    def text(characters: str) -> None:
        if handler.collecting:
            handler.length += len(characters)
            if handler.length > bounds.LONGEST_LINE:
                raise NoSource(
                    f"{name} has a cell of more than {bounds.LONGEST_LINE:,} characters. Shorten it, or leave it out."
                )
            handler.texts.append(characters)

    def doctype(*_facts: object) -> None:
        raise Broken(f"{name} declares document types, which workbooks do not have. {SAVE_AGAIN}")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = text, doctype
    fed = 0
    try:
        with workbook.archive.open(part) as raw, workbook.meter.reading(raw, unpacked=True) as body:
            while block := body.read(_BLOCK):
                parser.Parse(block)
                fed += len(block)
                if fed - parser.CurrentByteIndex > bounds.LONGEST_TAG + _BLOCK:
                    raise Broken(f"{name} has a tag of more than {bounds.LONGEST_TAG:,} bytes. {SAVE_AGAIN}")
                yield
            parser.Parse(b"", True)
            yield
    except (expat.ExpatError, KeyError, ValueError, UnicodeError) as error:
        if isinstance(error, NoSource):
            raise
        raise Broken(f"{name} cannot be read as an Excel workbook: {part}: {error}. {SAVE_AGAIN}") from None


def read(workbook: Workbook, part: str, handler: Handler) -> None:
    for _block in parse(workbook, part, handler):
        pass


# The workbook -------------------------------------------------------------------------------------


def open_workbook(archive: zipfile.ZipFile, meter: Meter) -> Workbook:
    """Its sheets, texts and formats. Raises ``NoSource`` where it is none, or out of bounds."""
    workbook = Workbook(archive, meter)
    main = _targets(workbook, "").get("officeDocument", ["xl/workbook.xml"])[0]
    index = _Index(meter.name)
    read(workbook, main, index)
    related = _Relations(posixpath.dirname(main))
    read(workbook, _relations_of(main), related)
    read(workbook, "[Content_Types].xml", Handler())
    workbook.from_1904 = index.from_1904
    for title, state, key in index.sheets:
        kind, part = related.by_id.get(key, ("", ""))
        if kind == "worksheet":  # others hold a chart and no table
            if any(sheet.part == part for sheet in workbook.sheets):
                raise Broken(f"{meter.name} has two sheets that are the same part. {SAVE_AGAIN}")
            workbook.sheets.append(Sheet(title, state, part))
    for part in related.by_kind.get("sharedStrings", [])[:1]:
        strings = _Strings(meter.name)
        read(workbook, part, strings)
        workbook.strings = strings.strings
    for part in related.by_kind.get("styles", [])[:1]:
        styles = _Styles(meter.name)
        read(workbook, part, styles)
        workbook.formats = styles.of_cells()
    return workbook


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _targets(workbook: Workbook, part: str) -> dict[str, list[str]]:
    if _relations_of(part) not in workbook.archive.NameToInfo:
        return {}
    related = _Relations("")
    read(workbook, _relations_of(part), related)
    return related.by_kind


class _Relations(Handler):
    """Parts that another names, by their identifiers and kinds."""

    def __init__(self, folder: str) -> None:
        super().__init__()
        self.folder = folder
        self.by_id: dict[str, tuple[str, str]] = {}
        self.by_kind: dict[str, list[str]] = {}

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            target = attributes.get("Target", "")
            part = target[1:] if target.startswith("/") else posixpath.join(self.folder, target)
            part = posixpath.normpath(part)
            self.by_id[attributes.get("Id", "")] = kind, part
            self.by_kind.setdefault(kind, []).append(part)


class _Index(Handler):
    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.sheets: list[tuple[str, str, str]] = []
        self.from_1904 = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "workbook":
            strict = attributes.get("conformance") == "strict"
            if strict or any("purl.oclc.org/ooxml" in value for value in attributes.values()):
                raise NoSource(
                    f"{self.name} is a “Strict Open XML Spreadsheet”, a variant that is not read here. In Excel, "
                    "save it as “Excel Workbook (.xlsx)”."
                )
        elif name == "workbookPr":
            self.from_1904 = attributes.get("date1904") in ("1", "true")
        elif name == "sheet":
            key = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            self.sheets.append((attributes.get("name", ""), attributes.get("state", "visible"), key))
            if len(self.sheets) > bounds.MOST_SHEETS:
                raise NoSource(
                    f"{self.name} has more than {bounds.MOST_SHEETS:,} sheets. Save the one that is meant."
                )


class _Strings(Handler):
    """Texts that cells refer to by their numbers; how they are to be pronounced (rPh) is left out."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.strings: list[str] = []
        self.aside = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "rPh":
            self.aside = True
        elif name == "t" and not self.aside:
            self.collect()

    def end(self, name: str) -> None:
        if name == "t":
            self.collecting = False
        elif name == "rPh":
            self.aside = False
        elif name == "si":
            self.strings.append(self.collected())
            if len(self.strings) > bounds.MOST_STRINGS:
                raise NoSource(
                    f"{self.name} has more than {bounds.MOST_STRINGS:,} different texts. Save it as CSV, or divide it."
                )


class _Styles(Handler):
    """Number formats of the cells' styles (cellXfs)."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.formats: dict[str, str] = {}
        self.styles: list[str] = []
        self.within = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "cellXfs":
            self.within = True
        elif name == "numFmt":
            self.formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")[:_LONGEST_FORMAT]
        elif name == "xf" and self.within:
            self.styles.append(attributes.get("numFmtId", "0"))
        if max(len(self.formats), len(self.styles)) > bounds.MOST_STYLES:
            raise NoSource(
                f"{self.name} has more than {bounds.MOST_STYLES:,} formats of cells. Save it as CSV, or copy "
                "its values into a new workbook."
            )

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self.within = False

    def of_cells(self) -> list[str]:
        return [self.formats.get(key) or _built_in(key) for key in self.styles]


def _built_in(key: str) -> str:
    return (
        BUILTIN_FORMATS.get(int(key), GENERAL)
        if key.isascii() and key.isdigit() and len(key) < 6
        else GENERAL
    )
