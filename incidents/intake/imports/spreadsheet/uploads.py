"""Uploaded spreadsheets that wait for their mapping: under DATA_DIR, where nothing is served from.

Each lies in a folder with a name that nobody can guess, together with who uploaded it, its mapping so far and what the
last check against the desk found. It is deleted when it is imported or given up, or else a day after it was last used,
unless a job waits or works on it.
"""

from __future__ import annotations

import secrets
import shutil
import time
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec.structs import replace

from incidents.models import Job

from ..engine.new_references import NewReference
from ..files.bounds import SECONDS_ON_A_PAGE
from ..files.encodings import NoSource, Reading, UnknownEncoding
from ..files.sources import RowSource, open_source
from ..folders import imports_folder
from .columns import answered, meanings_of
from .draft import finished, new_mapping
from .guess import guessed_meanings
from .mapping import Mapping
from .own_export import own_mapping

LARGEST = 20_000_000
"""Bytes of a file that is uploaded; larger ones are for the command."""
KEPT_S = 24 * 3600
MOST = 10
"""Uploads that one person may have waiting; the oldest makes room."""


class WaitingFile(msgspec.Struct):
    """What is kept beside the file."""

    owner: int
    filename: str
    mapping: Mapping
    """A draft (see ``draft``)."""
    untouched: bool
    """Whether the mapping is as somebody gave it: in a file, or that of an earlier import."""
    digest: str = ""
    read_as: str = ""
    """How the file was read, for people."""
    heading: list[str] = []
    total: int = 0


class CheckResult(msgspec.Struct):
    """What a check against the desk found: verdicts by their codes, and the first rows with something to say."""

    counts: dict[str, int]
    missing: str
    rejected: list[tuple[int | None, str, str]]
    """Line, identifier and reason."""
    new: list[NewReference]
    """Names of all rows that are not known."""
    remarks: list[tuple[int | None, str, str]]
    more_rejected: int = 0
    more_remarks: int = 0


