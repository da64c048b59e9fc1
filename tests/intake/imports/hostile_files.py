"""Files that cost far more than they hold, unless their reader takes care: one maker for each kind.

``grow`` makes a kind larger, for the benchmark; the tests take the smallest, with bounds that are smaller, too.
"""

from __future__ import annotations

import gzip
import io
import warnings
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

HEADING = "".join(
    [
        '<row r="1">',
        *(f'<c r="{cell}1" t="str"><v>{name}</v></c>' for cell, name in (("A", "id"), ("B", "note"))),
        "</row>",
    ]
)
CSV_HEADING = "id,note,town,killed\n"


def row(number: int, text: str = "x") -> str:
    cells = "".join(f'<c r="{letter}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for letter in "AB")
    return f'<row r="{number}">{cells}</row>'


def book(
    rows: str,
    *,
    after: str = "",
    strings: str = "",
    styles: str = "",
    before: str = "",
    more: Iterable[tuple[str, str]] = (),
) -> bytes:
    """A workbook of one sheet with these rows, written by hand."""
    kinds = [
        ("sheet", "worksheet", "worksheets/sheet1.xml"),
        ("strings", "sharedStrings", "sharedStrings.xml"),
        ("styles", "styles", "styles.xml"),
    ]
    related = "".join(
        f'<Relationship Id="{key}" Type="{RELATED}/{kind}" Target="{part}"/>' for key, kind, part in kinds
    )
    parts = [
        ("[Content_Types].xml", "<Types/>"),
        (
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATED}"><sheets><sheet name="L" r:id="sheet"/></sheets></workbook>',
        ),
        ("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}">{related}</Relationships>'),
        ("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{strings}</sst>'),
        ("xl/styles.xml", f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'),
        (
            "xl/worksheets/sheet1.xml",
            f'{before}<worksheet xmlns="{MAIN}"><sheetData>{HEADING}{rows}</sheetData>{after}</worksheet>',
        ),
        *more,
    ]
    return packed(*parts)


def packed(*files: tuple[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a name that is there twice
        for name, body in files:
            archive.writestr(name, body)
    return buffer.getvalue()


@dataclass(frozen=True)
class HostileFile:
    """One kind. ``bounds`` are those of the test; ``rows`` come out where nothing ``says`` that it is refused."""

    name: str
    suffix: str
    make: Callable[[int], bytes]
    """Of a size: 1 in tests."""
    says: str = ""
    rows: int = 0
    bounds: dict[str, int] = field(default_factory=dict)
    large: int = 1
    """The size in the benchmark, for which the real bounds are what refuses it."""


_LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
_EXTERNAL = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
_LATE = " " * 4000 + "<!-- a comment -->"

HOSTILE = [
    HostileFile("a cell in the last row", ".xlsx", lambda _n: book(row(1_048_576)), rows=1),
    HostileFile(
        "a cell in row twenty millions", ".xlsx", lambda _n: book(row(20_000_000)), "names row 20,000,000"
    ),
    HostileFile(
        "a row number of 5,000 digits",
        ".xlsx",
        lambda _n: book('<row r="' + "9" * 5000 + '"/>'),
        "cannot be read",
    ),
    HostileFile(
        "a cell in column ZZZ",
        ".xlsx",
        lambda _n: book('<row r="2"><c r="ZZZ2"><v>1</v></c></row>'),
        "names column 18,278",
    ),
    HostileFile(
        "a cell in the last column",
        ".xlsx",
        lambda _n: book('<row r="2"><c r="A2"><v>1</v></c><c r="XFD2"><v>1</v></c></row>'),
        rows=1,
    ),
    HostileFile(
        "rows out of order",
        ".xlsx",
        lambda _n: book(row(5) + row(3)),
        "out of order: row 3 comes after row 5",
    ),
    HostileFile(
        "one cell over and over",
        ".xlsx",
        lambda n: book('<row r="2">' + '<c r="A2"><v>1</v></c>' * (1000 * n) + "</row>"),
        "cells of row 2 out of order",
        large=5000,
    ),
    HostileFile(
        "empty shared texts",
        ".xlsx",
        lambda n: book(row(2), strings="<si/>" * (1000 * n)),
        "more than 999 different texts",
        bounds={"MOST_STRINGS": 999},
        large=20_000,
    ),
    HostileFile(
        "a shared text that many cells show",
        ".xlsx",
        lambda n: book(
            "".join(f'<row r="{r}"><c r="A{r}" t="s"><v>0</v></c></row>' for r in range(2, 200 * n)),
            strings=f"<si><t>{'x' * 1000 * n}</t></si>",
        ),
        "million characters",
        bounds={"LARGEST_UNPACKED": 100_000},
        large=1000,
    ),
    HostileFile(
        "a text of millions of letters",
        ".xlsx",
        lambda n: book(row(2), strings=f"<si><t>{'x' * 10_000 * n}</t></si>"),
        "a cell of more than 9,000 characters",
        bounds={"LONGEST_LINE": 9000},
        large=10_000,
    ),
    HostileFile(
        "formats of cells",
        ".xlsx",
        lambda n: book(row(2), styles="<cellXfs>" + "<xf/>" * 1000 * n + "</cellXfs>"),
        "more than 999 formats",
        bounds={"MOST_STYLES": 999},
        large=10_000,
    ),
    HostileFile(
        "a number format of brackets",
        ".xlsx",
        lambda n: book(
            '<row r="2"><c r="A2" s="0"><v>1</v></c></row>',
            styles='<numFmts><numFmt numFmtId="200" formatCode="' + "[" * 1000 * n + '"/></numFmts>'
            '<cellXfs><xf numFmtId="200"/></cellXfs>',
        ),
        rows=1,
        large=500,
    ),
    HostileFile(
        "merged ranges",
        ".xlsx",
        lambda n: book(
            row(2), after="<mergeCells>" + '<mergeCell ref="A2:A9"/>' * 1000 * n + "</mergeCells>"
        ),
        "more than 999 merged ranges",
        bounds={"MOST_MERGED": 999},
        large=5000,
    ),
    HostileFile(
        "a range merged to the last row",
        ".xlsx",
        lambda _n: book(row(2), after='<mergeCells><mergeCell ref="A2:A1048576"/></mergeCells>'),
        rows=1,
    ),
    HostileFile(
        "elements within elements",
        ".xlsx",
        lambda n: book(row(2), after="<a>" * 1000 * n),
        "more than 60 deep",
        large=10_000,
    ),
    HostileFile(
        "a tag of megabytes",
        ".xlsx",
        lambda n: book(row(2), after="<a " + "".join(f'a{k}="" ' for k in range(200_000 * n)) + "/>"),
        "a tag of more than 1,000 bytes",
        bounds={"LONGEST_TAG": 1000},
        large=30,
    ),
    HostileFile(
        "empty rows", ".xlsx", lambda n: book("<row/>" * (1000 * n) + row(1_000_000)), rows=1, large=900
    ),
    HostileFile("entities", ".xlsx", lambda _n: book(row(2), before=_LAUGHS), "document types"),
    HostileFile("external entities", ".xlsx", lambda _n: book(row(2), before=_EXTERNAL), "document types"),
    HostileFile(
        "entities far below", ".xlsx", lambda _n: book(row(2), before=_LATE + _LAUGHS), "document types"
    ),
    HostileFile(
        "a part twice",
        ".xlsx",
        lambda _n: book(row(2), more=[("xl/styles.xml", "<a/>")]),
        "two files called xl/styles.xml",
    ),
    HostileFile(
        "a sheet of spaces",
        ".xlsx",
        lambda n: book(row(2), after=" " * (200_000 * n)),
        "would unpack to more",
        bounds={"LARGEST_UNPACKED": 100_000},
        large=2000,
    ),
    HostileFile(
        "thousands of parts",
        ".zip",
        lambda n: packed(*((f"{k}.csv", b"") for k in range(100 * n))),
        "more than 99 files",
        bounds={"MOST_FILES": 99},
        large=2000,
    ),
    HostileFile(
        "a workbook in an archive", ".zip", lambda _n: packed(("a.xlsx", book(row(1_048_576)))), rows=1
    ),
    HostileFile(
        "a workbook in an archive that names row twenty millions",
        ".zip",
        lambda _n: packed(("a.xlsx", book(row(20_000_000)))),
        "names row 20,000,000",
    ),
    HostileFile(
        "an archive packed otherwise",
        ".zip",
        lambda _n: packed(("a.csv", b"a,b\n1,2\n"), method=zipfile.ZIP_LZMA),
        "not read here",
    ),
    HostileFile(
        "gzip of zeros",
        ".csv.gz",
        lambda n: gzip.compress(CSV_HEADING.encode() + b"\0" * 200_000 * n),
        "unpack to more|something else than text|characters in line",
        bounds={"LARGEST_UNPACKED": 100_000},
        large=5000,
    ),
    HostileFile(
        "gzip of rows",
        ".csv.gz",
        lambda n: gzip.compress(CSV_HEADING.encode() + b"1,a,b,2\n" * 20_000 * n, 1),
        "would unpack to more",
        bounds={"LARGEST_UNPACKED": 100_000},
        large=2500,
    ),
    HostileFile(
        "zip of rows",
        ".zip",
        lambda n: packed(("a.csv", CSV_HEADING.encode() + b"1,a,b,2\n" * 20_000 * n)),
        "would unpack to more",
        bounds={"LARGEST_UNPACKED": 100_000},
        large=2500,
    ),
    HostileFile(
        "gzip within gzip",
        ".csv.gz",
        lambda n: gzip.compress(gzip.compress(b"\0" * 1_000_000 * n)),
        "something else than text",
        large=100,
    ),
    HostileFile(
        "one line",
        ".csv",
        lambda n: CSV_HEADING.encode() + b"x" * 100_000 * n,
        "more than 70,000 characters in line 2",
        bounds={"LONGEST_LINE": 70_000},
        large=200,
    ),
    HostileFile(
        "one line of commas",
        ".csv",
        lambda n: b"," * 20_000 * n,
        "no heading|characters in line|columns",
        large=1000,
    ),
    HostileFile(
        "a row of commas",
        ".csv",
        lambda n: CSV_HEADING.encode() + b"," * 4000 * n + b"x\n1,a,b,2\n",
        rows=2,
        large=1000,
    ),
    HostileFile(
        "lines",
        ".csv",
        lambda n: CSV_HEADING.encode() + b"\n" * 2000 * n,
        "more than 999 lines",
        bounds={"MOST_LINES": 999},
        large=10_000,
    ),
    HostileFile(
        "a quotation mark never closed",
        ".csv",
        lambda n: CSV_HEADING.encode() + b'1,"a,b,2\n' + b"2,a,b,2\n" * 1000 * n,
        rows=1001,
        large=100,
    ),
    HostileFile(
        "marks that open again in every line",
        ".csv",
        lambda n: CSV_HEADING.encode() + b'1,a,x","y\n' * 1000 * n,
        "marks have no fellow",
        bounds={"LONGEST_LINE": 10_000},
        large=2000,
    ),
    HostileFile(
        "zeros",
        ".csv",
        lambda n: CSV_HEADING.encode() + (b"1,a\0,b,2\n" + b"\0" * 60 + b"\n") * 1000 * n,
        "something else than text",
        large=250,
    ),
    HostileFile("lists in lists", ".json", lambda n: b"[" * 10_000 * n, "no whole JSON", large=1000),
    HostileFile(
        "a row of lists in lists",
        ".json",
        lambda n: b'[{"id": 1, "a": ' + b"[" * 500 * n + b"]" * 500 * n + b"}]",
        rows=1,
        large=1,
    ),
    HostileFile(
        "empty objects",
        ".json",
        lambda n: b"[" + b"{}," * 1000 * n + b"{}]",
        "more than 999 objects",
        bounds={"MOST_OBJECTS": 999},
        large=6500,
    ),
    HostileFile(
        "numbers", ".json", lambda n: b"[" + b"1," * 1000 * n + b"1]", "holds no list of rows", large=10_000
    ),
    HostileFile(
        "keys",
        ".json",
        lambda n: b"{" + b",".join(b'"%d":1' % k for k in range(1000 * n)) + b"}",
        "holds no list of rows",
        large=2000,
    ),
    HostileFile(
        "lines of JSON",
        ".ndjson",
        lambda n: b'{"id": 1}\n' * 2 + b"\n" * 2000 * n,
        "more than 999 lines",
        bounds={"MOST_LINES": 999},
        large=10_000,
    ),
    HostileFile(
        "a line of JSON",
        ".ndjson",
        lambda n: b'{"id": 1}\n{"id": "' + b"x" * 20_000 * n + b'"}\n',
        "more than 9,000 bytes in line 2",
        bounds={"LONGEST_LINE": 9000},
        large=1000,
    ),
]
