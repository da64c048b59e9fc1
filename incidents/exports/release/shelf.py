"""Where bundles stand, and whether one may be handed out.

Files outlive what was taken out of the record. So nothing is served on the word of whoever should have written a
bundle again: each time a file is asked for, the bundle's own list of what it leaves out is held against the record.
What the record has withheld and the bundle does not list may still be in it; then none of its files is handed out.
"""

from __future__ import annotations

import os
import secrets
import shutil
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import msgspec
from django.conf import settings

from ...record.log.withheld import Withheld, withheld_at, withheld_since
from ...record.models.releases import Release
from ...record.states import PRIMARY, State, reading_primary

SUMS = "SHA256SUMS"
ERRATA = "errata.json"
HEAD = "head.json"
BESIDE = "~"
"""Parts a release's name from what tells its unfinished folders apart; it is in no name, so none is another's."""


class ErrataEntry(msgspec.Struct, frozen=True):
    """An edition that the release was made with, and that was withheld for somebody's safety since."""

    subject: str
    id: str
    edition: int


class Errata(msgspec.Struct, frozen=True):
    """``errata.json``: what the files leave out, although it was in the record at the sequence of the release."""

    release: str
    withheld: list[ErrataEntry]


class BundleHead(msgspec.Struct, frozen=True):
    """What ``head.json`` says in people's words; the rest of it never changes."""

    release: str
    note: str | None


@dataclass(frozen=True, slots=True)
class File:
    """One file of a bundle as it is now."""

    path: str
    bytes: int
    sha256: str
    rewritten: bool
    """Other than when the release was made: rows were withheld since."""


class BundleStatus(Enum):
    """Whether the files may be handed out and, if not, why."""

    WHOLE = "whole"
    HELD_BACK = "held_back"
    """They may hold what was withheld since."""
    MISSING = "missing"
    """They are not where they should be: a disk was lost, or the place of the files is another."""


@dataclass(frozen=True)
class Bundle:
    """The files of one release."""

    release: Release
    folder: Path

    @property
    def is_there(self) -> bool:
        return all((self.folder / name).is_file() for name in (SUMS, ERRATA, HEAD))

    @property
    def may_be_served(self) -> bool:
        return self.standing is BundleStatus.WHOLE

    @property
    def standing(self) -> BundleStatus:
        """Whole where all that was withheld by now is known to be left out, and the words are the record's.

        The primary is asked anew each time, since a copy of it may not know yet what was withheld; one query. Raises
        ``DatabaseError`` where it cannot be asked: then nobody can say that the files hold nothing withheld.
        """
        try:
            kept = self._overdue or self.name_and_note != (self.release.name, self.release.note)
        except FileNotFoundError:
            return BundleStatus.MISSING
        return BundleStatus.HELD_BACK if kept else BundleStatus.WHOLE

    @property
    def held_back_since(self) -> datetime | None:
        """When the first of what the files may still hold was withheld; nothing where they are whole or not there."""
        try:
            with reading_primary():
                return withheld_at(state_of(self.release), self._overdue)
        except FileNotFoundError:
            return None

    @property
    def _overdue(self) -> set[Withheld]:
        """What was withheld and is not known to be left out."""
        with reading_primary():
            return set(withheld_since(state_of(self.release))) - self.left_out

    @cached_property
    def left_out(self) -> set[Withheld]:
        errata = msgspec.json.decode((self.folder / ERRATA).read_bytes(), type=Errata)
        return {Withheld(entry.subject, entry.id, entry.edition) for entry in errata.withheld}

    @property
    def name_and_note(self) -> tuple[str, str | None]:
        """As the files have them."""
        head = msgspec.json.decode((self.folder / HEAD).read_bytes(), type=BundleHead)
        return head.release, head.note

    @cached_property
    def sums(self) -> dict[str, str]:
        """SHA-256 by path; a path that is not here is no file of the bundle, whatever it leads to."""
        lines = (self.folder / SUMS).read_text().splitlines()
        return {path: digest for digest, _, path in (line.partition("  ") for line in lines)}

    def files(self) -> list[File]:
        """By path, the checksums themselves last."""
        first = {file["path"]: file["sha256"] for file in self.release.files}
        digests = {path: self.digest_of(path) for path in (*self.sums, SUMS)}
        return [
            File(path, self.path_of(path).stat().st_size, digest, rewritten=first.get(path) != digest)
            for path, digest in digests.items()
        ]

    def path_of(self, path: str) -> Path:
        """Where a file is. Raises ``KeyError`` for what is not in the bundle."""
        if path != SUMS and path not in self.sums:
            raise KeyError(path)
        return self.folder / path

    def digest_of(self, path: str) -> str:
        """SHA-256 of a file of the bundle; of the checksums themselves it is made anew."""
        return self.sums.get(path) or sha256((self.folder / SUMS).read_bytes()).hexdigest()


def all_releases() -> list[Release]:
    """The newest state first, as the primary has them: a release is there as soon as it is made."""
    return list(Release.objects.using(PRIMARY).order_by("-sequence", "-made_at"))


def release_named(name: str) -> Release | None:
    """As the primary has it: a name that was erased from its note is held against the files."""
    return Release.objects.using(PRIMARY).filter(pk=name).first()


def bundle_of(release: Release) -> Bundle:
    return Bundle(release, root() / release.name)


def held_back() -> list[Release]:
    """Releases whose files are not handed out, oldest state first; each costs a cheap query and two small files."""
    return [release for release in reversed(all_releases()) if not bundle_of(release).may_be_served]


def root() -> Path:
    return Path(settings.DATA_DIR) / "releases"


def state_of(release: Release) -> State:
    return State(release.sequence, bytes(release.digest), release.issued_at, release.epoch)


def new_folder(name: str) -> Path:
    """An empty folder beside the bundles, whose name no release can have."""
    folder = root() / f".{name}{BESIDE}{secrets.token_hex(4)}"
    folder.mkdir(parents=True)
    return folder


def put(folder: Path, name: str) -> None:
    """Let a finished folder be the bundle of that name.

    Where another stood, there is none for an instant: then its files are not there, rather than of two kinds.
    """
    place, old = root() / name, root() / f".{name}{BESIDE}old"
    _sync(folder)
    discard(old)
    if place.exists():
        place.rename(old)
    folder.rename(place)
    discard(old)


def discard(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def unfinished() -> set[str]:
    """Names of releases beside whose bundles something unfinished lies."""
    return {left.name[1:].partition(BESIDE)[0] for left in root().glob(f".*{BESIDE}*")}


def sweep(name: str) -> None:
    """Remove what interrupted runs left beside a bundle: it may hold what was withheld since."""
    for left in root().glob(f".{name}{BESIDE}*"):
        discard(left)


def _sync(folder: Path) -> None:
    """Files reach the disk before their folder gets the name by which they are found."""
    for path in [*folder.rglob("*"), folder]:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
