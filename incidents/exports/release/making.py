"""Making a release, and writing its files again: from the primary, since a copy may still have what was withheld."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from ...record.errors import BehindError, UnknownState
from ...record.log.withheld import withheld_since
from ...record.models.releases import Release
from ...record.reading import head, reading_primary, state_at
from ..formats.parquet import ParquetMissing
from ..reader import shared_reader
from . import shelf
from .contents import Making, Tell, write_all
from .manifest import WrittenFile
from .shelf import Bundle, bundle_of, state_of

TRIES = 3


class ReleaseError(Exception):
    """Why a release was not made, or its files not written again; nothing was changed."""


class BeingWritten(ReleaseError):
    """Somebody else writes the files at the moment."""


@dataclass(frozen=True, slots=True)
class Rewriting:
    """What writing a bundle again came to: which files are other than before, and what they leave out."""

    name: str
    same: list[str]
    changed: list[str]
    left_out: int


def silent(path: str, size: int) -> None:
    """Tells nobody how far it has got."""


@reading_primary(apart=True)
def make(name: str, *, note: str | None = None, at: int | None = None, tell: Tell = silent) -> Release:
    """Pin the record at a sequence, by default its newest, and write the bundle. Raises ``ReleaseError``."""
    release = _pinned(name, note, at)
    with _one_at_a_time(name), _written(release, tell) as (folder, files):
        release.files = [asdict(file) for file in files]
        with transaction.atomic():
            release.save(force_insert=True)
            shelf.put(folder, release.name)
    return release


@reading_primary(apart=True)
def again(release: Release, *, accept: bool = False, tell: Tell = silent) -> Rewriting:
    """Write the bundle anew and let it take the place of the one there, if every difference is accounted for.

    Raises ``ReleaseError`` when files differ although nothing was withheld in between, unless that is accepted: then
    another version of the software, or another name or address of the site, changes what people have cited.
    """
    with _one_at_a_time(release.name):
        return _again(release, accept, tell)


@reading_primary(apart=True)
def rewrite_releases(*, tell: Tell = silent) -> tuple[list[Rewriting], list[ReleaseError]]:
    """Write every bundle again that may hold what was withheld since, but those that somebody else is writing.

    Nothing leaks until it was: such bundles are not handed out. They are only missed. One that cannot be written
    does not keep the others from it.
    """
    done, failed = [], []
    for release in Release.objects.order_by("sequence"):
        try:
            rewritten = _again_if_needed(release, tell)
        except BeingWritten:
            continue
        except (ReleaseError, OSError) as error:  # a full disk may have room for another
            failed.append(ReleaseError(f"{release.name}: {error}"))
        else:
            done += [rewritten] if rewritten else []
    return done, failed


def _again_if_needed(release: Release, tell: Tell) -> Rewriting | None:
    """Asked once more under the lock: another process may just have done it."""
    if bundle_of(release).may_be_served:
        return None
    with _one_at_a_time(release.name):
        return None if bundle_of(release).may_be_served else _again(release, accept=False, tell=tell)


def _again(release: Release, accept: bool, tell: Tell) -> Rewriting:
    old = bundle_of(release)
    with _written(release, tell) as (folder, files):
        new, now = (
            Bundle(release, folder),
            {file.path: file.sha256 for file in files if file.path != shelf.SUMS},
        )
        expected = _expected(old)
        changed = sorted(path for path in now.keys() | expected.keys() if now.get(path) != expected.get(path))
        if changed and not accept and not _accounted(old, new):
            raise ReleaseError(
                f"{', '.join(changed[:10])}: written again, this differs although nothing was withheld in between. "
                "The files were left as they are; --accept replaces them."
            )
        rewriting = Rewriting(release.name, sorted(now.keys() - set(changed)), changed, len(new.left_out))
        shelf.put(folder, release.name)
    return rewriting


def sweep_unfinished() -> None:
    """Remove what killed runs left beside bundles that nobody writes now: it may hold what was withheld since."""
    for name in shelf.unfinished():
        with suppress(BeingWritten), _one_at_a_time(name):
            shelf.sweep(name)


def _pinned(name: str, note: str | None, at: int | None) -> Release:
    if Release.objects.filter(pk=name).exists():
        raise ReleaseError(f"There is a release {name} already; --again writes its files anew.")
    try:
        state = head() if at is None else state_at(at)
    except (UnknownState, BehindError) as error:
        raise ReleaseError(f"sequence {at}: {error}") from error
    if state.issued_at is None:
        raise ReleaseError("Nothing is published yet.")
    release = Release(
        name=name,
        sequence=state.sequence,
        digest=state.digest,
        issued_at=state.issued_at,
        epoch=state.epoch,
        note=note or None,
        files=[],
    )
    try:
        release.clean_fields(exclude=["files", "note"])
        release.validate_constraints()
    except ValidationError as error:
        raise ReleaseError(
            f"{name}: a name is small letters and digits, parted by single dots or dashes, such as 2026.1; "
            "current and latest are taken."
        ) from error
    return release


@contextmanager
def _written(release: Release, tell: Tell) -> Iterator[tuple[Path, list[WrittenFile]]]:
    """A complete bundle in a folder of its own, which is gone afterwards unless it was put in its place."""
    shelf.sweep(release.name)
    folder = shelf.new_folder(release.name)
    try:
        yield folder, _write(release, folder, tell)
    finally:
        shelf.discard(folder)


def _write(release: Release, folder: Path, tell: Tell) -> list[WrittenFile]:
    """Write until nothing was withheld meanwhile; else one file would have what another leaves out."""
    for _try in range(TRIES):
        left_out = withheld_since(state_of(release))
        try:
            with shared_reader() as reader:
                files = write_all(Making(release, left_out, folder, reader, tell))
        except ParquetMissing as error:
            raise ReleaseError("pyarrow is not installed, without which there is no Parquet.") from error
        if withheld_since(state_of(release)) == left_out:
            return files
        shelf.discard(folder)
        folder.mkdir()
    raise ReleaseError("Again and again something is withheld meanwhile; try later.")


def _expected(old: Bundle) -> dict[str, str]:
    """The digests that the files should have: those of the bundle there or, without one, those first written."""
    if old.is_there:
        return old.sums
    return {file["path"]: file["sha256"] for file in old.release.files if file["path"] != shelf.SUMS}


def _accounted(old: Bundle, new: Bundle) -> bool:
    """Something was withheld, or a name was erased from the note, since the files were written."""
    if old.is_there:
        return old.left_out != new.left_out or old.name_and_note != new.name_and_note
    return bool(new.left_out)


@contextmanager
def _one_at_a_time(name: str) -> Iterator[None]:
    """Two writers of one bundle would each sweep away what the other has begun."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('release'), hashtext(%s))", [name])
        if not cursor.fetchone()[0]:
            raise BeingWritten(f"Somebody else is writing the files of {name} at the moment.")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('release'), hashtext(%s))", [name])