class Upload:
    """A spreadsheet with its mapping so far."""

    def __init__(self, token: str, waiting: WaitingFile) -> None:
        self.token, self.waiting = token, waiting

    @property
    def folder(self) -> Path:
        return _folder() / self.token

    @property
    def name(self) -> str:
        """The same for the same file, so that an import that was broken off goes on."""
        return f"{self.waiting.filename} ({self.waiting.digest[:12]})"

    @property
    def job_key(self) -> str:
        """One job at a time checks it or takes it in."""
        return f"upload-{self.token}"

    @property
    def draft(self) -> Mapping:
        """The mapping as it is edited."""
        return self.waiting.mapping

    @property
    def mapping(self) -> Mapping:
        """The mapping as it is used and saved."""
        return self.draft if self.waiting.untouched else finished(self.draft)

    def edit(self, draft: Mapping) -> None:
        """Put a changed mapping in place of the present one; ``keep`` writes it down."""
        self.waiting.untouched = self.waiting.untouched and draft == self.draft
        self.waiting.mapping = draft

    def suggest_meanings(self) -> None:
        """Let columns whose heading says what they are have a meaning that no other column has."""
        meanings = meanings_of(self.draft)
        here = {column: meaning for column, meaning in meanings.items() if column in self.waiting.heading}
        for column, meaning in guessed_meanings(self.waiting.heading).items():
            if column not in here and meaning not in here.values():
                here[column] = meaning
        self.edit(answered(self.draft, here))
        self.keep()

    def source(self, seconds: float | None = SECONDS_ON_A_PAGE) -> RowSource:
        """Raises ``NoSource`` where the file cannot be read as the mapping says, or not in so many seconds."""
        return open_source(
            self.folder / "table", self.draft.table.layout, name=self.waiting.filename, seconds=seconds
        )

    def keep(self) -> None:
        """Write down a change. What was checked before it says nothing any more."""
        self._check.unlink(missing_ok=True)
        (self.folder / "waiting.json").write_bytes(msgspec.json.encode(self.waiting))

    def touch(self) -> None:
        """Keep it for another day."""
        self.folder.touch()

    @property
    def _check(self) -> Path:
        return self.folder / "check.json"

    @property
    def check_report(self) -> Path:
        """The verdict on every row of the last check (CSV)."""
        return self.folder / "check.csv"

    def keep_check(self, result: CheckResult, report: Iterable[str]) -> None:
        """Keep what a check found until the file or its mapping changes."""
        with self.check_report.open("w", encoding="utf-8", newline="") as file:
            file.writelines(report)
        self._check.write_bytes(msgspec.json.encode(result))

    def checked(self) -> CheckResult | None:
        """What the last check found, if nothing has changed since."""
        try:
            return msgspec.json.decode(self._check.read_bytes(), type=CheckResult)
        except (OSError, msgspec.MsgspecError):
            return None

    def replace_file(self, chunks: Iterable[bytes], filename: str) -> None:
        """Another file for the same mapping. Raises ``NoSource`` and leaves the old one where it cannot be read.

        One of which only the encoding is not known takes its place and waits for somebody to say it.
        """
        fresh = self.folder / "fresh"
        try:
            digest = _write(fresh, chunks)
            source = open_source(fresh, self.draft.table.layout, name=filename, seconds=SECONDS_ON_A_PAGE)
        except UnknownEncoding:
            fresh.replace(self.folder / "table")
            self.waiting.filename, self.waiting.digest = filename, digest
            self.waiting.read_as, self.waiting.heading, self.waiting.total = "", [], 0
            self.keep()
            return
        except NoSource:
            fresh.unlink(missing_ok=True)
            raise
        fresh.replace(self.folder / "table")
        self.waiting.filename, self.waiting.digest = filename, digest
        self._describe(source)

    @property
    def needs_encoding(self) -> bool:
        return not self.waiting.heading

    def readings(self) -> list[Reading]:
        """How the file would read in likely encodings; none where it can be read."""
        try:
            self.source()
        except UnknownEncoding as unknown:
            return unknown.readings
        return []

    def set_encoding(self, encoding: str) -> None:
        """Read the file in the encoding that somebody chose. Raises ``NoSource``, and then nothing is kept."""
        self.waiting.mapping = replace(self.draft, table=replace(self.draft.table, encoding=encoding))
        self._describe(self.source())
        if not self.waiting.untouched and not meanings_of(self.draft):
            self.suggest_meanings()

    def read_again(self) -> None:
        """After the mapping says how to read it. Raises ``NoSource`` where that cannot be."""
        before = self.waiting.heading
        self._describe(self.source())
        if self.waiting.heading != before:
            self.suggest_meanings()

    def _describe(self, source: RowSource) -> None:
        self.waiting.read_as, self.waiting.heading = source.told, list(source.heading)
        self.waiting.total = source.total or 0
        self.keep()

    def delete(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def upload(chunks: Iterable[bytes], filename: str, owner: int, mapping: Mapping | None = None) -> Upload:
    """Keep a file and read its heading; without a mapping, columns get the meanings that their headings suggest.

    Raises ``NoSource`` and keeps nothing where it cannot be read.
    """
    sweep(owner)
    token = secrets.token_hex(16)
    folder = _folder() / token
    folder.mkdir(mode=0o700, parents=True)
    kept = Upload(token, WaitingFile(owner, filename, mapping or new_mapping(), mapping is not None))
    try:
        kept.replace_file(chunks, filename)
        if mapping is None and (own := own_mapping(kept.waiting.heading)):
            kept.waiting.mapping, kept.waiting.untouched = own, True
            kept.keep()
        elif mapping is None and not kept.needs_encoding:
            kept.suggest_meanings()
    except BaseException:
        kept.delete()
        raise
    return kept


def waiting(token: str, owner: int) -> Upload | None:
    """The upload of that name, if it is this person's."""
    try:
        kept = Upload(
            token, msgspec.json.decode((_folder() / token / "waiting.json").read_bytes(), type=WaitingFile)
        )
    except (OSError, msgspec.MsgspecError):
        return None
    return kept if kept.waiting.owner == owner else None


def _folder() -> Path:
    return imports_folder() / "uploads"


def _write(path: Path, chunks: Iterable[bytes]) -> str:
    digest, size = sha256(), 0
    with path.open("wb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > LARGEST:
                raise NoSource(
                    f"It is larger than {LARGEST // 1_000_000} MB. Pack it (zip), or use the command import_csv."
                )
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()


def sweep(owner: int | None = None) -> None:
    """Delete what is old and, of one person's, what is too much, unless it is being checked or imported."""
    mine = []
    keys = Job.objects.unfinished().filter(key__startswith="upload-").values_list("key", flat=True)
    busy = {key.removeprefix("upload-") for key in keys}
    for folder in _folder().glob("*"):
        if folder.name in busy:
            continue
        try:
            age = time.time() - folder.stat().st_mtime
        except OSError:
            continue
        if age > KEPT_S:
            shutil.rmtree(folder, ignore_errors=True)
        elif owner is not None and waiting(folder.name, owner):
            mine.append((age, folder))
    for _age, folder in sorted(mine)[MOST - 1 :]:
        shutil.rmtree(folder, ignore_errors=True)
