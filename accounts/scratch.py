"""Folders for unfinished files: private, gone with who made them, and swept when that was killed.

What is unfinished may hold what is on the desk only (a dump, an upload) or fill a disk, and ``kill -9`` runs no
clean-up. So each folder is locked for as long as its maker lives; the system drops the lock with the process, however
it ends, and whoever sweeps removes what nobody holds.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = ".attest-unfinished-"


@contextmanager
def scratch_folder(parent: Path) -> Iterator[Path]:
    """A new folder below ``parent``, private and removed at the end; leftovers there are swept first.

    What is finished in it can be renamed to its place, being on the same file system. Raises OSError.
    """
    sweep_scratch(parent)
    with _held_folder(parent) as folder:
        yield folder


@contextmanager
def temporary_files_in(parent: Path) -> Iterator[None]:
    """Let all temporary files of this process, those of libraries too, lie in a folder of its own below ``parent``.

    For a process that was forked, which ends without calling what was registered for the end. Raises OSError.
    """
    with _held_folder(parent) as folder:
        before, tempfile.tempdir = tempfile.tempdir, str(folder)
        try:
            yield
        finally:
            tempfile.tempdir = before


def sweep_scratch(parent: Path) -> None:
    """Remove the folders whose makers are gone."""
    for folder in parent.glob(f"{PREFIX}*"):
        with suppress(OSError):  # somebody else was quicker, or it is not ours
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder)
            finally:
                os.close(lock)


@contextmanager
def _held_folder(parent: Path) -> Iterator[Path]:
    """A new folder that is locked, and removed at the end."""
    folder, lock = _locked_folder(parent)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _locked_folder(parent: Path) -> tuple[Path, int]:
    """The folder and the descriptor that holds its lock until it is closed."""
    parent.mkdir(parents=True, exist_ok=True)
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
        lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        fcntl.flock(lock, fcntl.LOCK_EX)
        if folder.exists():  # nobody swept it before it was locked
            return folder, lock
        os.close(lock)
