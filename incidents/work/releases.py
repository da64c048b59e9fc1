"""Rewriting of released files, as soon as something in them was withheld or they were lost.

Whoever withholds need not know that there are releases, and no job has to be remembered: every few seconds the worker
looks which files are held back, and whatever became of the last attempt, it finds out whether there is something to do.
"""

from __future__ import annotations

from typing import Any

from incidents.codebook import JobKind
from incidents.exports.release.making import ReleaseError, rewrite_releases
from incidents.exports.release.shelf import held_back
from incidents.models import Job

from .running_job import RunningJob


def look() -> None:
    """Have what is held back written again."""
    if names := [release.name for release in held_back()]:
        Job.objects.enqueue(JobKind.RELEASES, title=", ".join(names), key="releases")


def rewrite(job: RunningJob) -> dict[str, Any]:
    """Write them. Raises ``ReleaseError`` with every release that could not be."""
    written = 0

    def tell(path: str, size: int) -> None:
        nonlocal written
        written += size
        job.progress(done=written, step=path)

    done, failed = rewrite_releases(tell=tell)
    if failed:
        raise ReleaseError("\n".join(str(error) for error in failed))
    return {"written": [rewriting.name for rewriting in done]}
