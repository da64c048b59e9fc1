"""Kinds of jobs: by which function each is done, and how."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from incidents.codebook import JobKind, decided

from . import imports, releases
from .running_job import RunningJob


@dataclass(frozen=True, slots=True)
class JobDefinition:
    """How jobs of a kind are done.

    ``run`` returns what is kept as the job's result. It may be called again after it was half done, so that it has to
    see for itself what is done already; it calls ``RunningJob.progress`` every few seconds, raises ``JobFailed`` for
    what no further try would mend, and lets through what that may.
    """

    run: Callable[[RunningJob], dict[str, Any] | None]
    alone: bool = False
    """Whether one at a time is done, on however many machines workers run."""
    own_place: bool = False
    """Whether a worker has a place for it however many others it does, so that it never waits for a long import."""
    tries: int | None = 5
    """How often it is begun before it is given up; ``None`` for ever."""
    nice: int = 5
    """By how much its process yields to others (``nice``)."""

    def is_last(self, attempts: int) -> bool:
        return self.tries is not None and attempts >= self.tries


KINDS: dict[JobKind, JobDefinition] = decided(
    JobKind,
    {
        JobKind.RELEASES: JobDefinition(releases.rewrite, alone=True, own_place=True, tries=None, nice=10),
        JobKind.IMPORT_CHECK: JobDefinition(imports.check),
        JobKind.IMPORT: JobDefinition(imports.bring_in),
        JobKind.IMPORT_UNDO: JobDefinition(imports.take_back),
    },
)
"""The most urgent first."""


def number(kind: JobKind) -> int:
    """The second half of the key of the lock that a kind has which is done alone; the same in every process."""
    return crc32(kind.value.encode()) & 0x7FFFFFFF
