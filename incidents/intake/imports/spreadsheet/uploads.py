"""Spreadsheets that were uploaded and wait for their mapping: under DATA_DIR, where nothing is served from.

Each lies in a folder with a name that nobody can guess, together with who uploaded it and what was chosen so far. It
is deleted when it is done with, and after a day in any case.
"""

from __future__ import annotations

import secrets
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings

from ..files.encodings import NoSource, Reading, UnknownLetters
from ..files.sheets import Layout, Sheet, open_sheet
from .choices import Choices
from .guess import guessed_meanings

LARGEST = 20_000_000
"""Bytes of a file that is uploaded; larger ones are for the command."""
KEPT_S = 24 * 3600
MOST = 10
"""Uploads that one person may have waiting; the oldest makes room."""


class Waiting(msgspec.Struct):
    """What is kept beside the file."""

    owner: int
    filename: str
    digest: str
    told: str
    heading: list[str]
    total: int
    choices: Choices


class Upload:
    """A spreadsheet with what was chosen for it so far."""

    def __init__(self, token: str, waiting: Waiting) -> None:
        self.token, self.waiting = token, waiting

    @property
    def folder(self) -> Path:
        return _folder() / self.token

    @property
    def choices(self) -> Choices:
        return self.waiting.choices

    @property
    def name(self) -> str:
        """The same for the same file, so that an import that was broken off goes on."""
        return f"{self.waiting.filename} ({self.waiting.digest[:12]})"

    def sheet(self) -> Sheet:
        return open_sheet(self.folder / "table", _layout(self.choices), self.name)

    def keep(self) -> None:
        (self.folder / "waiting.json").write_bytes(msgspec.json.encode(self.waiting))

    def replace_file(self, chunks: Iterable[bytes], filename: str) -> None:
        """Another file for the same mapping. Raises ``NoSource`` and leaves the old one where it cannot be read.

        One of which only the letters are not known takes its place and waits for somebody to say them.
        """
        fresh = self.folder / "fresh"
        try:
            digest = _written(fresh, chunks)
            sheet = open_sheet(fresh, _layout(self.choices), filename)
        except UnknownLetters:
            fresh.replace(self.folder / "table")
            self.waiting.filename, self.waiting.digest = filename, digest
            self.waiting.told, self.waiting.heading, self.waiting.total = "", [], 0
            self.keep()
            return
        except NoSource:
            fresh.unlink(missing_ok=True)
            raise
        fresh.replace(self.folder / "table")
        self._describe(sheet, filename, digest)

    @property
    def waits_for_letters(self) -> bool:
        return not self.waiting.heading

    def readings(self) -> list[Reading]:
        """How the file would read in likely letters; none where it can be read."""
        try:
            self.sheet()
        except UnknownLetters as unknown:
            return unknown.readings
        return []

    def state_letters(self, encoding: str) -> None:
        """Read the file in the letters that somebody chose. Raises ``NoSource``, and then nothing is kept."""
        choices = self.choices
        choices.facts["encoding"] = encoding
        if choices.uploaded is not None:
            choices.uploaded["table"] = {**choices.uploaded.get("table", {}), "encoding": encoding}
        sheet = self.sheet()
        if choices.uploaded is None and not choices.meanings:
            choices.meanings = guessed_meanings(sheet.source.heading)
        self._describe(sheet, self.waiting.filename, self.waiting.digest)

    def read_again(self) -> None:
        """After the choices say how to read it. Raises ``NoSource`` where that cannot be."""
        sheet = self.sheet()
        changed = list(sheet.source.heading) != self.waiting.heading
        self._describe(sheet, self.waiting.filename, self.waiting.digest)
        if changed:
            kept = {name: one for name, one in self.choices.meanings.items() if name in self.waiting.heading}
            guessed = guessed_meanings(self.waiting.heading)
            more = {
                name: one for name, one in guessed.items() if name not in kept and one not in kept.values()
            }
            self.choices.meanings = kept | more
            self.keep()

    def _describe(self, sheet: Sheet, filename: str, digest: str) -> None:
        self.waiting.filename, self.waiting.digest = filename, digest
        self.waiting.told, self.waiting.heading = sheet.told, list(sheet.source.heading)
        self.waiting.total = sheet.source.total or 0
        self.keep()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """For the import itself: a second click must not enter the rows beside the first. Raises ``NoSource``."""
        mark = self.folder / "running"
        try:
            mark.touch(exist_ok=False)
        except FileExistsError:
            raise NoSource("It is being imported already. If that was broken off, upload it again.") from None
        try:
            yield
        finally:
            mark.unlink(missing_ok=True)

    def delete(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def upload(chunks: Iterable[bytes], filename: str, owner: int, choices: Choices) -> Upload:
    """Keep a file and read its heading. Raises ``NoSource`` and keeps nothing where it cannot be read."""
    _tidy(owner)
    token = secrets.token_hex(16)
    folder = _folder() / token
    folder.mkdir(mode=0o700, parents=True)
    kept = Upload(token, Waiting(owner, filename, "", "", [], 0, choices))
    try:
        kept.replace_file(chunks, filename)
    except BaseException:
        kept.delete()
        raise
    return kept


def waiting(token: str, owner: int) -> Upload | None:
    """The upload of that name, if it is this person's."""
    try:
        kept = Upload(
            token, msgspec.json.decode((_folder() / token / "waiting.json").read_bytes(), type=Waiting)
        )
    except (OSError, msgspec.MsgspecError):
        return None
    return kept if kept.waiting.owner == owner else None


def _layout(choices: Choices) -> Layout:
    given: Any = (choices.uploaded or {}).get("table") or choices.facts
    if not isinstance(given, dict):
        given = {}
    return Layout(*(str(given.get(name, "")) for name in ("delimiter", "encoding", "sheet")))


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "imports" / "uploads"


def _written(path: Path, chunks: Iterable[bytes]) -> str:
    digest, size = sha256(), 0
    with path.open("wb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > LARGEST:
                raise NoSource(f"It is larger than {LARGEST // 1_000_000} MB. Use the command import_csv.")
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()


def _tidy(owner: int) -> None:
    """Delete what is old, and what is too much."""
    mine = []
    for folder in _folder().glob("*"):
        try:
            age = time.time() - folder.stat().st_mtime
        except OSError:
            continue
        if age > KEPT_S:
            shutil.rmtree(folder, ignore_errors=True)
        elif waiting(folder.name, owner):
            mine.append((age, folder))
    for _age, folder in sorted(mine)[MOST - 1 :]:
        shutil.rmtree(folder, ignore_errors=True)
