"""Rewriting of released files after a withholding: they are not handed out before."""

from __future__ import annotations

from django.core.management.base import OutputWrapper

from incidents.exports.release.making import ReleaseError, rewrite_releases


def rewrite_released_files(out: OutputWrapper, err: OutputWrapper) -> None:
    """Write again what may hold what was withheld. The withholding itself stands, whatever becomes of this."""
    try:
        done, failed = rewrite_releases()
    except OSError as error:
        done, failed = [], [ReleaseError(str(error))]
    for rewriting in done:
        out.write(f"Release {rewriting.name}: {len(rewriting.changed)} files were written again.")
    for problem in failed:
        err.write(f"The files of a release could not be written again. {problem}")
    if failed:
        err.write(
            "They are not handed out until the running site, or `manage.py release --rewrite`, has done it."
        )
