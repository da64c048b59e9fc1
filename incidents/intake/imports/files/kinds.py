"""What a file is by its first bytes, and for those that are no table here a sentence with the remedy."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from .encodings import NoSource

_OLE = b"\xd0\xcf\x11\xe0"
"""Microsoft's container: workbooks of before 2007, and what is protected with a password."""
_SAVE = "Save it as an Excel workbook (.xlsx) or as CSV."
_STREAMS = {
    "EncryptedPackage": "is protected with a password. Open it, take the password away (File, Info, Protect "
    "Workbook, Encrypt with Password), save it, and import that.",
    "WordDocument": "is a Word document. Put its table into a spreadsheet and save that as .xlsx or CSV.",
    "Workbook": f"is an Excel file of before 2007. {_SAVE}",
    "Book": f"is an Excel file of before 1997. {_SAVE}",
}
_PARTS = {
    "xl/workbook.bin": f"is a binary Excel workbook (.xlsb). {_SAVE}",
    "word/document.xml": "is a Word document. Put its table into a spreadsheet and save that as .xlsx or CSV.",
    "Index/Document.iwa": "is a file of Apple Numbers. Export it (File, Export To) as Excel or CSV.",
}
_MIMETYPES = {
    "application/vnd.oasis.opendocument.spreadsheet": "is a spreadsheet of LibreOffice (.ods), which is not read "
    "here. Save it as Excel 2007-365 (.xlsx) or as CSV.",
    "application/vnd.oasis.opendocument.text": "is a text document of LibreOffice. Put its table into a spreadsheet "
    "and save that as .xlsx or CSV.",
}
_BEGINNINGS = {
    b"%pdf": "is a PDF. Ask for the table it was made from, or copy the table into a spreadsheet.",
    b"<html": f"is a web page, whatever its name says. Open it in a spreadsheet program. {_SAVE}",
    b"<!doc": f"is a web page, whatever its name says. Open it in a spreadsheet program. {_SAVE}",
    b"<tabl": f"is a web page, whatever its name says. Open it in a spreadsheet program. {_SAVE}",
    b"<?xml": f"is XML, and no table that is read here. Open it in a spreadsheet program. {_SAVE}",
    b"rar!": "is packed as RAR. Unpack it first.",
    b"7z\xbc\xaf": "is packed as 7z. Unpack it first.",
    b"par1": "is a Parquet file. Save it as CSV.",
}


def check_kind(name: str, opened: Callable[[], AbstractContextManager[Any]]) -> None:
    """Raises ``NoSource`` for a file of a kind that is known and not read, and for an empty one."""
    with opened() as file:
        head = file.read(1024)
        if not head:
            raise NoSource(f"{name} is empty.")
        if head.startswith(_OLE):
            raise NoSource(f"{name} {_kind_of_ole(head + file.read())}")
    beginning = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for start, sentence in _BEGINNINGS.items():
        if beginning.startswith(start):
            raise NoSource(f"{name} {sentence}")


def _kind_of_ole(body: bytes) -> str:
    for stream, sentence in _STREAMS.items():
        if stream.encode("utf-16-le") in body:
            return sentence
    return f"is a file of Microsoft Office of before 2007. {_SAVE}"


def is_workbook(archive: zipfile.ZipFile) -> bool:
    names = archive.namelist()
    return "xl/workbook.xml" in names or (
        "[Content_Types].xml" in names and any(name.startswith("xl/worksheets/") for name in names)
    )


def check_archive_kind(name: str, archive: zipfile.ZipFile) -> None:
    """Raises ``NoSource`` for a document of an office program that is packed as an archive and is not read."""
    names = set(archive.namelist())
    for part, sentence in _PARTS.items():
        if part in names:
            raise NoSource(f"{name} {sentence}")
    if "mimetype" in names:
        kind = archive.read("mimetype")[:100].decode("ascii", "replace").strip()
        if kind in _MIMETYPES:
            raise NoSource(f"{name} {_MIMETYPES[kind]}")
